import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { plannedStep, type Release, stepState } from './release.ts';

/** The step if it can be worked on now, or why not. */
export function current(release: Release, id: string): PlannedStep | Refusal {
  const planned = plannedStep(release, id);
  if (planned === undefined) return refusal('not_current', 'This release has no such step.');
  const { status, done } = stepState(release, id);
  if (status === 'done')
    return refusal(
      'already_done',
      done?.how === 'waived'
        ? 'This check was waived already.'
        : `That is done already: ${(done?.sentence ?? 'finished').replace(/\.$/, '')}.`,
      done?.by === undefined ? [] : [done.by],
    );
  if (release.withdrawn !== undefined && planned.redeploys === undefined)
    return refusal(
      'not_current',
      `${release.semver} was withdrawn, so nothing of it goes on. The release card says what is waited for.`,
    );
  if (status === 'pending')
    return refusal(
      'not_current',
      'The turn of this step has not come, or it came back to an earlier one. The release card says what is waited for.',
    );
  if (release.status === 'paused' && status === 'active')
    return refusal('paused', 'The release is paused. Resume it first.');
  return planned;
}
