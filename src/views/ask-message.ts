import type { KnownBlock } from '@slack/types';
import { wantsWindow } from '../release/deploy-window.ts';
import { managersOf, rolesOf } from '../release/entitlement.ts';
import { deployedBy } from '../release/redeploy.ts';
import { isRunning, plannedStep, type Release, stepState } from '../release/release.ts';
import { signedSoFar, subjectOf } from '../release/sign-off.ts';
import { type Waiting, waitingOf } from '../release/waiting.ts';
import { counted, listed } from '../release/wording.ts';
import { inZone } from '../zoned-time.ts';
import { context, inline, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inert, inertLine, link } from './escape.ts';
import { mention, mentions } from './mentions.ts';
import type { MessageView } from './message.ts';
import { pinnedBranch, pinnedLine } from './pinned-lines.ts';
import { referenceLinks, stepLinks } from './release-links.ts';
import { roleNotes } from './role-notes.ts';
import { roleWords } from './role-words.ts';
import { isJoint, jointAsked, jointSigned } from './signed-so-far.ts';
import { deployLabel, deployText, stepButton } from './step-buttons.ts';
import { windowLine } from './window-lines.ts';

const everyone = 50; // asked people are all named: who is not named is not notified

/** Those asked, as the sentence begins: `@lena or @tom`. Where nobody holds the role, those who run the release. */
function askedOf(release: Release, { planned, people }: Waiting): string {
  if (people.length > 0 && isJoint(planned)) return jointAsked(release, planned, people);
  const needed = 'sign-off' in planned.step ? (signedSoFar(release, planned.id).lacking[0]?.needed ?? 1) : 1;
  if (people.length > 0)
    return `${mentions(people, everyone)}${people.length > needed ? ` (${needed === 1 ? 'one' : needed} of you)` : ''}`;
  const titles = rolesOf(planned).map((role) => roleWords(release, role));
  return `${mentions(managersOf(release), everyone)} (nobody who may do this holds the role ${listed(titles)})`;
}

function wishOf(release: Release, { planned, title }: Waiting, what: string): string {
  const named = `*${inertLine(title, 160)}*`;
  if (planned.kind === 'checklist') return `please answer the checklist ${named} of *${what}*`;
  if (planned.kind === 'sign-off') return `please review *${what}* and sign: ${named}`;
  if (planned.kind === 'window') return `please schedule when *${what}* may be deployed: ${named}`;
  if (planned.kind === 'announce') return `please review the announcement ${named} of *${what}*, and post it`;
  if (wantsWindow(release, planned)) return `please schedule when *${what}* may be deployed, for ${named}`;
  if ('deploy' in planned.step && planned.redeploys !== undefined)
    return `*${what}* was withdrawn: please deploy *${inertLine(deployedBy(release, planned).version, 60)}* to *${inertLine(planned.step.deploy, 60)}* again`;
  return 'deploy' in planned.step
    ? `*${what}* is ready for *${inertLine(planned.step.deploy, 60)}*: please deploy it when the time is right`
    : `please see to ${named} of *${what}*`;
}

/** The commits that a signer is asked to look at. */
function changesLine(release: Release, { planned }: Waiting): readonly string[] {
  if (!('sign-off' in planned.step)) return [];
  const { facts } = stepState(release, planned.step.of);
  const head = subjectOf(release, planned.id);
  if (pinnedBranch(release, planned.step.of) !== undefined && head !== undefined)
    return [pinnedLine(release, planned.step.of, head)];
  const words = `Pull request #${facts['number'] ?? '?'}${facts['title'] === undefined ? '' : `: ${facts['title']}`}`;
  const count = facts['commits'] === undefined ? [] : [counted(Number(facts['commits']), 'commit')];
  const at = head === undefined ? [] : [`at \`${head.slice(0, 7)}\``];
  return [[link(facts['url'] ?? '', words), ...count, ...at].join(' · ')];
}

/** Why it is asked anew, if it is. */
function againLine({ state }: Waiting): readonly string[] {
  const [last] = state.voided.filter((s) => s.revoked !== undefined).slice(-1);
  if (last?.revoked !== undefined && state.since !== undefined && last.revoked.at >= state.since)
    return [`It is asked again: ${mention(last.by)} took back their signature.`];
  return state.attempt > 1 && (state.asked ?? 0) > 1
    ? ['It is asked again: what was there before no longer counts.']
    : [];
}

function deployBlocks(release: Release, { planned }: Waiting): readonly KnownBlock[] {
  return (['plan', 'watch'] as const).flatMap((which) => {
    const text = deployText(release, planned, which);
    return text === undefined ? [] : [section(`*${deployLabel(release, planned, which)}*\n${inert(text, 2500)}`)];
  });
}

/** The step's ask as it stands; undefined where it is asked no more. */
export function askedNow(release: Release, step: string): Waiting | undefined {
  const planned = plannedStep(release, step);
  if (planned === undefined || !isRunning(release) || stepState(release, step).status !== 'active') return undefined;
  return stepState(release, step).requested === undefined && stepState(release, step).reviewed === undefined
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
  const wish = `${askedOf(release, waiting)}: ${wishOf(release, waiting, what)}`;
  const so = jointSigned(release, waiting.planned);
  const signed = so.startsWith('signed') ? [so] : [];
  const again = [...signed, ...againLine(waiting)];
  const due = waiting.deadline;
  const button = stepButton(release, waiting.planned, 'primary');
  const links = [...stepLinks(release, waiting.planned, githubUrl), ...referenceLinks(release, githubUrl)];
  return {
    text: `${wish.replaceAll('*', '')}${due === undefined ? '' : `, by ${inZone(due, zone)}`}.`,
    blocks: [
      section(
        `${wish}${due === undefined ? '' : `, by ${slackDate(due, zone)}`}.`,
        ...changesLine(release, waiting),
        ...windowLine(release, waiting.planned),
        ...roleNotes(release, waiting.planned),
        ...again,
      ),
      ...deployBlocks(release, waiting),
      ...(button === undefined ? [] : [{ type: 'actions' as const, elements: [button] }]),
      ...(links.length === 0 ? [] : [context(`📖 ${inline(links)}`)]),
    ],
  };
}
