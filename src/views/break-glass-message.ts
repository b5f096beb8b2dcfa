import type { Button } from '@slack/types';
import { breakGlassConfirmers } from '../release/break-glass.ts';
import type { ReleaseEvent } from '../release/events.ts';
import type { PlannedStep } from '../release/plan.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import { openReviews } from '../release/reviews.ts';
import { titleOf } from '../release/waiting.ts';
import { actionIds } from './action-ids.ts';
import { button, confirmDialog, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import { forcedWords, reviewersText } from './forced-lines.ts';
import { mention, mentions } from './mentions.ts';
import type { MessageView } from './message.ts';
import { signerOf } from './signed-so-far.ts';
import { targetText } from './target.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;

interface Told {
  readonly lines: readonly string[];
  readonly buttons: readonly Button[];
}

function titleIn(release: Release, step: string): string {
  const planned = plannedStep(release, step);
  return inertLine(planned === undefined ? step : titleOf(release, planned), 160);
}

/** The loud message: who asks to force what, why, and the button by which a second person confirms. Mrkdwn. */
export function breakGlassAsked(release: Release, event: Of<'BreakGlassAsked'>): Told {
  const { step, by, reason } = event;
  const { breakGlass, status, attempt } = stepState(release, step);
  const title = titleIn(release, step);
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  const lines = [
    `🚨 Break-glass: ${signerOf(event)} asks to force *${title}* of *${what}*.`,
    `“${inertLine(reason, 1500)}”`,
  ];
  if (status !== 'active' || breakGlass?.by !== by)
    return { lines: [...lines, 'It is no longer waited for.'], buttons: [] };
  const people = breakGlassConfirmers(release, step);
  const words = 'Confirm: force it';
  const dialog = confirmDialog(
    'Force this step?',
    `*${title}* of *${what}* counts as forced, without its check or signatures, on your word and that of ${signerOf(event)}. A third person reviews it.`,
    'Force it',
    'danger',
  );
  return {
    lines: [...lines, `${mentions(people, 50, 'or')}: confirm only if you agree. Until then nothing happens.`],
    buttons: [
      button({
        action: actionIds.confirmBreakGlass,
        words,
        value: targetText({ release: release.id, step, attempt }),
        style: 'danger',
        aloud: `${words}: ${title}`,
        confirm: dialog,
      }),
    ],
  };
}

/** What stands in the place of the message that asked for it, once somebody confirmed: nobody is asked any more. */
export function breakGlassUsed(release: Release, planned: PlannedStep): MessageView {
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  const line = `🚨 Break-glass, used: *${titleIn(release, planned.id)}* of *${what}* was ${forcedWords(release, planned)}.`;
  return { text: line.replaceAll('*', ''), blocks: [section(line)] };
}

/** What was forced, by whom, why, and who reviews it. Mrkdwn. */
export function stepForced(release: Release, { step, by, sentence }: Of<'StepCompleted'>): Told {
  const { breakGlass } = stepState(release, step);
  const second = breakGlass?.confirmed?.by;
  const confirmed = second === undefined ? '' : `, confirmed by ${mention(second)}`;
  const review = openReviews(release).find((one) => one.step === step);
  const asked =
    review === undefined
      ? []
      : [`${reviewersText(release, review)}: please review it. The release does not close before.`];
  return {
    lines: [
      `🚨 Forced by ${by === undefined ? 'somebody' : signerOf({ by, for: breakGlass?.for })}${confirmed}: *${titleIn(release, step)}* · “${inertLine(sentence, 1500)}”`,
      ...asked,
    ],
    buttons:
      review === undefined
        ? []
        : [
            button({
              action: actionIds.review,
              words: 'Close the review…',
              value: targetText({ release: release.id, step }),
              aloud: `Close the review of ${titleIn(release, step)}`,
            }),
          ],
  };
}

/** What a review came to, and what it was of. Mrkdwn. */
export function reviewClosed(release: Release, { step, by, conclusion }: Of<'ReviewClosed'>): Told {
  const left = openReviews(release).length;
  return {
    lines: [
      `🔎 Reviewed by ${mention(by)}: *${titleIn(release, step)}*, which was forced · “${inertLine(conclusion, 1500)}”`,
      ...(left === 0 ? [] : [`Still to be reviewed: ${left}.`]),
    ],
    buttons: [],
  };
}
