import { isoSeconds } from '../git/commits.ts';
import type { Deployment, DeploymentStatus, Environment } from '../state/deployment.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { presentAccount } from './present-account.ts';
import { apiUrl, htmlUrl } from './present-repository.ts';

/** `deployment`. */
export function presentDeployment(world: World, repository: Repository, deployment: Deployment) {
  const url = apiUrl(world, repository, `/deployments/${deployment.id}`);
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    task: deployment.task,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    created_at: isoSeconds(deployment.createdAt),
    updated_at: isoSeconds(deployment.updatedAt),
    statuses_url: `${url}/statuses`,
    repository_url: apiUrl(world, repository),
    creator: presentAccount(world, deployment.creator),
    sha: deployment.sha,
    ref: deployment.ref,
    payload: deployment.payload,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: null,
  };
}

/** `deployment-status`. */
export function presentDeploymentStatus(
  world: World,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  const deploymentUrl = apiUrl(world, repository, `/deployments/${deployment.id}`);
  return {
    url: `${deploymentUrl}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: presentAccount(world, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    created_at: isoSeconds(status.createdAt),
    updated_at: isoSeconds(status.createdAt),
    deployment_url: deploymentUrl,
    repository_url: apiUrl(world, repository),
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: null,
  };
}

const reviewersOf = (world: World, environment: Environment) =>
  environment.reviewers.map((account) => ({ type: 'User', reviewer: presentAccount(world, account) }));

/** `environment`. */
export function presentEnvironment(world: World, repository: Repository, environment: Environment) {
  const required = {
    id: environment.id,
    node_id: nodeId('GateRule', environment.id),
    type: 'required_reviewers',
    prevent_self_review: environment.preventSelfReview,
    reviewers: reviewersOf(world, environment),
  };
  const branches = { id: environment.id, node_id: nodeId('GateBranch', environment.id), type: 'branch_policy' };
  return {
    ...environmentLinks(world, repository, environment),
    created_at: isoSeconds(environment.createdAt),
    updated_at: isoSeconds(environment.updatedAt),
    protection_rules: [
      ...(environment.reviewers.length === 0 ? [] : [required]),
      ...(environment.protectedBranchesOnly ? [branches] : []),
    ],
    deployment_branch_policy: environment.protectedBranchesOnly
      ? { protected_branches: true, custom_branch_policies: false }
      : null,
  };
}

const environmentLinks = (world: World, repository: Repository, environment: Environment) => ({
  id: environment.id,
  node_id: nodeId('Environment', environment.id),
  name: environment.name,
  url: apiUrl(world, repository, `/environments/${encodeURIComponent(environment.name)}`),
  html_url: htmlUrl(world, repository, `/deployments/activity_log?environments_filter=${environment.name}`),
});

/** `pending-deployment`: an environment that a waiting run wants to enter. */
export function presentPendingDeployment(
  world: World,
  repository: Repository,
  environment: Environment,
  canApprove: boolean,
) {
  return {
    environment: environmentLinks(world, repository, environment),
    wait_timer: 0,
    wait_timer_started_at: null,
    current_user_can_approve: canApprove,
    reviewers: reviewersOf(world, environment),
  };
}
