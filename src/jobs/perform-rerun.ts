import { RefusedOutside } from '../release/outside-errors.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import { type EffectOutcome, performStep, type StepPorts } from './perform-step.ts';
import type { Reran } from './rerun-check.ts';
import { type StepWork, sentenceOf } from './step-outcome.ts';
import { workOf } from './step-work.ts';

export interface RerunPorts extends StepPorts {
  /** Has what failed of a check run again on GitHub. */
  rerun(work: StepWork<PlannedStep['step']>): Promise<Reran>;
}

async function reran(ports: RerunPorts, release: Release, planned: PlannedStep): Promise<Reran> {
  try {
    return await ports.rerun(workOf(release, planned, ports.now()));
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error;
    return { kind: 'told', sentence: `It cannot be run again. ${sentenceOf(error.message)} ${error.remedy}` };
  }
}

/** One try of having a check run again: its failed jobs once, what came of it recorded, then the check read anew at once. */
export async function performRerun(
  ports: RerunPorts,
  release: Release,
  planned: PlannedStep,
  signal: AbortSignal,
): Promise<EffectOutcome> {
  const { attempt, rerun } = stepState(release, planned.id);
  if (rerun === undefined) return 'unowed';
  const answer = await reran(ports, release, planned);
  if (signal.aborted) return 'lease-lost';
  if (answer.kind === 'unsure') return 'waiting';
  const { sentence, link } = answer;
  await ports.execute(release.id, { type: 'RecordRerun', step: planned.id, attempt, ask: rerun.ask, sentence, link });
  return await performStep(ports, release, planned, signal);
}
