import { breakGlassConfirmers } from '../release/break-glass.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Person, plannedStep, type Release, type Review, stepState } from '../release/release.ts';
import { openReviews, reviewersOf } from '../release/reviews.ts';
import { titleOf } from '../release/waiting.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { mention, mentions } from './mentions.ts';
import { signerOf } from './signed-so-far.ts';

const mostReason = 300;

function titleIn(release: Release, step: string): string {
  const planned = plannedStep(release, step);
  return inertLine(planned === undefined ? step : titleOf(release, planned), 140);
}

/** Of a forced step, by whom and why. Mrkdwn. */
export function forcedWords(release: Release, { id }: PlannedStep): string {
  const { done, breakGlass } = stepState(release, id);
  if (done === undefined) return '';
  const by = done.by === undefined ? '' : ` by ${signerOf({ by: done.by, for: breakGlass?.for })}`;
  const second = breakGlass?.confirmed === undefined ? '' : `, confirmed by ${mention(breakGlass.confirmed.by)}`;
  return `forced${by}${second} ${slackDate(done.at, release.playbook['time-zone'])}: “${inertLine(done.sentence, mostReason)}”`;
}

/** Of a step that somebody asked to be forced, and that waits for a second person. Mrkdwn; undefined where nobody asked. */
export function askedToForce(release: Release, { id }: PlannedStep): string | undefined {
  const { breakGlass, status } = stepState(release, id);
  if (breakGlass === undefined || status !== 'active') return undefined;
  const on: readonly Person[] = breakGlassConfirmers(release, id);
  return `🚨 ${signerOf(breakGlass)} asks to force it: “${inertLine(breakGlass.reason, mostReason)}” · ${mentions(on, 8, 'or')} may confirm`;
}

/** Who closes the reviews of a step. Mrkdwn. */
export function reviewersText(release: Release, { step, askedBy, confirmedBy }: Review): string {
  const people = reviewersOf(release, step);
  return people.length > 0 ? mentions(people, 8, 'or') : `anybody but ${mention(askedBy)} and ${mention(confirmedBy)}`;
}

/** The reviews that the release waits for before it closes, and on whom. Mrkdwn, a line each. */
export function reviewLines(release: Release): readonly string[] {
  return openReviews(release).map(
    (review) =>
      `🚨 Review: *${titleIn(release, review.step)}* was forced · on ${reviewersText(release, review)} · since ${slackDate(review.at, release.playbook['time-zone'])}\n      The release closes once the review is closed.`,
  );
}

/** What was forced, by whom, why, and what its review came to. Mrkdwn, a line each. */
export function forcedLines(release: Release): readonly string[] {
  return release.reviews.map(({ step, askedBy, askedFor, confirmedBy, reason, closed }) => {
    const review =
      closed === undefined
        ? 'not reviewed yet'
        : `reviewed by ${mention(closed.by)}: “${inertLine(closed.conclusion, mostReason)}”`;
    return `🚨 ${titleIn(release, step)}: forced by ${signerOf({ by: askedBy, for: askedFor })}, confirmed by ${mention(confirmedBy)}: “${inertLine(reason, mostReason)}” · ${review}`;
  });
}
