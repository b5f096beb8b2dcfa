import { readCommit } from '../git/commits.ts';
import { presentSuite } from '../present/present-checks.ts';
import { htmlUrl } from '../present/present-repository.ts';
import { presentRun, presentWorkflow } from '../present/present-run.ts';
import type { Actor } from '../state/account.ts';
import { actionsApp } from '../state/checks.ts';
import type { Repository } from '../state/repository.ts';
import type { Job, WorkflowRun } from '../state/workflow-run.ts';
import { accountOf, type World } from '../state/world.ts';
import { rulesetsOn } from './demands.ts';
import { environmentOf, openDeployment, reportDeployment } from './deploy.ts';
import { changeCheck } from './record-check.ts';

/** Runs act as the workflow's own token. */
export const workflowActor = (world: World): Actor => ({
  account: accountOf(world, 'github-actions[bot]'),
  via: 'workflow',
  appId: actionsApp.id,
});

/** Those who must let a job into its environment, and have not yet. */
export function guardsOf(world: World, repository: Repository, job: Job): readonly ('reviewers' | 'gate')[] {
  if (job.environment === null) return [];
  const { reviewers, gate } = environmentOf(world, repository, job.environment);
  const guards = [
    ...(reviewers.length > 0 ? (['reviewers'] as const) : []),
    ...(gate !== null ? (['gate'] as const) : []),
  ];
  return guards.filter((guard) => !job.admitted.has(guard));
}

/** Lets a queued run begin. Jobs of an environment with reviewers, or with the protection rule of an App, wait for them. */
export async function beginRun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  admits?: { readonly environments: readonly string[]; readonly by: 'reviewers' | 'gate' },
): Promise<void> {
  for (const job of run.jobs.filter(({ status }) => status === 'queued' || status === 'waiting')) {
    if (admits?.environments.includes(job.environment?.toLowerCase() ?? '') === true) job.admitted.add(admits.by);
    const waits = guardsOf(world, repository, job).length > 0;
    openJobDeployment(world, repository, run, job, waits ? 'waiting' : 'in_progress');
    job.status = waits ? 'waiting' : 'in_progress';
    if (!waits) job.startedAt ??= world.now();
    await changeCheck(world, repository, workflowActor(world), job.check, { status: waits ? 'queued' : 'in_progress' });
  }
  run.status = run.jobs.some(({ status }) => status === 'waiting') ? 'waiting' : 'in_progress';
  run.updatedAt = world.now();
  await announceRun(world, repository, run, 'in_progress');
  const shutOut = run.jobs.some(
    ({ environment }) => environment !== null && refusesRef(world, repository, environment, run),
  );
  if (shutOut) await finishRun(world, repository, run, 'failure');
}

/** An environment for protected branches only lets no tag deploy: its job ends at once. */
function refusesRef(world: World, repository: Repository, name: string, { headBranch }: WorkflowRun): boolean {
  if (!environmentOf(world, repository, name).protectedBranchesOnly) return false;
  const branch = headBranch ?? '';
  return !repository.protections.has(branch) && rulesetsOn(repository, `refs/heads/${branch}`).length === 0;
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

type RunConclusion = 'success' | 'failure' | 'cancelled' | 'timed_out';

/** Ends a run: every job that is not done yet ends like it (or, with `only`, these; the others succeed), and its deployments follow. */
export async function finishRun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  conclusion: RunConclusion,
  only?: readonly string[],
): Promise<void> {
  if (run.status === 'completed') throw new Error(`run ${run.id} of ${run.workflow.path} is completed already`);
  if (run.status === 'queued' && conclusion !== 'cancelled') await beginRun(world, repository, run);
  if (conclusion === 'success') await world.act(repository, run);
  for (const job of run.jobs.filter(({ status }) => status !== 'completed')) {
    await finishJob(world, repository, run, job, only?.includes(job.key) === false ? 'success' : conclusion);
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
  await changeCheck(world, repository, workflowActor(world), job.check, { conclusion });
  const deployment = repository.deployments.find(({ id }) => id === job.deploymentId);
  if (deployment === undefined) return;
  const state = conclusion === 'success' ? 'success' : conclusion === 'cancelled' ? 'error' : 'failure';
  reportDeployment(world, repository, workflowActor(world), deployment, {
    state,
    logUrl: jobPage(world, repository, run, job),
  });
}

/** Tells the world where a run is: `requested`, `in_progress`, `completed`. */
export async function announceRun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  action: string,
): Promise<void> {
  const head = await readCommit(repository.git, run.headSha);
  if (action === 'requested') {
    const suite = presentSuite(world, repository, run.suite, head);
    world.announce({ event: 'check_suite', repository, actor: run.actor, payload: { action, check_suite: suite } });
  }
  const workflow = presentWorkflow(world, repository, run.workflow);
  const payload = { action, workflow, workflow_run: presentRun(world, repository, run, head) };
  world.announce({ event: 'workflow_run', repository, actor: run.actor, payload });
}
