import { type Commit, isoSeconds } from '../git/commits.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import type { Artifact, Job, Workflow, WorkflowRun } from '../state/workflow-run.ts';
import type { World } from '../state/world.ts';
import { presentAccount } from './present-account.ts';
import { presentSimpleCommit } from './present-commit.ts';
import { presentPullMinimal } from './present-pull.ts';
import { apiUrl, htmlUrl, presentRepository } from './present-repository.ts';

/** `workflow`. */
export function presentWorkflow(world: World, repository: Repository, workflow: Workflow) {
  return {
    id: workflow.id,
    node_id: nodeId('Workflow', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: workflow.state,
    created_at: isoSeconds(workflow.createdAt),
    updated_at: isoSeconds(workflow.createdAt),
    url: apiUrl(world, repository, `/actions/workflows/${workflow.id}`),
    html_url: htmlUrl(world, repository, `/blob/${repository.defaultBranch}/${workflow.path}`),
    badge_url: htmlUrl(world, repository, `/actions/${workflow.path}/badge.svg`),
  };
}

/** `workflow-run`. */
export function presentRun(world: World, repository: Repository, run: WorkflowRun, head: Commit) {
  const url = apiUrl(world, repository, `/actions/runs/${run.id}`);
  const pulls = run.pulls.flatMap((number) => repository.pulls.get(number) ?? []);
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: run.suite.id,
    check_suite_node_id: nodeId('CheckSuite', run.suite.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    run_number: run.number,
    run_attempt: run.attempt,
    display_title: run.title,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    url,
    html_url: htmlUrl(world, repository, `/actions/runs/${run.id}`),
    pull_requests: pulls.map((pull) => presentPullMinimal(world, repository, pull)),
    created_at: isoSeconds(run.createdAt),
    updated_at: isoSeconds(run.updatedAt),
    run_started_at: isoSeconds(run.startedAt),
    actor: presentAccount(world, run.actor.account),
    triggering_actor: presentAccount(world, run.triggeredBy),
    referenced_workflows: [],
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: apiUrl(world, repository, `/check-suites/${run.suite.id}`),
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: apiUrl(world, repository, `/actions/workflows/${run.workflow.id}`),
    head_commit: presentSimpleCommit(head),
    head_repository_id: repository.id,
    repository: presentRepository(world, repository),
    head_repository: presentRepository(world, repository),
  };
}

/** `job`. */
export function presentJob(world: World, repository: Repository, run: WorkflowRun, job: Job) {
  return {
    id: job.id,
    run_id: run.id,
    run_url: apiUrl(world, repository, `/actions/runs/${run.id}`),
    run_attempt: job.attempt,
    node_id: nodeId('CheckRun', job.id),
    head_sha: run.headSha,
    head_branch: run.headBranch,
    workflow_name: run.workflow.name,
    url: apiUrl(world, repository, `/actions/jobs/${job.id}`),
    html_url: htmlUrl(world, repository, `/actions/runs/${run.id}/job/${job.id}`),
    status: job.status,
    conclusion: job.conclusion,
    created_at: isoSeconds(job.createdAt),
    started_at: isoSeconds(job.startedAt ?? job.createdAt),
    completed_at: job.completedAt === null ? null : isoSeconds(job.completedAt),
    name: job.name,
    steps: [],
    check_run_url: apiUrl(world, repository, `/check-runs/${job.check.id}`),
    labels: ['ubuntu-latest'],
    runner_id: null,
    runner_name: null,
    runner_group_id: null,
    runner_group_name: null,
  };
}

/** `artifact`: kept for 90 days, as GitHub does by default. */
export function presentArtifact(world: World, repository: Repository, run: WorkflowRun, artifact: Artifact) {
  const url = apiUrl(world, repository, `/actions/artifacts/${artifact.id}`);
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size,
    url,
    archive_download_url: `${url}/zip`,
    expired: false,
    created_at: isoSeconds(artifact.createdAt),
    updated_at: isoSeconds(artifact.createdAt),
    expires_at: isoSeconds(new Date(artifact.createdAt.getTime() + 90 * 86_400_000)),
    workflow_run: {
      id: run.id,
      repository_id: repository.id,
      head_repository_id: repository.id,
      ...(run.headBranch === null ? {} : { head_branch: run.headBranch }),
      head_sha: run.headSha,
    },
  };
}
