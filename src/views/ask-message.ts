import type { KnownBlock } from '@slack/types';
import { managersOf, rolesOf } from '../release/entitlement.ts';
import { isRunning, plannedStep, type Release, stepState } from '../release/release.ts';
import { subjectOf } from '../release/sign-off.ts';
import { type Waiting, waitingOf } from '../release/waiting.ts';
import { listed } from '../release/wording.ts';
import { inZone } from '../zoned-time.ts';
import { context, inline, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inert, inertLine, link } from './escape.ts';
import { mentions } from './mentions.ts';
import type { MessageView } from './message.ts';
import { referenceLinks, stepLinks } from './release-links.ts';
import { deployText, stepButton } from './step-buttons.ts';

const everyone = 50; // asked people are all named: who is not named is not notified

/** Those asked, as the sentence begins: `@lena or @tom`. Where nobody holds the role, those who run the release. */
function askedOf(release: Release, { planned, people }: Waiting): string {
  const needed = 'sign-off' in planned.step ? (release.playbook.roles[planned.step['sign-off']]?.quorum ?? 1) : 1;
  if (people.length > 0)
    return `${mentions(people, everyone)}${people.length > needed ? ` (${needed === 1 ? 'one' : needed} of you)` : ''}`;
  const titles = rolesOf(planned).map((role) => inertLine(release.playbook.roles[role]?.title ?? role, 60));
  return `${mentions(managersOf(release), everyone)} (nobody who may do this holds the role ${listed(titles)})`;
}

function wishOf({ planned, title }: Waiting, what: string): string {
  const named = `*${inertLine(title, 160)}*`;
  if (planned.kind === 'checklist') return `please answer the checklist ${named} of *${what}*`;
  if (planned.kind === 'sign-off') return `please review *${what}* and sign: ${named}`;
  return 'deploy' in planned.step
    ? `*${what}* is ready for *${inertLine(planned.step.deploy, 60)}*: please deploy it when the time is right`
    : `please see to ${named} of *${what}*`;
}

/** The commits that a signer is asked to look at. */
function changesLine(release: Release, { planned }: Waiting): readonly string[] {
  if (!('sign-off' in planned.step)) return [];
  const { facts } = stepState(release, planned.step.of);
  const head = subjectOf(release, planned.id);
  const words = `Pull request #${facts['number'] ?? '?'}${facts['title'] === undefined ? '' : `: ${facts['title']}`}`;
  const count = facts['commits'] === undefined ? [] : [`${facts['commits']} commits`];
  const at = head === undefined ? [] : [`at \`${head.slice(0, 7)}\``];
  return [[link(facts['url'] ?? '', words), ...count, ...at].join(' · ')];
}

function deployBlocks(release: Release, { planned }: Waiting): readonly KnownBlock[] {
  const [plan, watch] = [deployText(release, planned, 'plan'), deployText(release, planned, 'watch')];
  return [
    ...(plan === undefined ? [] : [section(`*Rollout plan*\n${inert(plan, 2500)}`)]),
    ...(watch === undefined ? [] : [section(`*What to watch*\n${inert(watch, 2500)}`)]),
  ];
}

/** The step's ask as it stands; undefined where it is asked no more. */
export function askedNow(release: Release, step: string): Waiting | undefined {
  const planned = plannedStep(release, step);
  if (planned === undefined || !isRunning(release) || stepState(release, step).status !== 'active') return undefined;
  return stepState(release, step).requested === undefined
    ? waitingOf(release).find((w) => w.planned.id === step)
    : undefined;
}

/**
 * Asks the people of a step to do it, by a message that notifies them: an update of the card would not.
 * The sign-off's one is the notice to those who sign. undefined where it was done before it could be asked.
 */
export function askMessage(release: Release, step: string, githubUrl: string): MessageView | undefined {
  const waiting = askedNow(release, step);
  if (waiting === undefined) return undefined;
  const zone = release.playbook['time-zone'];
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  const wish = `${askedOf(release, waiting)}: ${wishOf(waiting, what)}`;
  const again = waiting.state.attempt > 1 ? ['It is asked again: what was there before no longer counts.'] : [];
  const due = waiting.deadline;
  const button = stepButton(release, waiting.planned, 'primary');
  const links = [...stepLinks(release, waiting.planned, githubUrl), ...referenceLinks(release, githubUrl)];
  return {
    text: `${wish.replaceAll('*', '')}${due === undefined ? '' : `, by ${inZone(due, zone)}`}.`,
    blocks: [
      section(
        `${wish}${due === undefined ? '' : `, by ${slackDate(due, zone)}`}.`,
        ...changesLine(release, waiting),
        ...again,
      ),
      ...deployBlocks(release, waiting),
      ...(button === undefined ? [] : [{ type: 'actions' as const, elements: [button] }]),
      ...(links.length === 0 ? [] : [context(`📖 ${inline(links)}`)]),
    ],
  };
}
