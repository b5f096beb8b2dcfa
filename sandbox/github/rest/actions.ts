import { ApiError } from '../api-error.ts';
import { environmentOf } from '../domain/deploy.ts';
import { dispatchWorkflow } from '../domain/dispatch-workflow.ts';
import { rerun } from '../domain/rerun.ts';
import { workflowOf } from '../domain/start-run.ts';
import { workflowsAt } from '../domain/workflow-file.ts';
import { beginRun, finishRun, guardsOf } from '../domain/workflow-run.ts';
import { readCommit } from '../git/commits.ts';
import { presentDeployment, presentPendingDeployment } from '../present/present-deployment.ts';
import { apiUrl, htmlUrl } from '../present/present-repository.ts';
import { presentArtifact, presentJob, presentRun, presentWorkflow } from '../present/present-run.ts';
import type { Repository } from '../state/repository.ts';
import type { Workflow, WorkflowRun } from '../state/workflow-run.ts';
import type { World } from '../state/world.ts';
import { type Call, created, found, type Handlers, noContent, ok, type Reply } from './call.ts';
import { asyncPage, listPage } from './page.ts';

/** GitHub re-runs for this many days, and cancels a job that nobody approves for as long. */
const rerunDays = 30;

const runOf = (repository: Repository, id: number): WorkflowRun => found(repository.runs.find((run) => run.id === id));

/** The workflows of the default branch, and those seen in runs. */
async function workflows(world: World, repository: Repository): Promise<Workflow[]> {
  for (const file of await workflowsAt(repository.git, repository.defaultBranch)) workflowOf(world, repository, file);
  return [...repository.workflows.values()].sort((one, other) => one.path.localeCompare(other.path));
}

/** A workflow by id or by file name. */
async function workflowNamed(world: World, repository: Repository, name: number | string): Promise<Workflow> {
  const all = await workflows(world, repository);
  return found(all.find(({ id, path }) => String(id) === String(name) || path === `.github/workflows/${name}`));
}

/** `YYYY-MM-DD`, `>=…`, `<…` or `a..b`, as GitHub's `created` takes them. */
function createdWithin(range: string | undefined, created: Date): boolean {
  if (range === undefined) return true;
  const at = new Date(Math.floor(created.getTime() / 1000) * 1000); // GitHub knows times by the second
  const [from, to] = range.split('..');
  const day = /^\d{4}-\d{2}-\d{2}$/;
  if (to !== undefined)
    return (
      at >= new Date(from === '*' ? 0 : (from ?? '')) &&
      (to === '*' || at <= new Date(day.test(to) ? `${to}T23:59:59Z` : to))
    );
  const [, sign = '', date = ''] = /^(>=|<=|>|<)?(.*)$/.exec(range) ?? [];
  const limit = new Date(date);
  if (sign === '>=') return at >= limit;
  if (sign === '<=') return at <= limit;
  if (sign === '>') return at > limit;
  if (sign === '<') return at < limit;
  return at.toISOString().startsWith(date);
}

interface RunFilter {
  readonly page?: number | undefined;
  readonly per_page?: number | undefined;
  readonly actor?: string | undefined;
  readonly branch?: string | undefined;
  readonly event?: string | undefined;
  readonly status?: string | undefined;
  readonly created?: string | undefined;
  readonly head_sha?: string | undefined;
  readonly check_suite_id?: number | undefined;
}

async function listRuns(call: Call<RunFilter>, workflow?: Workflow): Promise<Reply> {
  const { world, repository, args } = call;
  const wanted = (one: string | number | null | undefined, value: unknown) => one === undefined || one === value;
  const shownUntil = world.now().getTime() - repository.runsAppearAfterMs;
  const runs = repository.runs.filter(
    (run) =>
      wanted(workflow?.id, run.workflow.id) &&
      wanted(args.actor?.toLowerCase(), run.actor.account.login.toLowerCase()) &&
      wanted(args.branch, run.headBranch) &&
      wanted(args.event, run.event) &&
      wanted(args.head_sha, run.headSha) &&
      wanted(args.check_suite_id, run.suite.id) &&
      (args.status === undefined || run.status === args.status || run.conclusion === args.status) &&
      createdWithin(args.created, run.createdAt) &&
      (run.event !== 'workflow_dispatch' || run.createdAt.getTime() <= shownUntil),
  );
  const show = async (run: WorkflowRun) =>
    presentRun(world, repository, run, await readCommit(repository.git, run.headSha));
  return await asyncPage(call, runs.reverse(), show, 'workflow_runs');
}

async function again(call: Call<{ run_id: number }>, failedOnly: boolean): Promise<Reply> {
  const { world, repository, actor, args } = call;
  const run = runOf(repository, args.run_id);
  if (run.status !== 'completed') throw new ApiError(403, 'This workflow is already running');
  if (world.now().getTime() - run.createdAt.getTime() > rerunDays * 86_400_000) {
    throw new ApiError(403, 'Unable to retry this workflow run because it was created over a month ago');
  }
  if (failedOnly && run.jobs.every(({ conclusion }) => conclusion === 'success')) {
    throw new ApiError(403, 'This workflow run cannot be retried');
  }
  await rerun(world, repository, run, actor, failedOnly);
  return created({});
}

/** Workflows and their runs. */
export const actionHandlers: Handlers<'actions'> = {
  listRepoWorkflows: async (call) => {
    const { world, repository } = call;
    return await listPage(
      call,
      await workflows(world, repository),
      (one) => presentWorkflow(world, repository, one),
      'workflows',
    );
  },

  getWorkflow: async ({ world, repository, args }) =>
    ok(presentWorkflow(world, repository, await workflowNamed(world, repository, args.workflow_id))),

  createWorkflowDispatch: async ({ world, repository, actor, version, args }) => {
    const workflow = await workflowNamed(world, repository, args.workflow_id);
    const run = await dispatchWorkflow(world, repository, actor, workflow, args.ref, args.inputs ?? {});
    // newer versions of the API always say which run it was, the older one when asked
    if (version === '2022-11-28' && args['return_run_details'] !== true) return noContent();
    return ok({
      workflow_run_id: run.id,
      run_url: apiUrl(world, repository, `/actions/runs/${run.id}`),
      html_url: htmlUrl(world, repository, `/actions/runs/${run.id}`),
    });
  },

  listWorkflowRunsForRepo: (call) => listRuns(call),

  listWorkflowRuns: async (call) => {
    const workflow = await workflowNamed(call.world, call.repository, call.args.workflow_id);
    return await listRuns(call, workflow);
  },

  getWorkflowRun: async ({ world, repository, args }) => {
    const run = runOf(repository, args.run_id);
    return ok(presentRun(world, repository, run, await readCommit(repository.git, run.headSha)));
  },

  listJobsForWorkflowRun: async (call) => {
    const run = runOf(call.repository, call.args.run_id);
    return await listPage(call, run.jobs, (job) => presentJob(call.world, call.repository, run, job), 'jobs');
  },

  listWorkflowRunArtifacts: async (call) => {
    const { world, repository, args } = call;
    const run = runOf(repository, args.run_id);
    const named = run.artifacts.filter(({ name }) => args.name === undefined || name === args.name);
    return await listPage(call, named, (artifact) => presentArtifact(world, repository, run, artifact), 'artifacts');
  },

  reRunWorkflow: (call) => again(call, false),
  reRunWorkflowFailedJobs: (call) => again(call, true),

  cancelWorkflowRun: async ({ world, repository, args }) => {
    const run = runOf(repository, args.run_id);
    if (run.status === 'completed') throw new ApiError(409, 'Cannot cancel a workflow run that is completed.');
    await finishRun(world, repository, run, 'cancelled');
    return { status: 202, body: {} };
  },

  getPendingDeploymentsForRun: ({ world, repository, actor, args }) => {
    const run = runOf(repository, args.run_id);
    const waiting = run.jobs.filter(({ status }) => status === 'waiting');
    const environments = [...new Set(waiting.map(({ environment }) => environment ?? ''))];
    return ok(
      environments.map((name) => {
        const environment = environmentOf(world, repository, name);
        const may = environment.reviewers.some(({ id }) => id === actor.account.id);
        return presentPendingDeployment(world, repository, environment, may);
      }),
    );
  },

  reviewPendingDeploymentsForRun: async ({ world, repository, actor, args }) => {
    const run = runOf(repository, args.run_id);
    const wanted = [...repository.environments.values()].filter(({ id }) => args.environment_ids.includes(id));
    const may = wanted.every(({ reviewers }) => reviewers.some(({ id }) => id === actor.account.id));
    if (wanted.length === 0 || !may) throw new ApiError(422, 'There were errors updating the pending deployments');
    if (args.state === 'rejected') await finishRun(world, repository, run, 'failure');
    else
      await beginRun(world, repository, run, {
        environments: wanted.map(({ name }) => name.toLowerCase()),
        by: 'reviewers',
      });
    const ids = run.jobs.map(({ deploymentId }) => deploymentId);
    const deployments = repository.deployments.filter(({ id }) => ids.includes(id));
    return ok(deployments.map((deployment) => presentDeployment(world, repository, deployment)));
  },

  /** Only the App whose rule is on may say that a run passes it, and only while the run waits for it. */
  reviewCustomGatesForRun: async ({ world, repository, actor, args }) => {
    const run = runOf(repository, args.run_id);
    const name = args.environment_name.toLowerCase();
    const environment = found(repository.environments.get(name));
    if (environment.gate === null || environment.gate.id !== actor.appId)
      throw new ApiError(403, 'Resource not accessible by integration');
    const waits = run.jobs.some(
      (job) => job.environment?.toLowerCase() === name && guardsOf(world, repository, job).includes('gate'),
    );
    if (run.status !== 'waiting' || !waits)
      throw new ApiError(
        422,
        `The deployment gate has already been reviewed or is not pending for ${environment.name}`,
      );
    if ('state' in args && args.state === 'rejected') await finishRun(world, repository, run, 'failure');
    else if ('state' in args) await beginRun(world, repository, run, { environments: [name], by: 'gate' });
    return noContent();
  },
};
