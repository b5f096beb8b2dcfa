import type { PersonCommand } from './commands.ts';
import { mayNotRerun, mayNotWaive } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { type Release, stepState } from './release.ts';
import { noReason } from './said-enough.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;
type Decided = readonly ReleaseEvent[] | Refusal;

/** Why a step cannot be waived or run again by anybody; undefined where it can. */
function notAsCheck(release: Release, { id, kind }: PlannedStep, wish: string): Refusal | undefined {
  if (kind !== 'check') return refusal('not_current', `Only a check can be ${wish}, and this step is none.`);
  if (stepState(release, id).status === 'failed')
    return refusal(
      'not_current',
      `Slipway could not make this check, so it cannot be ${wish}. Retry it, or complete it outside.`,
    );
  return undefined;
}

/**
 * Lets the release go on without a check that is waited for.
 * @param current the step if it can be worked on now, or why not
 */
export function decideWaiver(release: Release, current: PlannedStep | Refusal, c: Of<'WaiveCheck'>): Decided {
  if ('refused' in current) return current;
  const barred = notAsCheck(release, current, 'waived') ?? mayNotWaive(release, current, c.by);
  if (barred !== undefined) return barred;
  const { reading, attempt } = stepState(release, c.step);
  if (attempt !== c.attempt)
    return refusal(
      'stale_subject',
      'What this check reads has changed since the form was opened. Look at what it says now before you waive it.',
    );
  const reason = c.reason.trim();
  const unsaid = noReason(reason, 'Say in a few words why the release may go on without it: they go into the record.');
  if (unsaid !== undefined) return unsaid;
  const waived: ReleaseEvent = { type: 'CheckWaived', step: c.step, by: c.by, reason };
  if (reading === undefined) return [waived];
  const { outcome, sentence, link } = reading;
  return [{ ...waived, said: { outcome, sentence, ...(link === undefined ? {} : { link }) } }];
}

/**
 * Has a check run and read again. One wish at a time: the next one once it was answered.
 * @param current the step if it can be worked on now, or why not
 */
export function decideRerun(release: Release, current: PlannedStep | Refusal, c: Of<'RerunCheck'>): Decided {
  if ('refused' in current) return current;
  const barred = notAsCheck(release, current, 'run again') ?? mayNotRerun(release, current, c.by);
  if (barred !== undefined) return barred;
  const { rerun } = stepState(release, c.step);
  if (rerun?.answered === false)
    return refusal('already_done', 'It was asked for already, and is on its way. The thread tells what came of it.');
  return [{ type: 'CheckRerunAsked', step: c.step, by: c.by }];
}
