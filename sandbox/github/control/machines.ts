import { ApiError, notFound } from '../api-error.ts';
import { environmentOf } from '../domain/deploy.ts';
import { dispatchWorkflow } from '../domain/dispatch-workflow.ts';
import { changeCheck, openCheck, suiteOf } from '../domain/record-check.ts';
import { recordStatus } from '../domain/record-status.ts';
import { rerun } from '../domain/rerun.ts';
import { startRun, workflowOf } from '../domain/start-run.ts';
import { workflowsAt } from '../domain/workflow-file.ts';
import { beginRun, finishRun, workflowActor } from '../domain/workflow-run.ts';
import { logCommits } from '../git/commits.ts';
import { actionsApp } from '../state/checks.ts';
import type { Repository } from '../state/repository.ts';
import type { Workflow } from '../state/workflow-run.ts';
import type { World } from '../state/world.ts';
import { actorNamed, runNamed } from './acting.ts';
import type { Deeds } from './deeds.ts';
import { viewRun } from './queries.ts';

/** The workflow of a file name, whichever branch has it. */
async function workflowNamed(world: World, repository: Repository, name: string): Promise<Workflow> {
  const path = `.github/workflows/${name}`;
  const known = repository.workflows.get(path);
  if (known !== undefined) return known;
  const file = (await workflowsAt(repository.git, repository.defaultBranch)).find((one) => one.path === path);
  return workflowOf(world, repository, file ?? { path, name });
}

/** What workflows and other machines do, and what people do to runs. */
export const machines: Deeds<
  | 'dispatch'
  | 'schedule'
  | 'begin'
  | 'finish'
  | 'rerun'
  | 'approveDeployment'
  | 'autofinish'
  | 'check'
  | 'finishCheck'
  | 'status'
  | 'switchWorkflow'
> = {
  dispatch: async (world, repository, { by, workflow, ref, inputs }) => {
    const named = await workflowNamed(world, repository, workflow);
    return viewRun(await dispatchWorkflow(world, repository, actorNamed(world, by), named, ref, inputs ?? {}));
  },

  schedule: async (world, repository, { workflow }) => {
    const branch = repository.defaultBranch;
    const file = (await workflowsAt(repository.git, branch)).find(
      ({ path }) => path === `.github/workflows/${workflow}`,
    );
    const [newest] = await logCommits(repository.git, [branch], { limit: 1 });
    if (file?.on.has('schedule') !== true || newest === undefined)
      throw notFound(`${workflow} has no schedule on ${branch}`);
    const run = await startRun(world, repository, actorNamed(world, undefined), file, {
      event: 'schedule',
      branch,
      ref: `refs/heads/${branch}`,
      sha: newest.sha,
      inputs: {},
      pulls: [],
    });
    if (run === undefined) throw new ApiError(409, `${workflow} is switched off`);
    return viewRun(run);
  },

  begin: async (world, repository, { run }) => {
    const found = runNamed(repository, run);
    if (found.status !== 'queued')
      throw new ApiError(409, `run ${found.id} is ${found.status.replace('_', ' ')} already`);
    await beginRun(world, repository, found);
    return viewRun(found);
  },

  finish: async (world, repository, { run, conclusion, only }) => {
    const found = runNamed(repository, run);
    if (found.status === 'completed') throw new ApiError(409, `run ${found.id} is completed already`);
    await finishRun(world, repository, found, conclusion, only);
    return viewRun(found);
  },

  rerun: async (world, repository, { by, run, failedOnly }) => {
    const found = runNamed(repository, run);
    if (found.status !== 'completed') throw new ApiError(403, 'This workflow is already running');
    await rerun(world, repository, found, actorNamed(world, by), failedOnly ?? false);
    return viewRun(found);
  },

  approveDeployment: async (world, repository, { by, run, environment, approve }) => {
    const found = runNamed(repository, run);
    const waits = found.jobs.some(
      (job) => job.status === 'waiting' && job.environment?.toLowerCase() === environment.toLowerCase(),
    );
    if (!waits) throw new ApiError(422, `run ${found.id} does not wait for ${environment}`);
    const { reviewers } = environmentOf(world, repository, environment);
    const { account } = actorNamed(world, by);
    if (!reviewers.some(({ id }) => id === account.id)) throw new ApiError(422, `${by} does not review ${environment}`);
    if (approve === false) await finishRun(world, repository, found, 'failure');
    else await beginRun(world, repository, found, { environments: [environment.toLowerCase()], by: 'reviewers' });
    return viewRun(found);
  },

  autofinish: async (world, repository, { workflow, mode }) => {
    (await workflowNamed(world, repository, workflow)).autofinish = mode;
  },

  check: async (world, repository, { sha, name, conclusion }) => {
    const app = { id: 90_001, slug: 'checks-of-others', name: 'Checks of others' };
    const suite = suiteOf(world, repository, app, sha, null);
    const state = conclusion === null ? { status: 'in_progress' as const } : { conclusion };
    await openCheck(world, repository, workflowActor(world), suite, { name, ...state });
  },

  finishCheck: async (world, repository, { id, conclusion }) => {
    const check = repository.checks.find((one) => one.id === id);
    if (check === undefined) throw notFound(`${repository.fullName} has no check ${id}`);
    if (check.status === 'completed') throw new ApiError(409, `check ${check.name} is completed already`);
    if (check.app.id === actionsApp.id) throw new ApiError(409, `check ${check.name} ends with its workflow run`);
    await changeCheck(world, repository, workflowActor(world), check, { conclusion });
  },

  status: async (world, repository, { by, sha, context, state, description }) => {
    const more = description === undefined ? {} : { description };
    await recordStatus(world, repository, actorNamed(world, by), { sha, context, state, ...more });
  },

  switchWorkflow: async (world, repository, { workflow, on }) => {
    (await workflowNamed(world, repository, workflow)).state = on ? 'active' : 'disabled_manually';
  },
};
