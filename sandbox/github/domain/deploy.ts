import { presentDeployment, presentDeploymentStatus } from '../present/present-deployment.ts';
import type { Actor } from '../state/account.ts';
import type { Deployment, DeploymentState, DeploymentStatus, Environment } from '../state/deployment.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

interface NewDeployment {
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
  readonly task?: string;
  readonly description?: string | null;
  readonly payload?: Deployment['payload'];
  readonly transient?: boolean;
  readonly production?: boolean;
}

/** The environment of a name; a first use makes it, as on GitHub. */
export function environmentOf(world: World, repository: Repository, name: string): Environment {
  const found = repository.environments.get(name.toLowerCase());
  if (found !== undefined) return found;
  const now = world.now();
  const made = {
    id: world.nextId(),
    name,
    reviewers: [],
    gate: null,
    preventSelfReview: false,
    protectedBranchesOnly: false,
    createdAt: now,
    updatedAt: now,
  };
  repository.environments.set(name.toLowerCase(), made);
  return made;
}

/** Creates a deployment and announces it. Checks of refs and contexts are the caller's. */
export function openDeployment(world: World, repository: Repository, actor: Actor, wanted: NewDeployment): Deployment {
  const now = world.now();
  environmentOf(world, repository, wanted.environment);
  const deployment: Deployment = {
    id: world.nextId(),
    sha: wanted.sha,
    ref: wanted.ref,
    task: wanted.task ?? 'deploy',
    environment: wanted.environment,
    description: wanted.description ?? null,
    payload: wanted.payload ?? {},
    transient: wanted.transient ?? false,
    production: wanted.production ?? wanted.environment === 'production',
    creator: actor.account,
    appId: actor.appId ?? null,
    statuses: [],
    createdAt: now,
    updatedAt: now,
  };
  repository.deployments.push(deployment);
  const payload = { action: 'created', deployment: presentDeployment(world, repository, deployment) };
  world.announce({ event: 'deployment', repository, actor, payload });
  return deployment;
}

interface NewDeploymentStatus {
  readonly state: DeploymentState;
  readonly description?: string;
  readonly environmentUrl?: string;
  readonly logUrl?: string;
  /** Whether a success makes the environment's earlier deployments inactive; GitHub does unless told not to. */
  readonly autoInactive?: boolean;
}

/** Adds a status to a deployment and announces it. */
export function reportDeployment(
  world: World,
  repository: Repository,
  actor: Actor,
  deployment: Deployment,
  wanted: NewDeploymentStatus,
): DeploymentStatus {
  const status: DeploymentStatus = {
    id: world.nextId(),
    state: wanted.state,
    description: wanted.description ?? '',
    environmentUrl: wanted.environmentUrl ?? '',
    logUrl: wanted.logUrl ?? '',
    creator: actor.account,
    createdAt: world.now(),
  };
  deployment.statuses.push(status);
  deployment.updatedAt = status.createdAt;
  const payload = {
    action: 'created',
    deployment_status: presentDeploymentStatus(world, repository, deployment, status),
    deployment: presentDeployment(world, repository, deployment),
  };
  world.announce({ event: 'deployment_status', repository, actor, payload });
  if (wanted.state === 'success' && wanted.autoInactive !== false) retire(world, repository, actor, deployment);
  return status;
}

function retire(world: World, repository: Repository, actor: Actor, newest: Deployment): void {
  for (const earlier of repository.deployments) {
    const live = earlier.statuses.at(-1)?.state === 'success';
    if (earlier === newest || earlier.environment !== newest.environment || earlier.transient || !live) continue;
    reportDeployment(world, repository, actor, earlier, { state: 'inactive' });
  }
}
