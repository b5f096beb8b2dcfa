import type { Execute } from '../execute.ts';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import type { Log } from './log.ts';
import { failed, type StepOutcome, type StepWork, sentenceOf } from './step-outcome.ts';
import { workOf } from './step-work.ts';

const patience = 60_000; // ms an outage may last before the card says so: a single lost request is not worth a word

export interface StepPorts {
  readonly execute: Execute;
  readonly log: Log;
  now(): Date;
  /** Looks and acts for a check, an action, a deployment or an announcement. */
  run(work: StepWork<PlannedStep['step']>): Promise<StepOutcome>;
  /** Since when each step's other side has been away, in this process. */
  readonly outages: Map<string, Date>;
}

/** What an error comes to; undefined for an outage that has not lasted yet. */
function troubleOutcome(ports: StepPorts, error: unknown, key: string, now: Date): StepOutcome | undefined {
  if (error instanceof RefusedOutside) return failed(sentenceOf(error.message), error.remedy);
  if (error instanceof Outage) {
    const since = ports.outages.get(key) ?? now;
    ports.outages.set(key, since);
    if (now.getTime() - since.getTime() < patience) return undefined;
  }
  const what =
    error instanceof Outage ? error.message : 'Slipway met an error that it did not expect; its log says more';
  return {
    kind: 'reading',
    outcome: 'unavailable',
    sentence: `${sentenceOf(what)} Slipway tries again by itself.`,
  };
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

/**
 * One try of a step: look, act, record. A final no from outside pauses the release with its remedy; an outage is waited out, and told when it lasts.
 * Once the signal says that the lease is lost, somebody else is at it: then nothing is recorded, the next look finds what was done.
 */
export async function performStep(
  ports: StepPorts,
  release: Release,
  planned: PlannedStep,
  signal?: AbortSignal,
): Promise<void> {
  const now = ports.now();
  const key = `${release.id}.${planned.id}`;
  let outcome: StepOutcome | undefined;
  try {
    outcome = await ports.run(workOf(release, planned, now));
    ports.outages.delete(key);
  } catch (error) {
    ports.log.warn({ err: error, release: release.id, step: planned.id }, 'step not performed');
    outcome = troubleOutcome(ports, error, key, now);
  }
  if (outcome !== undefined && signal?.aborted !== true) await record(ports.execute, release, planned, outcome);
}
