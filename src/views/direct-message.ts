import type { KnownBlock, SectionBlock } from '@slack/types';
import { titlesOf } from '../release/entitlement.ts';
import { awaitsConfirmation, type Person, plannedStep, type Release, stepState } from '../release/release.ts';
import { subjectOf } from '../release/sign-off.ts';
import { titleOf, type Waiting } from '../release/waiting.ts';
import { waitsFor } from '../release/waits-for.ts';
import { counted, listed } from '../release/wording.ts';
import { inZone } from '../zoned-time.ts';
import { actionIds } from './action-ids.ts';
import { button, context, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { mention } from './mentions.ts';
import type { MessageView } from './message.ts';
import { snoozeMenu, wakeButton } from './snooze-menu.ts';
import { stepButton } from './step-buttons.ts';
import { markOf } from './step-words.ts';
import { targetText } from './target.ts';
import { windowLine } from './window-lines.ts';

const most = 6; // steps that one message shows: its blocks hold about 13,200 characters in all
const mostPast = 12; // of those that waited for the person once, the latest

/** `billing 1.5.0`, leading to its card where that is known. */
export function nameOf(release: Release, cardUrl: string | undefined): string {
  const name = `${release.component.name} ${release.semver}`;
  return cardUrl === undefined ? inertLine(name, 120) : link(cardUrl, name, 120);
}

/** Since when it waits, until when, and what a signer is to look at. Mrkdwn. */
export function timesOf(release: Release, { planned, since, deadline, state }: Waiting): string {
  const zone = release.playbook['time-zone'];
  const facts = 'sign-off' in planned.step ? stepState(release, planned.step.of).facts : {};
  const pull = facts['number'] === undefined ? [] : [link(facts['url'] ?? '', `Pull request #${facts['number']}`)];
  return [
    markOf(release, planned),
    ...(since === undefined ? [] : [`since ${slackDate(since, zone)}`]),
    ...(deadline === undefined || state.status === 'failed' ? [] : [`due ${slackDate(deadline, zone)}`]),
    ...pull,
    ...(facts['commits'] === undefined ? [] : [counted(Number(facts['commits']), 'commit')]),
  ].join(' · ');
}

/** One thing that waits for the person, with its button. */
export function waitBlock(release: Release, waiting: Waiting): SectionBlock {
  const accessory = stepButton(release, waiting.planned, 'primary');
  const { failure } = waiting.state;
  return {
    ...section(
      `*${inertLine(waiting.title, 160)}*`,
      timesOf(release, waiting),
      ...windowLine(release, waiting.planned),
      ...(failure === undefined ? [] : [inertLine(failure.sentence, 300)]),
    ),
    ...(accessory === undefined ? {} : { accessory }),
  };
}

const signed = {
  approve: '🖊️ Signed by you',
  changes: '✋ You asked for changes',
  reject: '⛔ You rejected it',
} as const;

/** What became of a step that waited for the person once. Mrkdwn. */
function settled(release: Release, step: string, person: Person): string {
  const planned = plannedStep(release, step);
  if (planned === undefined) return '';
  const zone = release.playbook['time-zone'];
  const { status, done, signatures, requested, reviewed } = stepState(release, step);
  const subject = planned.kind === 'sign-off' ? subjectOf(release, step) : undefined;
  const own = signatures.find(({ by, subject: of }) => by === person && of === subject);
  const who = (by: Person): string => (by === person ? 'you' : mention(by));
  const pressed = ({ by, for: holder }: NonNullable<typeof requested>): string =>
    holder === undefined ? who(by) : `${who(by)} for ${who(holder)}`;
  const review = release.reviews.find((one) => one.step === step)?.closed;
  if (review !== undefined && status === 'done')
    return `🔎 Reviewed by ${who(review.by)} ${slackDate(review.at, zone)}`;
  if (own !== undefined) {
    const others = status === 'active' && own.decision === 'approve' ? '; others are to sign as well' : '';
    return `${signed[own.decision]} ${slackDate(own.at, zone)}${others}`;
  }
  if (done !== undefined) {
    const last = signatures.at(-1)?.by ?? done.by ?? requested?.by ?? reviewed?.by;
    return `✅ Done${last === undefined ? '' : ` by ${who(last)}`} ${slackDate(done.at, zone)}`;
  }
  if (requested !== undefined && 'deploy' in planned.step && awaitsConfirmation(planned, stepState(release, step)))
    return `🔐 Pressed by ${pressed(requested)} ${slackDate(requested.at, zone)}; waits for somebody of ${inertLine(titlesOf(release, planned.step.with ?? []), 120)} to confirm`;
  if (requested !== undefined) return `🚀 Started by ${pressed(requested)} ${slackDate(requested.at, zone)}`;
  if (reviewed !== undefined) return `📣 Posted by ${who(reviewed.by)} ${slackDate(reviewed.at, zone)}`;
  return '➖ Not asked of you now';
}

function settledLines(release: Release, person: Person, waiting: readonly Waiting[]): readonly string[] {
  const asks = release.chased[person]?.asks ?? [];
  return asks
    .filter(({ step }) => !waiting.some(({ planned }) => planned.id === step))
    .slice(-mostPast)
    .map(({ step }) => {
      const planned = plannedStep(release, step);
      const title = planned === undefined ? step : titleOf(release, planned);
      return `*${inertLine(title, 160)}*: ${settled(release, step, person)}`;
    });
}

function statusLines(release: Release, person: Person): readonly string[] {
  const zone = release.playbook['time-zone'];
  const { status, statusChange, chased } = release;
  const by = statusChange.by === undefined ? '' : ` by ${mention(statusChange.by)}`;
  const at = slackDate(statusChange.at, zone);
  const { withdrawn } = release;
  const taken =
    withdrawn === undefined
      ? []
      : [
          `⛔ Withdrawn by ${mention(withdrawn.by)} ${slackDate(withdrawn.at, zone)}: ${inertLine(withdrawn.reason, 300)}`,
        ];
  if (withdrawn !== undefined && status !== 'paused') return taken;
  if (status === 'closed') return [`🏁 Released ${at}`];
  if (status === 'cancelled') return [`🚫 Cancelled${by} ${at}: ${inertLine(statusChange.reason ?? '', 300)}`];
  if (status === 'paused') return [...taken, `⏸️ Paused${by} ${at}: ${inertLine(statusChange.reason ?? '', 300)}`];
  const until = chased[person]?.snoozed;
  return until === undefined ? [] : [`😴 You are reminded again ${slackDate(until, zone)}`];
}

/** The sentence that a notification shows. */
function headline(release: Release, waiting: readonly Waiting[]): string {
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  if (waiting.length === 0) return `${what}: nothing waits for you`;
  const titles = waiting.slice(0, 3).map(({ title }) => inertLine(title, 160));
  const more = waiting.length > 3 ? [`${waiting.length - 3} more`] : [];
  const due = waiting.flatMap(({ deadline }) => deadline ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
  const until = due === undefined ? '' : `, by ${inZone(due, release.playbook['time-zone'])}`;
  return `${what} waits for you: ${listed([...titles, ...more])}${until}`;
}

/**
 * The one message to a person about a release: what waits for them, with the buttons for it, and what became of what did.
 * @param cardUrl the address of its card; undefined before there is one
 */
export function directMessage(release: Release, person: Person, cardUrl: string | undefined): MessageView {
  const waiting = waitsFor(release, person);
  const shown = waiting.slice(0, most);
  const rest = waiting.length - shown.length;
  const past = settledLines(release, person, waiting);
  const asleep = release.chased[person]?.snoozed !== undefined;
  const details = button({
    action: actionIds.details,
    words: 'Details',
    value: targetText({ release: release.id }),
    aloud: `Details of ${release.component.name} ${release.semver}`,
  });
  const head = waiting.length === 0 ? 'nothing waits for you now' : 'waits for you';
  return {
    text: `${headline(release, waiting)}.`,
    blocks: [
      section(
        `*${nameOf(release, cardUrl)}* · ${inertLine(release.playbook.title, 80)} · ${head}`,
        ...statusLines(release, person),
      ),
      ...shown.map((one) => waitBlock(release, one)),
      ...(rest > 0 ? [context(`and ${rest} more: they come up here as you do these`)] : []),
      ...(past.length === 0 ? [] : [section(...past)]),
      {
        type: 'actions',
        elements: [
          ...(waiting.length > 0 && release.status === 'open'
            ? [asleep ? wakeButton(release) : snoozeMenu(release)]
            : []),
          details,
        ],
      },
    ],
  };
}

/** Below the message: what it asks for since, or still; it names the person, so that Slack notifies them. undefined where nothing waits for them. */
export function directReply(release: Release, person: Person, steps: readonly string[]): MessageView | undefined {
  const waiting = waitsFor(release, person)
    .filter(({ planned }) => steps.includes(planned.id))
    .slice(0, most);
  if (waiting.length === 0) return undefined;
  const line = `⏰ ${mention(person)}: ${headline(release, waiting)}.`;
  return { text: line, blocks: [section(line), ...waiting.map((one): KnownBlock => waitBlock(release, one))] };
}
