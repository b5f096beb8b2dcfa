import { type Commit, isoSeconds } from '../git/commits.ts';
import type { CheckApp, CheckRun, CheckSuite, CommitStatus } from '../state/checks.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { presentAccount } from './present-account.ts';
import { presentSimpleCommit } from './present-commit.ts';
import { presentPullMinimal } from './present-pull.ts';
import { apiUrl, htmlUrl, presentRepository } from './present-repository.ts';

const date = (at: Date | null) => (at === null ? null : isoSeconds(at));

/** `integration`: an App as checks and `/app` show it. */
export function presentApp(world: World, owner: Repository['owner'], app: CheckApp, more: object = {}) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('App', app.id),
    owner: presentAccount(world, owner),
    name: app.name,
    description: null,
    external_url: `${world.urls.html}/apps/${app.slug}`,
    html_url: `${world.urls.html}/apps/${app.slug}`,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
    permissions: {},
    events: [],
    ...more,
  };
}

/** The open pull requests whose head is this commit. */
const pullsAt = (world: World, repository: Repository, sha: string) =>
  [...repository.pulls.values()]
    .filter((pull) => pull.headSha === sha && pull.issue.state === 'open')
    .map((pull) => presentPullMinimal(world, repository, pull));

/** `status`, and, without its creator, `simple-commit-status`. */
export function presentStatus(world: World, repository: Repository, status: CommitStatus) {
  const creator = presentAccount(world, status.creator);
  return {
    url: apiUrl(world, repository, `/statuses/${status.sha}`),
    avatar_url: creator.avatar_url,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: isoSeconds(status.createdAt),
    updated_at: isoSeconds(status.createdAt),
    creator,
  };
}

/** `check-run`. */
export function presentCheckRun(world: World, repository: Repository, check: CheckRun) {
  const url = apiUrl(world, repository, `/check-runs/${check.id}`);
  return {
    id: check.id,
    node_id: nodeId('CheckRun', check.id),
    name: check.name,
    head_sha: check.headSha,
    external_id: check.externalId,
    url,
    html_url: htmlUrl(world, repository, `/runs/${check.id}`),
    details_url: check.detailsUrl ?? htmlUrl(world, repository, `/runs/${check.id}`),
    status: check.status,
    conclusion: check.conclusion,
    started_at: date(check.startedAt),
    completed_at: date(check.completedAt),
    output: { ...check.output, annotations_count: 0, annotations_url: `${url}/annotations` },
    check_suite: { id: check.suite.id },
    app: presentApp(world, repository.owner, check.app),
    pull_requests: pullsAt(world, repository, check.headSha),
  };
}

/** `check-suite`. */
export function presentSuite(world: World, repository: Repository, suite: CheckSuite, head: Commit) {
  const url = apiUrl(world, repository, `/check-suites/${suite.id}`);
  return {
    id: suite.id,
    node_id: nodeId('CheckSuite', suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suite.conclusion,
    url,
    before: head.parents[0] ?? null,
    after: suite.headSha,
    pull_requests: pullsAt(world, repository, suite.headSha),
    app: presentApp(world, repository.owner, suite.app),
    repository: presentRepository(world, repository),
    created_at: isoSeconds(suite.createdAt),
    updated_at: isoSeconds(suite.updatedAt),
    head_commit: presentSimpleCommit(head),
    latest_check_runs_count: repository.checks.filter((check) => check.suite === suite).length,
    check_runs_url: `${url}/check-runs`,
  };
}
