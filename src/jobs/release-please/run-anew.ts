import type { WorkflowWork } from '../workflow/follow-run.ts';

/** The work without the run of an earlier attempt: one that succeeded and brought nothing is not what a Retry waits for. */
export function runAnew<W extends WorkflowWork>(work: W): W {
  const { run, try: of, ...facts } = work.state.facts;
  if (run === undefined || of === String(work.state.attempt)) return work;
  return { ...work, state: { ...work.state, facts } };
}
