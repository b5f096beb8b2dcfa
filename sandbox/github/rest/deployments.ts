import { ApiError } from '../api-error.ts';
import { environmentOf, openDeployment, reportDeployment } from '../domain/deploy.ts';
import { moveRef } from '../domain/move-ref.ts';
import { contextState } from '../domain/violations.ts';
import { triggerWorkflows } from '../domain/workflow-trigger.ts';
import { isAncestor } from '../git/commits.ts';
import { mergeCommit } from '../git/merge.ts';
import { branchTip, resolveCommit } from '../git/refs.ts';
import { presentDeployment, presentDeploymentStatus, presentEnvironment } from '../present/present-deployment.ts';
import type { Deployment } from '../state/deployment.ts';
import type { Repository } from '../state/repository.ts';
import { identityOf, webFlow } from '../state/world.ts';
import { type Call, created, found, type Handlers, ok, type Reply } from './call.ts';
import { listPage } from './page.ts';

const deploymentOf = (repository: Repository, id: number): Deployment =>
  found(repository.deployments.find((deployment) => deployment.id === id));

/** Refuses while a required context is not green; without a list, every context of the commit is required. */
function refuseRed(repository: Repository, ref: string, sha: string, required: readonly string[] | undefined): void {
  const all = [
    ...repository.statuses.filter((status) => status.sha === sha).map(({ context }) => context),
    ...repository.checks.filter((check) => check.headSha === sha).map(({ name }) => name),
  ];
  const contexts = [...new Set(required ?? all)].map((context) => ({
    context,
    state: contextState(repository, sha, { context, appId: null }),
  }));
  if (contexts.every(({ state }) => state === 'success')) return;
  throw new ApiError(
    409,
    `Conflict: Commit status checks failed for ${ref}.`,
    contexts.map(({ context, state }) => ({ resource: context, code: state, field: 'contexts' })),
  );
}

/** `auto_merge`: brings the default branch into a branch that lacks it, instead of deploying. */
async function autoMerge({ world, repository, actor }: Call<unknown>, ref: string): Promise<Reply | undefined> {
  const [tip, main] = await Promise.all([
    branchTip(repository.git, ref),
    branchTip(repository.git, repository.defaultBranch),
  ]);
  if (tip === undefined || main === undefined || (await isAncestor(repository.git, main, tip))) return undefined;
  const by = { author: identityOf(actor.account), committer: webFlow, at: world.now() };
  const merged = await mergeCommit(repository.git, tip, main, `Merge ${repository.defaultBranch} into ${ref}`, by);
  if (merged.kind !== 'merged') throw new ApiError(409, `Conflict merging ${repository.defaultBranch} into ${ref}`);
  await moveRef(world, repository, actor, { ref: `refs/heads/${ref}`, from: tip, to: merged.sha });
  return { status: 202, body: { message: `Auto-merged ${repository.defaultBranch} into ${ref} on deployment.` } };
}

/** Deployments and their statuses, and environments. */
export const deploymentHandlers: Handlers<'repos'> = {
  createDeployment: async (call) => {
    const { world, repository, actor, args } = call;
    const sha = await resolveCommit(repository.git, args.ref);
    if (sha === undefined) throw new ApiError(422, `No ref found for: ${args.ref}`);
    const merged = args.auto_merge === false ? undefined : await autoMerge(call, args.ref);
    if (merged !== undefined) return merged;
    refuseRed(repository, args.ref, sha, args.required_contexts);
    const environment = args.environment ?? 'production';
    const deployment = openDeployment(world, repository, actor, {
      sha,
      ref: args.ref,
      environment,
      task: args.task ?? 'deploy',
      description: args.description ?? null,
      payload: args.payload ?? {},
      transient: args.transient_environment ?? false,
      production: args.production_environment ?? environment === 'production',
    });
    await triggerWorkflows(world, repository, actor, { event: 'deployment', ref: args.ref, sha });
    return created(presentDeployment(world, repository, deployment));
  },

  listDeployments: async (call) => {
    const { world, repository, args } = call;
    const wanted = (asked: string | null | undefined, value: string) =>
      asked === undefined || asked === 'none' || asked === value;
    const deployments = repository.deployments.filter(
      (one) =>
        wanted(args.sha, one.sha) &&
        wanted(args.ref, one.ref) &&
        wanted(args.task, one.task) &&
        wanted(args.environment, one.environment),
    );
    return await listPage(call, deployments.reverse(), (one) => presentDeployment(world, repository, one));
  },

  getDeployment: ({ world, repository, args }) =>
    ok(presentDeployment(world, repository, deploymentOf(repository, args.deployment_id))),

  listDeploymentStatuses: async (call) => {
    const { world, repository, args } = call;
    const deployment = deploymentOf(repository, args.deployment_id);
    const newest = [...deployment.statuses].reverse();
    return await listPage(call, newest, (status) => presentDeploymentStatus(world, repository, deployment, status));
  },

  createDeploymentStatus: async ({ world, repository, actor, args }) => {
    const deployment = deploymentOf(repository, args.deployment_id);
    const logUrl = args.log_url ?? args.target_url ?? '';
    const status = reportDeployment(world, repository, actor, deployment, {
      state: args.state,
      description: args.description ?? '',
      environmentUrl: args.environment_url ?? '',
      logUrl,
      autoInactive: args.auto_inactive ?? true,
    });
    await triggerWorkflows(world, repository, actor, {
      event: 'deployment_status',
      ref: deployment.ref,
      sha: deployment.sha,
    });
    return created(presentDeploymentStatus(world, repository, deployment, status));
  },

  getAllEnvironments: async (call) => {
    const { world, repository } = call;
    return await listPage(
      call,
      [...repository.environments.values()],
      (one) => presentEnvironment(world, repository, one),
      'environments',
    );
  },

  getEnvironment: ({ world, repository, args }) =>
    ok(presentEnvironment(world, repository, found(repository.environments.get(args.environment_name.toLowerCase())))),

  createOrUpdateEnvironment: ({ world, repository, args }) => {
    const environment = environmentOf(world, repository, args.environment_name);
    const ids = (args.reviewers ?? []).map(({ id }) => id);
    if (ids.length > 6) throw new ApiError(422, 'An environment has at most six reviewers.');
    environment.reviewers = [...world.accounts.values()].filter(({ id }) => ids.includes(id));
    environment.preventSelfReview = args.prevent_self_review ?? false;
    environment.updatedAt = world.now();
    return ok(presentEnvironment(world, repository, environment));
  },
};
