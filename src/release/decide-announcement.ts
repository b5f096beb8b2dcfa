import type { PersonCommand } from './commands.ts';
import { current } from './current-step.ts';
import { mayNotDo } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import { type Refusal, refusal } from './refusal.ts';
import { awaitsReview, type Release, stepState } from './release.ts';

/** Somebody of the role has reviewed an announcement, edited it perhaps, and has it posted: once. */
export function decideAnnouncement(
  release: Release,
  { step, by, attempt, text }: Extract<PersonCommand, { type: 'PostAnnouncement' }>,
): readonly ReleaseEvent[] | Refusal {
  const planned = current(release, step);
  if ('refused' in planned) return planned;
  if (!('announce' in planned.step) || planned.step['reviewed-by'] === undefined)
    return refusal('not_current', 'Nobody has to review this step.');
  const barred = mayNotDo(release, planned, by);
  if (barred !== undefined) return barred;
  const state = stepState(release, step);
  if (state.status === 'failed')
    return refusal('not_current', 'This announcement failed. Retry it, or complete it outside.');
  if (state.reviewed !== undefined)
    return refusal('already_done', 'Somebody has reviewed it already, and it is being posted.', [state.reviewed.by]);
  if (!awaitsReview(planned, state))
    return refusal('not_current', 'Slipway is still writing this announcement. Try again in a moment.');
  if (state.attempt !== attempt)
    return refusal(
      'not_current',
      'This announcement was written anew since you were shown it. Copy what you typed, and open it again.',
    );
  if (text !== undefined && text.trim() === '')
    return refusal('nothing_to_do', 'Write what is to be posted; to post nothing, complete the step outside.');
  return [{ type: 'AnnouncementReviewed', step, by, ...(text === undefined ? {} : { text: text.trim() }) }];
}
