import { few } from '../few.ts';
import { failed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';

/** A run of GitHub Actions, its newest attempt. */
export interface Run {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  /** The branch or tag that it runs for. */
  readonly ref: string;
  readonly status: string;
  readonly conclusion?: string | undefined;
  readonly actor: string;
  readonly createdAt: Date;
  /** When its newest attempt was started. */
  readonly startedAt: Date;
}

export interface FollowRunClient {
  /** The newest 100 runs of a workflow file for an event, newest first; undefined where there is no such workflow. */
  runsOfWorkflow(
    repository: string,
    asked: { readonly workflow: string; readonly event: string; readonly sha?: string },
  ): Promise<readonly Run[] | undefined>;
  /** Of the newest attempt. */
  failedJobs(repository: string, id: string): Promise<readonly { readonly name: string; readonly url: string }[]>;
}

/** Work that has a workflow in it, whatever its step is. */
export type WorkflowWork = StepWork<unknown>;

/** What the step's workflow came to: a run that succeeded, or what to tell meanwhile. */
export type Followed =
  | { readonly kind: 'succeeded'; readonly run: Run; readonly how: 'made' | 'adopted' }
  /** `waits`: the run that somebody must let into its environment. `ended`: the run that did not succeed. */
  | { readonly kind: 'told'; readonly outcome: StepOutcome; readonly waits?: Run; readonly ended?: Run };

export const told = (outcome: StepOutcome): Followed => ({ kind: 'told', outcome });

/** Whether a run ended without success. */
export function hasFailed({ status, conclusion }: Run): boolean {
  return status === 'completed' && conclusion !== 'success';
}

const ended: Readonly<Record<string, string>> = {
  failure: 'failed',
  cancelled: 'was cancelled',
  timed_out: 'timed out',
  action_required: 'needs an approval on GitHub',
  startup_failure: 'could not be started',
};
const goesOn: Readonly<Record<string, string>> = {
  in_progress: 'is in progress',
  waiting: 'waits for an approval of its environment on GitHub',
};

/** What is told of a run, so that the next look finds it again: `try` is the attempt of the step that it belongs to. */
export function runFacts(run: Pick<Run, 'id' | 'url'>, attempt: number) {
  return { run: run.id, url: run.url, try: String(attempt) };
}

/** Reads where a run stands. `again`: the words of the button that starts it again. */
export async function followRun(
  client: FollowRunClient,
  { repository, state }: WorkflowWork,
  workflow: string,
  run: Run,
  how: 'made' | 'adopted',
  again = 'Retry',
): Promise<Followed> {
  if (run.status !== 'completed') {
    const sentence = `${workflow} ${goesOn[run.status] ?? 'is queued'}.`;
    const outcome = waiting(sentence, run.url, runFacts(run, state.attempt));
    return { kind: 'told', outcome, ...(run.status === 'waiting' ? { waits: run } : {}) };
  }
  if (run.conclusion === 'success') return { kind: 'succeeded', run, how };
  const jobs = await client.failedJobs(repository, run.id);
  const which = jobs.length === 0 ? '' : `: ${jobs.length === 1 ? 'job' : 'jobs'} ${few(jobs.map((j) => j.name))}`;
  const what = ended[run.conclusion ?? ''] ?? `ended as ${run.conclusion ?? 'nothing'}`;
  const remedy = `Read its log, mend what is wrong, then press ${again}.`;
  const outcome = failed(`${workflow} ${what}${which}.`, remedy, jobs[0]?.url ?? run.url, jobs);
  return { kind: 'told', outcome, ended: run };
}
