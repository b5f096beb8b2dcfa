import type { Execute } from '../execute.ts';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import type { Log } from './log.ts';
import type { StepOutcome, StepWork } from './step-outcome.ts';
import { workOf } from './step-work.ts';

const patience = 60_000; // ms an outage may last before the card says so: a single lost request is not worth a message

export interface StepPorts {
  readonly execute: Execute;
  readonly log: Log;
  now(): Date;
  /** Looks and acts for a check, an action, a deployment or an announcement. */
  run(work: StepWork<PlannedStep['step']>): Promise<StepOutcome>;
}

function outageOutcome(error: unknown, release: Release, planned: PlannedStep, now: Date): StepOutcome | undefined {
  if (error instanceof RefusedOutside) return { kind: 'failed', sentence: error.message, remedy: error.remedy };
  const { reading, since } = stepState(release, planned.id);
  const quietSince = reading?.at ?? since ?? now;
  if (error instanceof Outage && now.getTime() - quietSince.getTime() < patience) return undefined;
  const what =
    error instanceof Outage ? error.message : 'Slipway met an error that it did not expect; its log says more';
  return { kind: 'reading', outcome: 'unavailable', sentence: `${what}. Slipway tries again by itself.` };
}

async function record(execute: Execute, release: Release, planned: PlannedStep, outcome: StepOutcome): Promise<void> {
  const told = {
    step: planned.id,
    attempt: stepState(release, planned.id).attempt,
    sentence: outcome.sentence,
    link: outcome.link,
  };
  if (outcome.kind === 'completed')
    await execute(release.id, { type: 'RecordCompletion', how: outcome.how, facts: outcome.facts, ...told });
  else if (outcome.kind === 'failed')
    await execute(release.id, { type: 'RecordFailure', remedy: outcome.remedy, ...told });
  else await execute(release.id, { type: 'RecordReading', outcome: outcome.outcome, facts: outcome.facts, ...told });
}

/** One try of a step: look, act, record. A final no from outside pauses the release with its remedy; an outage is waited out, and told when it lasts. */
export async function performStep(ports: StepPorts, release: Release, planned: PlannedStep): Promise<void> {
  const now = ports.now();
  let outcome: StepOutcome | undefined;
  try {
    outcome = await ports.run(workOf(release, planned, now));
  } catch (error) {
    ports.log.warn({ err: error, release: release.id, step: planned.id }, 'step not performed');
    outcome = outageOutcome(error, release, planned, now);
  }
  if (outcome !== undefined) await record(ports.execute, release, planned, outcome);
}
