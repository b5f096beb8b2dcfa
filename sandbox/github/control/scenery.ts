import type { Access } from '../access/access.ts';
import { ApiError } from '../api-error.ts';
import { environmentOf } from '../domain/deploy.ts';
import { dispatchWorkflow } from '../domain/dispatch-workflow.ts';
import { openCheck, suiteOf } from '../domain/record-check.ts';
import { recordStatus } from '../domain/record-status.ts';
import { rerun } from '../domain/rerun.ts';
import { workflowOf } from '../domain/start-run.ts';
import { workflowsAt } from '../domain/workflow-file.ts';
import { beginRun, finishRun, workflowActor } from '../domain/workflow-run.ts';
import type { Repository } from '../state/repository.ts';
import type { Workflow } from '../state/workflow-run.ts';
import { accountOf, type World } from '../state/world.ts';
import { actorNamed, runNamed } from './acting.ts';
import type { CommandInput } from './commands.ts';
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

function protect(repository: Repository, input: CommandInput<'protect'>): void {
  const statuses = (input.requiredStatuses ?? []).map((context) => ({ context, appId: null }));
  const reviewed = input.requirePullRequest === true || (input.requiredReviews ?? 0) > 0;
  repository.protections.set(input.branch, {
    branch: input.branch,
    statuses: statuses.length === 0 ? null : { strict: input.strict ?? false, contexts: statuses },
    reviews: reviewed
      ? { count: input.requiredReviews ?? 0, dismissStale: input.dismissStale ?? false, codeOwners: false }
      : null,
    enforceAdmins: input.enforceAdmins ?? true,
    linearHistory: input.linearHistory ?? false,
    allowForcePushes: false,
    allowDeletions: false,
  });
}

function addRuleset(world: World, access: Access, repository: Repository, input: CommandInput<'ruleset'>): number {
  const now = world.now();
  const bypass = { actor_id: access.app.id, actor_type: 'Integration', bypass_mode: 'always' };
  const ruleset = {
    id: world.nextId(),
    name: input.name,
    target: input.target ?? ('branch' as const),
    enforcement: input.enforcement ?? ('active' as const),
    include: input.include,
    exclude: input.exclude ?? [],
    rules: input.rules.map(({ type, parameters }) => ({ type, ...(parameters === undefined ? {} : { parameters }) })),
    bypass: input.bypassApp === true ? [bypass] : [],
    createdAt: now,
    updatedAt: now,
  };
  repository.rulesets.push(ruleset);
  return ruleset.id;
}

/** What workflows do, and how the scene is set: rules, settings, environments. */
export function scenery(
  access: Access,
): Deeds<
  | 'dispatch'
  | 'begin'
  | 'finish'
  | 'rerun'
  | 'approveDeployment'
  | 'autofinish'
  | 'check'
  | 'status'
  | 'protect'
  | 'unprotect'
  | 'ruleset'
  | 'deleteRuleset'
  | 'immutableReleases'
  | 'mergeMethods'
  | 'deleteBranchOnMerge'
  | 'mergeabilityLags'
  | 'breakUpload'
  | 'access'
  | 'environment'
> {
  return {
    dispatch: async (world, repository, { by, workflow, ref, inputs }) => {
      const named = await workflowNamed(world, repository, workflow);
      return viewRun(await dispatchWorkflow(world, repository, actorNamed(world, by), named, ref, inputs ?? {}));
    },

    begin: async (world, repository, { run }) => {
      const found = runNamed(repository, run);
      await beginRun(world, repository, found);
      return viewRun(found);
    },

    finish: async (world, repository, { run, conclusion }) => {
      const found = runNamed(repository, run);
      if (found.status === 'completed') throw new ApiError(409, `run ${found.id} is completed already`);
      await finishRun(world, repository, found, conclusion);
      return viewRun(found);
    },

    rerun: async (world, repository, { by, run, failedOnly }) => {
      const found = runNamed(repository, run);
      await rerun(world, repository, found, actorNamed(world, by), failedOnly ?? false);
      return viewRun(found);
    },

    approveDeployment: async (world, repository, { by, run, environment, approve }) => {
      const found = runNamed(repository, run);
      const { reviewers } = environmentOf(world, repository, environment);
      const { account } = actorNamed(world, by);
      if (!reviewers.some(({ id }) => id === account.id))
        throw new ApiError(422, `${by} does not review ${environment}`);
      if (approve === false) await finishRun(world, repository, found, 'failure');
      else await beginRun(world, repository, found, [environment.toLowerCase()]);
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

    status: async (world, repository, { by, sha, context, state, description }) => {
      const more = description === undefined ? {} : { description };
      await recordStatus(world, repository, actorNamed(world, by), { sha, context, state, ...more });
    },

    protect: (_, repository, input) => protect(repository, input),
    unprotect: (_, repository, { branch }) => void repository.protections.delete(branch),
    ruleset: (world, repository, input) => addRuleset(world, access, repository, input),

    deleteRuleset: (_, repository, { name }) => {
      const at = repository.rulesets.findIndex((ruleset) => ruleset.name === name);
      if (at === -1) throw new ApiError(404, `no ruleset is called ${name}`);
      repository.rulesets.splice(at, 1);
    },

    immutableReleases: (_, repository, { on }) => {
      repository.immutableReleases = on;
    },

    mergeMethods: (_, repository, { merge, squash, rebase }) => {
      repository.methods.merge = merge ?? repository.methods.merge;
      repository.methods.squash = squash ?? repository.methods.squash;
      repository.methods.rebase = rebase ?? repository.methods.rebase;
    },

    deleteBranchOnMerge: (_, repository, { on }) => {
      repository.deleteBranchOnMerge = on;
    },

    mergeabilityLags: (_, repository, { on }) => {
      repository.mergeabilityLags = on;
    },

    breakUpload: (world, repository, { by, tag, name }) => {
      const release = repository.releases.findLast((one) => one.tag === tag);
      if (release === undefined) throw new ApiError(404, `there is no release ${tag}`);
      const uploader = actorNamed(world, by).account;
      const left = { label: null, contentType: 'application/octet-stream', content: Buffer.alloc(0) };
      release.assets.push({ id: world.nextId(), name, ...left, state: 'starter', uploader, createdAt: world.now() });
    },

    access: (world, repository, { login, access: level }) => {
      repository.access.set(accountOf(world, login).login.toLowerCase(), level);
    },

    environment: (world, repository, { name, reviewers }) => {
      const environment = environmentOf(world, repository, name);
      environment.reviewers = (reviewers ?? []).map((login) => accountOf(world, login));
    },
  };
}
