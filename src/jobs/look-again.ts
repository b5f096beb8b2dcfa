import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import { outageKey } from './outages.ts';
import { type EffectOutcome, type StepPorts, troubleOutcome } from './perform-step.ts';
import type { StepOutcome } from './step-outcome.ts';
import { workOf } from './step-work.ts';

/**
 * One more look at a check that was green and has to stay so. An outage is waited out, and with it what waits for the
 * look; what cannot be read for good is told by the check itself, which is then waited for again.
 *
 * @param before the step that waits for this look, if one does
 */
export async function lookAgain(
  ports: StepPorts,
  release: Release,
  planned: PlannedStep,
  before: string | undefined,
  signal: AbortSignal,
): Promise<EffectOutcome> {
  const key = outageKey(release, planned.id, '.held');
  const now = ports.now();
  let outcome: StepOutcome | undefined;
  try {
    outcome = await ports.run(workOf(release, planned, now));
    ports.outages.over(key);
  } catch (error) {
    ports.log.warn({ err: error, release: release.id, step: planned.id }, 'not looked at again');
    outcome = troubleOutcome(ports, error, key, now);
  }
  if (outcome === undefined) return 'unavailable';
  if (signal.aborted) return 'lease-lost';
  const { sentence, link } = outcome;
  await ports.execute(release.id, {
    type: 'RecordHeldLook',
    step: planned.id,
    attempt: stepState(release, planned.id).attempt,
    before,
    outcome: outcome.kind === 'reading' ? outcome.outcome : outcome.kind === 'completed' ? 'pass' : 'unavailable',
    sentence,
    link,
    facts: outcome.kind === 'reading' ? outcome.facts : undefined,
  });
  return 'done';
}
