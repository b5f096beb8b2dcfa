import type { Actor } from '../state/account.ts';
import { actionsApp } from '../state/checks.ts';
import type { Repository } from '../state/repository.ts';
import type { WorkflowRun } from '../state/workflow-run.ts';
import type { World } from '../state/world.ts';
import { openSuite } from './record-check.ts';
import { expressionValues, followAutofinish, openJobs } from './start-run.ts';
import { type WorkflowFile, workflowsAt } from './workflow-file.ts';
import { announceRun } from './workflow-run.ts';

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
  const { path, name } = run.workflow;
  const shell: WorkflowFile = { path, name, runName: null, on: new Map(), jobs, attaches: [] };
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
