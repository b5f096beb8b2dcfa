import type { Execute } from '../execute.ts';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import type { Log } from './log.ts';
import { type Outages, outageKey } from './outages.ts';
import { failed, type StepOutcome, type StepWork, sentenceOf } from './step-outcome.ts';
import { workOf } from './step-work.ts';

export interface StepPorts {
  readonly execute: Execute;
  readonly log: Log;
  now(): Date;
  /** Looks and acts for a check, an action, a deployment or an announcement. */
  run(work: StepWork<PlannedStep['step']>): Promise<StepOutcome>;
  readonly outages: Outages;
}

/** What an error comes to; undefined for an outage that has not lasted yet. */
export function troubleOutcome(ports: StepPorts, error: unknown, key: string, now: Date): StepOutcome | undefined {
  if (error instanceof RefusedOutside) return failed(sentenceOf(error.message), error.remedy);
  if (error instanceof Outage && !ports.outages.lasts(key, now)) return undefined;
  const what =
    error instanceof Outage ? error.message : 'Slipway met an error that it did not expect; its log says more';
  return {
    kind: 'reading',
    outcome: 'unavailable',
    sentence: `${sentenceOf(what)} Slipway tries again by itself.`,
  };
}

/** What one try of something owed came to; `unowed`: there was nothing to do any more. */
export type EffectOutcome = 'done' | 'waiting' | 'failed' | 'unavailable' | 'lease-lost' | 'unowed';

function kindOf(outcome: StepOutcome): EffectOutcome {
  if (outcome.kind === 'reading') return outcome.outcome === 'unavailable' ? 'unavailable' : 'waiting';
  return outcome.kind === 'completed' ? 'done' : 'failed';
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
    await execute(release.id, { type: 'RecordFailure', remedy: outcome.remedy, jobs: outcome.jobs, ...told });
  else await execute(release.id, { type: 'RecordReading', outcome: outcome.outcome, facts: outcome.facts, ...told });
}

/**
 * One try of a step: look, act, record. A final no from outside pauses the release with its remedy; an outage is waited out, and told when it lasts.
 * Once the signal says that the lease is lost, somebody else is at it: then nothing is recorded, the next look finds what was done.
 */
export async function performStep(
  ports: StepPorts,
  release: Release,
  planned: PlannedStep,
  signal?: AbortSignal,
): Promise<EffectOutcome> {
  const now = ports.now();
  const key = outageKey(release, planned.id);
  let outcome: StepOutcome | undefined;
  try {
    outcome = await ports.run(workOf(release, planned, now));
    ports.outages.over(key);
  } catch (error) {
    ports.log.warn({ err: error, release: release.id, step: planned.id }, 'step not performed');
    outcome = troubleOutcome(ports, error, key, now);
  }
  if (outcome === undefined) return 'unavailable';
  if (signal?.aborted === true) return 'lease-lost';
  await record(ports.execute, release, planned, outcome);
  return kindOf(outcome);
}
