import type { ReleaseEvent } from '../release/events.ts';
import { freezesOf } from '../release/freeze.ts';
import { type Release, stepState } from '../release/release.ts';
import { counted, listed } from '../release/wording.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;

const mostLabels = 5;

const code = (branch: string): string => `\`${inertLine(branch, 80).replaceAll('`', '')}\``;

/** "until pull request #12 is merged into main, or the release ends" */
function untilWhen(release: Release, step: string, into: string): string {
  const { number, url = '' } = stepState(release, step).facts;
  const what = number === undefined ? 'the release pull request' : link(url, `pull request #${number}`);
  return `until ${what} is merged into ${code(into)}, or the release ends without it`;
}

function except(labels: readonly string[]): string {
  if (labels.length === 0) return '';
  return `; the label ${listed(labels.slice(0, mostLabels).map(code), 'or')} lets one through`;
}

/** Which branches the release keeps frozen, since when and until when. Mrkdwn; empty where there is none. */
export function freezeLines(release: Release): readonly string[] {
  return freezesOf(release).map(({ step, branch, into, exceptLabels }) => {
    const told = release.freezes[step];
    if (told?.refused !== undefined)
      return `⚠️ ${code(branch)} is not frozen as it should be: ${inertLine(told.refused, 600)}`;
    const since = told === undefined ? '' : ` since ${slackDate(told.at, release.playbook['time-zone'])}`;
    return `🧊 ${code(branch)} is frozen${since}, ${untilWhen(release, step, into)}${except(exceptLabels)}.`;
  });
}

/** The telling of a freeze. Mrkdwn. */
export function frozenTold(release: Release, { step, branch, held, refused }: Of<'BranchFrozen'>): readonly string[] {
  if (refused !== undefined)
    return [
      `⚠️ Not frozen: ${code(branch)} · ${inertLine(refused, 800)}`,
      'Slipway tries on by itself. Until then whoever merges into it voids what was signed.',
    ];
  const freeze = freezesOf(release).find((one) => one.step === step);
  const waits =
    held === 0
      ? 'No other pull request into it is open now'
      : `${counted(held, 'open pull request')} into it ${held === 1 ? 'waits' : 'wait'}`;
  if (freeze === undefined) return [`🧊 Frozen: ${code(branch)} while this release is signed.`];
  const { into, exceptLabels } = freeze;
  return [`🧊 Frozen: ${code(branch)} ${untilWhen(release, step, into)}. ${waits}${except(exceptLabels)}.`];
}

/** The telling of its end. Mrkdwn. */
export function liftedTold({ branch, still, refused }: Of<'FreezeLifted'>): readonly string[] {
  if (refused !== undefined)
    return [
      `⚠️ ${code(branch)} is no longer frozen, but GitHub does not let Slipway say so: ${inertLine(refused, 800)}`,
      'Slipway tries on by itself. Until then, set the status `slipway/freeze` by hand, or take it off the rule.',
    ];
  if (still === undefined) return [`🌊 No longer frozen: ${code(branch)} takes pull requests again.`];
  const others = listed(still.map((one) => inertLine(one, 80)));
  return [
    `🌊 This release no longer freezes ${code(branch)}. It stays frozen while ${others} ${still.length === 1 ? 'is' : 'are'} signed.`,
  ];
}
