import { readCommit } from '../git/commits.ts';
import type { Actor } from '../state/account.ts';
import { actionsApp } from '../state/checks.ts';
import type { Repository } from '../state/repository.ts';
import type { Job, Workflow, WorkflowRun } from '../state/workflow-run.ts';
import type { World } from '../state/world.ts';
import { openCheck, openSuite } from './record-check.ts';
import { substitute, type WorkflowFile } from './workflow-file.ts';
import { announceRun, beginRun, finishRun, workflowActor } from './workflow-run.ts';

interface RunWanted {
  readonly event: string;
  readonly branch: string;
  readonly ref: string;
  readonly sha: string;
  readonly title?: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly pulls: readonly number[];
}

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

/** What `${{ … }}` may name in run names, job names and environments. */
export function expressionValues(repository: Repository, actor: Actor, wanted: RunWanted): Record<string, string> {
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

/** Opens the jobs of a run's attempt, each with its check. */
export async function openJobs(
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
      admitted: new Set(),
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

/** Does at once what the workflow was told to do with its runs. */
export async function followAutofinish(world: World, repository: Repository, run: WorkflowRun): Promise<void> {
  const { autofinish } = run.workflow;
  if (autofinish === 'queued') return;
  await beginRun(world, repository, run);
  if (autofinish !== 'manual' && run.status === 'in_progress') await finishRun(world, repository, run, autofinish);
}
