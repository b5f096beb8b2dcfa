import { z } from 'zod';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

/** A run of a workflow, its newest attempt. */
export interface WorkflowRun {
  readonly id: string;
  readonly url: string;
  /** The name of its workflow. */
  readonly workflow: string;
  /** What `run-name` of the workflow made of it. */
  readonly title: string;
  readonly event: string;
  /** The branch or tag that it runs for. */
  readonly ref: string;
  readonly sha: string;
  readonly status: string;
  readonly conclusion?: string | undefined;
  readonly attempt: number;
  /** GitHub login of who started its first attempt. */
  readonly actor: string;
  readonly createdAt: Date;
  /** When its newest attempt was started. */
  readonly startedAt: Date;
}

const run = z
  .object({
    id: z.int(),
    html_url: z.string(),
    name: z.string().nullish(),
    display_title: z.string(),
    event: z.string(),
    head_branch: z.string().nullable(),
    head_sha: z.string(),
    status: z.string().nullable(),
    conclusion: z.string().nullable(),
    run_attempt: z.int().default(1),
    actor: z.object({ login: z.string() }).nullish(),
    created_at: z.string(),
    run_started_at: z.string().optional(),
  })
  .transform(
    (r): WorkflowRun => ({
      id: String(r.id),
      url: r.html_url,
      workflow: r.name ?? '',
      title: r.display_title,
      event: r.event,
      ref: r.head_branch ?? '',
      sha: r.head_sha,
      status: r.status ?? 'queued',
      conclusion: r.conclusion ?? undefined,
      attempt: r.run_attempt,
      actor: r.actor?.login ?? '',
      createdAt: new Date(r.created_at),
      startedAt: new Date(r.run_started_at ?? r.created_at),
    }),
  );
const runs = z.object({ workflow_runs: z.array(run) });
const whoever = z.object({ login: z.string() }).nullish();
const dispatches = z.object({
  workflow_runs: z.array(
    z.object({ status: z.string().nullable(), updated_at: z.string(), actor: whoever, triggering_actor: whoever }),
  ),
});
const longestJobMs = 6 * 3_600_000; // https://docs.github.com/actions/reference/limits: on GitHub's own runners
const dispatched = z.object({ workflow_run_id: z.int(), html_url: z.string() });

/** Runs of GitHub Actions. */
export function workflowsOn(github: GitHub) {
  let namesRuns = true; // until this GitHub says that it does not know how
  type Dispatch = {
    readonly workflow: string;
    readonly ref: string;
    readonly inputs: Readonly<Record<string, string>>;
  };

  async function send(repository: string, { workflow, ref, inputs }: Dispatch, details: boolean) {
    const octokit = await github.octokitFor(repository);
    return await octokit.rest.actions.createWorkflowDispatch({
      ...named(repository),
      workflow_id: workflow,
      ref,
      inputs: { ...inputs },
      ...(details ? { return_run_details: true } : {}),
    });
  }

  return {
    /** Asks for a run. Returns the run where GitHub's version names it. A GitHub that does not know how is asked without. */
    async dispatchWorkflow(
      repository: string,
      wanted: Dispatch,
    ): Promise<{ readonly id: string; readonly url: string } | undefined> {
      const asked = send(repository, wanted, namesRuns);
      const first = await expecting([422], asked);
      const unknownHere = first instanceof GitHubAnswer && /return_run_details|permitted key/i.test(first.message);
      if (unknownHere) namesRuns = false;
      const answer = unknownHere ? await send(repository, wanted, false) : await asked; // throws what else was refused
      const read = dispatched.safeParse(answer.data);
      return read.success ? { id: String(read.data.workflow_run_id), url: read.data.html_url } : undefined;
    },

    /** The newest 100 runs of a workflow file, for an event if one is given, newest first. `undefined`: there is no such workflow. */
    async runsOfWorkflow(
      repository: string,
      asked: { readonly workflow: string; readonly event?: string; readonly sha?: string; readonly since?: Date },
    ): Promise<readonly WorkflowRun[] | undefined> {
      const octokit = await github.octokitFor(repository);
      const answer = await expecting(
        [404],
        octokit.rest.actions.listWorkflowRuns({
          ...named(repository),
          workflow_id: asked.workflow,
          per_page: 100,
          ...(asked.event === undefined ? {} : { event: asked.event }),
          ...(asked.sha === undefined ? {} : { head_sha: asked.sha }),
          ...(asked.since === undefined ? {} : { created: `>=${asked.since.toISOString().slice(0, 19)}Z` }),
        }),
      );
      return answer instanceof GitHubAnswer ? undefined : runs.parse(answer.data).workflow_runs;
    },

    /** The newest 100 runs for a commit, of whatever workflow. */
    async runsOfCommit(repository: string, sha: string): Promise<readonly WorkflowRun[]> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.actions.listWorkflowRunsForRepo({
        ...named(repository),
        head_sha: sha,
        per_page: 100,
      });
      return runs.parse(data).workflow_runs;
    },

    /**
     * Logins of those by whose dispatches or re-runs workflows ran at a time: runs begun by hand within the six hours that
     * GitHub gives a job, and not ended before. Who else had one running at that moment is among them: GitHub does not tell
     * which run did what.
     */
    async dispatchersAt(repository: string, at: Date): Promise<readonly string[]> {
      const octokit = await github.octokitFor(repository);
      const written = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
      const { data } = await octokit.rest.actions.listWorkflowRunsForRepo({
        ...named(repository),
        event: 'workflow_dispatch',
        created: `${written(new Date(at.getTime() - longestJobMs))}..${written(at)}`,
        per_page: 100,
      });
      const running = dispatches
        .parse(data)
        .workflow_runs.filter((one) => one.status !== 'completed' || new Date(one.updated_at) >= at);
      return [...new Set(running.flatMap((one) => [one.actor?.login ?? [], one.triggering_actor?.login ?? []].flat()))];
    },

    /** A run; undefined once it was deleted. */
    async workflowRun(repository: string, id: string): Promise<WorkflowRun | undefined> {
      const octokit = await github.octokitFor(repository);
      const answer = await expecting(
        [404],
        octokit.rest.actions.getWorkflowRun({ ...named(repository), run_id: Number(id) }),
      );
      return answer instanceof GitHubAnswer ? undefined : run.parse(answer.data);
    },

    /** The jobs of a run's newest attempt that did not succeed. */
    async failedJobs(
      repository: string,
      id: string,
    ): Promise<readonly { readonly name: string; readonly url: string }[]> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), run_id: Number(id), filter: 'latest' as const, per_page: 100 };
      const { data } = await octokit.rest.actions.listJobsForWorkflowRun(asked);
      return data.jobs
        .filter((job) => job.conclusion !== null && !['success', 'skipped', 'neutral'].includes(job.conclusion))
        .map((job) => ({ name: job.name, url: job.html_url ?? '' }));
    },

    /** Runs the failed jobs of a completed run again. `busy`: it is running already, or may not be run again. */
    async rerunFailedJobs(
      repository: string,
      id: string,
    ): Promise<{ readonly kind: 'asked' } | { readonly kind: 'busy'; readonly said: string }> {
      const octokit = await github.octokitFor(repository);
      const asked = octokit.rest.actions.reRunWorkflowFailedJobs({ ...named(repository), run_id: Number(id) });
      const answer = await expecting([403, 409], asked);
      if (!(answer instanceof GitHubAnswer)) return { kind: 'asked' };
      if (/not accessible|must have/i.test(answer.message)) await asked; // a lacking permission is a refusal, with its remedy
      return { kind: 'busy', said: answer.message };
    },
  };
}
