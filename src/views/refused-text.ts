import type { Refusal } from '../release/refusal.ts';
import { awaitsConfirmation, plannedStep, type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { inZone } from '../zoned-time.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { mention } from './mentions.ts';
import { refusalPlain, refusalText } from './refusal-text.ts';
import { signerOf } from './signed-so-far.ts';
import { completionOf } from './step-words.ts';
import { windowLine } from './window-lines.ts';

/** Why not, as mrkdwn; of what is done already, by whom and when. */
export function refusedText(refused: Refusal, release?: Release, step?: string): string {
  const planned = release === undefined || step === undefined ? undefined : plannedStep(release, step);
  if (release !== undefined && planned !== undefined && refused.refused === 'outside_window')
    return [refusalText(refused), ...windowLine(release, planned)].join('\n');
  if (release === undefined || refused.refused !== 'already_done') return refusalText(refused);
  const { statusChange } = release;
  if (planned === undefined)
    return `${inertLine(refused.sentence)} ${mention(statusChange.by ?? 'slipway')} did that ${slackDate(statusChange.at, release.playbook['time-zone'])}.`;
  const { done, requested } = stepState(release, planned.id);
  const title = `*${inertLine(titleOf(release, planned), 160)}*`;
  if (done !== undefined) return `${title} is done already: ${completionOf(release, planned)}.`;
  if (requested !== undefined && !awaitsConfirmation(planned, stepState(release, planned.id)))
    return `${title} was started already, by ${signerOf(requested)} ${slackDate(requested.at, release.playbook['time-zone'])}.`;
  return refusalText({ ...refused, instead: [] });
}

/** The same in plain text, for field errors. */
export function refusedPlain(
  refused: Refusal,
  nameOf: (person: string) => string,
  release?: Release,
  step?: string,
): string {
  const planned = release === undefined || step === undefined ? undefined : plannedStep(release, step);
  if (release === undefined || planned === undefined || refused.refused !== 'already_done')
    return refusalPlain(refused, nameOf);
  const { done } = stepState(release, planned.id);
  if (done === undefined) return refusalPlain({ ...refused, instead: [] }, nameOf);
  const by = done.by === undefined ? '' : `, by ${nameOf(done.by)}`;
  return `That is done already${by}, ${inZone(done.at, release.playbook['time-zone'])}.`;
}
