import { readCommit } from '../git/commits.ts';
import { presentSuite } from '../present/present-checks.ts';
import { htmlUrl } from '../present/present-repository.ts';
import { presentRun, presentWorkflow } from '../present/present-run.ts';
import type { Actor } from '../state/account.ts';
import { actionsApp, type Conclusion } from '../state/checks.ts';
import type { Repository } from '../state/repository.ts';
import type { Job, Workflow, WorkflowRun } from '../state/workflow-run.ts';
import { accountOf, type World } from '../state/world.ts';
import { environmentOf, openDeployment, reportDeployment } from './deploy.ts';
import { changeCheck, openCheck, openSuite } from './record-check.ts';
import { substitute, type WorkflowFile, workflowsAt } from './workflow-file.ts';

export interface RunWanted {
  readonly event: string;
  readonly branch: string;
  readonly ref: string;
  readonly sha: string;
  readonly title?: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly pulls: readonly number[];
}

/** Runs act as the workflow's own token. */
export const workflowActor = (world: World): Actor => ({
  account: accountOf(world, 'github-actions[bot]'),
  via: 'workflow',
  appId: actionsApp.id,
});

/** The workflow of a file; its id is one for all branches. */
export function workflowOf(world: World, repository: Repository, file: { path: string; name: string }): Workflow {
  const found = repository.workflows.get(file.path);
  if (found !== undefined) {
    found.name = file.name;
    return found;
  }
  const workflow: Workflow = {
    id: world.nextId(),
    path: file.path,
    name: file.name,
    state: 'active',
    createdAt: world.now(),
    runs: 0,
    autofinish: repository.autofinish,
  };
  repository.workflows.set(file.path, workflow);
  return workflow;
}

function expressionValues(repository: Repository, actor: Actor, wanted: RunWanted): Record<string, string> {
  const inputs = Object.entries(wanted.inputs).flatMap(([name, value]) => [
    [`inputs.${name}`, value],
    [`github.event.inputs.${name}`, value],
  ]);
  return {
    'github.ref_name': wanted.branch,
    'github.ref': wanted.ref,
    'github.sha': wanted.sha,
    'github.actor': actor.account.login,
    'github.repository': repository.fullName,
    'github.event_name': wanted.event,
    ...Object.fromEntries(inputs),
  };
}

/** Starts a run of a workflow file: its jobs, checks, suite, deployments; then does what autofinish says. */
export async function startRun(
  world: World,
  repository: Repository,
  actor: Actor,
  file: WorkflowFile,
  wanted: RunWanted,
): Promise<WorkflowRun | undefined> {
  const workflow = workflowOf(world, repository, file);
  if (workflow.state !== 'active') return undefined;
  workflow.runs += 1;
  const now = world.now();
  const values = expressionValues(repository, actor, wanted);
  const runName = file.runName === null ? '' : substitute(file.runName, values);
  const subject = (await readCommit(repository.git, wanted.sha)).message.split('\n')[0] ?? '';
  const fallback = wanted.title ?? (wanted.event === 'workflow_dispatch' ? file.name : subject);
  const run: WorkflowRun = {
    id: world.nextId(),
    workflow,
    number: workflow.runs,
    event: wanted.event,
    title: runName === '' ? fallback : runName,
    headBranch: wanted.branch,
    headSha: wanted.sha,
    actor,
    triggeredBy: actor.account,
    inputs: wanted.inputs,
    pulls: wanted.pulls,
    suite: openSuite(world, repository, actionsApp, wanted.sha, wanted.branch),
    status: 'queued',
    conclusion: null,
    attempt: 1,
    jobs: [],
    artifacts: [],
    createdAt: now,
    startedAt: now,
    updatedAt: now,
  };
  repository.runs.push(run);
  await openJobs(world, repository, run, file, values);
  await announceRun(world, repository, run, 'requested');
  await followAutofinish(world, repository, run);
  return run;
}

async function openJobs(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  file: WorkflowFile,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const actor = workflowActor(world);
  const jobs: Job[] = [];
  for (const { key, name, environment, artifacts } of file.jobs) {
    const title = substitute(name, values);
    const check = await openCheck(world, repository, actor, run.suite, { name: title });
    jobs.push({
      id: check.id,
      key,
      name: title,
      environment: environment === null ? null : substitute(environment, values),
      artifacts: artifacts.map((artifact) => substitute(artifact, values)),
      attempt: run.attempt,
      check,
      deploymentId: null,
      status: 'queued',
      conclusion: null,
      createdAt: world.now(),
      startedAt: null,
      completedAt: null,
    });
  }
  run.jobs = jobs;
}

async function followAutofinish(world: World, repository: Repository, run: WorkflowRun): Promise<void> {
  const { autofinish } = run.workflow;
  if (autofinish === 'queued') return;
  await beginRun(world, repository, run);
  if (autofinish !== 'manual' && run.status === 'in_progress') await finishRun(world, repository, run, autofinish);
}

/** Lets a queued run begin. Jobs of an environment with reviewers wait for them. */
export async function beginRun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  approved: readonly string[] = [],
): Promise<void> {
  for (const job of run.jobs.filter(({ status }) => status === 'queued' || status === 'waiting')) {
    const guarded = job.environment !== null && environmentOf(world, repository, job.environment).reviewers.length > 0;
    const waits = guarded && !approved.includes(job.environment?.toLowerCase() ?? '');
    openJobDeployment(world, repository, run, job, waits ? 'waiting' : 'in_progress');
    job.status = waits ? 'waiting' : 'in_progress';
    if (!waits) job.startedAt ??= world.now();
    await changeCheck(world, repository, workflowActor(world), job.check, { status: waits ? 'queued' : 'in_progress' });
  }
  run.status = run.jobs.some(({ status }) => status === 'waiting') ? 'waiting' : 'in_progress';
  run.updatedAt = world.now();
  await announceRun(world, repository, run, 'in_progress');
}

function openJobDeployment(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  job: Job,
  state: 'waiting' | 'in_progress',
): void {
  if (job.environment === null) return;
  const actor = workflowActor(world);
  const { headSha: sha, headBranch } = run;
  const known = repository.deployments.find(({ id }) => id === job.deploymentId);
  const deployment =
    known ?? openDeployment(world, repository, actor, { sha, ref: headBranch ?? sha, environment: job.environment });
  job.deploymentId = deployment.id;
  if (deployment.statuses.at(-1)?.state === state) return;
  reportDeployment(world, repository, actor, deployment, { state, logUrl: jobPage(world, repository, run, job) });
}

const jobPage = (world: World, repository: Repository, run: WorkflowRun, job: Job): string =>
  htmlUrl(world, repository, `/actions/runs/${run.id}/job/${job.id}`);

export type RunConclusion = 'success' | 'failure' | 'cancelled' | 'timed_out';

/** Ends a run: every job that is not done yet ends like it, and its deployments follow. */
export async function finishRun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  conclusion: RunConclusion,
): Promise<void> {
  if (run.status === 'completed') throw new Error(`run ${run.id} of ${run.workflow.path} is completed already`);
  if (run.status === 'queued' && conclusion !== 'cancelled') await beginRun(world, repository, run);
  for (const job of run.jobs.filter(({ status }) => status !== 'completed')) {
    await finishJob(world, repository, run, job, conclusion);
  }
  run.status = 'completed';
  run.conclusion = conclusion;
  run.updatedAt = world.now();
  await announceRun(world, repository, run, 'completed');
}

async function finishJob(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  job: Job,
  conclusion: RunConclusion,
): Promise<void> {
  job.status = 'completed';
  job.conclusion = conclusion;
  job.completedAt = world.now();
  if (conclusion === 'success') {
    const made = job.artifacts.map((name) => ({ id: world.nextId(), name, size: 1024, createdAt: world.now() }));
    run.artifacts.push(...made);
  }
  const ended: Conclusion = conclusion;
  await changeCheck(world, repository, workflowActor(world), job.check, { conclusion: ended });
  const deployment = repository.deployments.find(({ id }) => id === job.deploymentId);
  if (deployment === undefined) return;
  const state = conclusion === 'success' ? 'success' : conclusion === 'cancelled' ? 'error' : 'failure';
  reportDeployment(world, repository, workflowActor(world), deployment, {
    state,
    logUrl: jobPage(world, repository, run, job),
  });
}

/** Runs a completed run again: the same commit, one attempt more. `failedOnly` keeps the jobs that succeeded. */
export async function rerun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  actor: Actor,
  failedOnly: boolean,
): Promise<void> {
  const file = (await workflowsAt(repository.git, run.headSha)).find(({ path }) => path === run.workflow.path);
  run.attempt += 1;
  run.triggeredBy = actor.account;
  run.status = 'queued';
  run.conclusion = null;
  run.startedAt = world.now();
  run.updatedAt = world.now();
  run.suite = openSuite(world, repository, actionsApp, run.headSha, run.headBranch);
  const kept = failedOnly ? run.jobs.filter(({ conclusion }) => conclusion === 'success') : [];
  const again = run.jobs.filter((job) => !kept.includes(job));
  const wanted = (file?.jobs ?? []).filter(({ key }) => again.some((job) => job.key === key));
  const jobs =
    wanted.length > 0
      ? wanted
      : again.map(({ key, name, environment, artifacts }) => ({ key, name, environment, artifacts }));
  const shell: WorkflowFile = { path: run.workflow.path, name: run.workflow.name, runName: null, on: new Map(), jobs };
  const values = expressionValues(repository, run.actor, {
    event: run.event,
    branch: run.headBranch ?? '',
    ref: '',
    sha: run.headSha,
    inputs: run.inputs,
    pulls: [],
  });
  await openJobs(world, repository, run, shell, values);
  run.jobs = [...kept, ...run.jobs];
  await announceRun(world, repository, run, 'requested');
  await followAutofinish(world, repository, run);
}

/** Tells the world where a run is: `requested`, `in_progress`, `completed`. */
async function announceRun(world: World, repository: Repository, run: WorkflowRun, action: string): Promise<void> {
  const head = await readCommit(repository.git, run.headSha);
  if (action === 'requested') {
    const suite = presentSuite(world, repository, run.suite, head);
    world.announce({ event: 'check_suite', repository, actor: run.actor, payload: { action, check_suite: suite } });
  }
  const workflow = presentWorkflow(world, repository, run.workflow);
  const payload = { action, workflow, workflow_run: presentRun(world, repository, run, head) };
  world.announce({ event: 'workflow_run', repository, actor: run.actor, payload });
}
