import type { CheckStep } from '../../release/playbook-steps.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';

interface Run {
  readonly id: string;
  readonly url: string;
  /** The branch or tag that it runs for. */
  readonly ref: string;
  readonly sha: string;
  readonly status: string;
  readonly conclusion?: string | undefined;
}

export interface WorkflowSucceededClient {
  /** The commit that a branch, a tag or a commit id stands for. */
  commitOfRef(repository: string, ref: string): Promise<string | undefined>;
  /** The newest 100 runs of a workflow file, newest first; undefined where there is no such workflow. */
  runsOfWorkflow(
    repository: string,
    asked: { readonly workflow: string; readonly sha?: string },
  ): Promise<readonly Run[] | undefined>;
  /** Of the newest attempt. */
  failedJobs(repository: string, id: string): Promise<readonly { readonly name: string; readonly url: string }[]>;
}

type Work = StepWork<Extract<CheckStep, { check: 'workflow-succeeded' }>>;

const spoken = (word: string | undefined): string => (word ?? 'nothing').replaceAll('_', ' ');

/** A commit as sentences name it: `dev at 1a2b3c4`, or the commit alone where the ref is its id. */
function placeOf(ref: string, sha: string): string {
  return sha.startsWith(ref) ? sha.slice(0, 7) : `${ref} at ${sha.slice(0, 7)}`;
}

async function judgeEnded(client: WorkflowSucceededClient, work: Work, run: Run, place: string): Promise<StepOutcome> {
  const { workflow } = work.step;
  if (run.conclusion === 'success') return completed('made', `${workflow} succeeded on ${place}.`, run.url);
  const jobs = await client.failedJobs(work.repository, run.id);
  const which = jobs.length === 0 ? '' : ` (${few(jobs.map(({ name }) => name))})`;
  return failing(
    `${workflow} ended as ${spoken(run.conclusion)} on ${place}${which}. Mend it and push, or run it again on GitHub.`,
    jobs[0]?.url ?? run.url,
  );
}

async function judgeSilence(client: WorkflowSucceededClient, work: Work, ref: string, sha: string) {
  const { workflow } = work.step;
  const runs = (await client.runsOfWorkflow(work.repository, { workflow })) ?? [];
  const other = runs.find((run) => run.ref === ref);
  const place = placeOf(ref, sha);
  const older =
    other === undefined
      ? ''
      : ` Its newest run on ${ref} was of another commit, ${other.sha.slice(0, 7)}, and does not count.`;
  return waiting(
    `${workflow} has not run on ${place} yet.${older} If nothing starts it by itself, start it on GitHub.`,
    other?.url,
  );
}

/**
 * Whether the newest run of a workflow succeeded on the commit that a branch, a tag or a commit id stands for now,
 * whatever started it. A run of another commit says nothing about this one, so it is waited for.
 */
export async function workflowSucceeded(client: WorkflowSucceededClient, work: Work): Promise<StepOutcome> {
  const { repository, step } = work;
  const { workflow } = step;
  const ref = work.fill(step.ref);
  const sha = await client.commitOfRef(repository, ref);
  if (sha === undefined) return failing(`${repository} has no branch, tag or commit ${ref}.`);
  const runs = await client.runsOfWorkflow(repository, { workflow, sha });
  if (runs === undefined)
    return failing(
      `${repository} has no workflow ${workflow}. Add .github/workflows/${workflow} to its default branch, or name the right one in the playbook.`,
    );
  const [newest] = runs;
  const place = placeOf(ref, sha);
  if (newest === undefined) return await judgeSilence(client, work, ref, sha);
  if (newest.status === 'completed') return await judgeEnded(client, work, newest, place);
  return waiting(`${workflow} has not ended on ${place}: it is ${spoken(newest.status)}.`, newest.url);
}
