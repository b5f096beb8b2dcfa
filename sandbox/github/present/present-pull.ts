import { isoSeconds } from '../git/commits.ts';
import { nodeId } from '../state/ids.ts';
import type { Pull, Review } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { presentAccount } from './present-account.ts';
import { association, presentLabels } from './present-issue.ts';
import { presentMilestoneOf } from './present-milestone.ts';
import { apiUrl, htmlUrl, presentRepository } from './present-repository.ts';

function links(world: World, repository: Repository, pull: Pull) {
  const url = apiUrl(world, repository, `/pulls/${pull.number}`);
  const issue = apiUrl(world, repository, `/issues/${pull.number}`);
  const page = htmlUrl(world, repository, `/pull/${pull.number}`);
  return {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: apiUrl(world, repository, '/pulls/comments{/number}'),
    comments_url: `${issue}/comments`,
    statuses_url: apiUrl(world, repository, `/statuses/${pull.headSha}`),
  };
}

function side(world: World, repository: Repository, ref: string, sha: string) {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: presentAccount(world, repository.owner),
    repo: presentRepository(world, repository),
  };
}

/** `pull-request-simple`: a pull request as lists carry it. */
export function presentPullSimple(world: World, repository: Repository, pull: Pull) {
  const to = links(world, repository, pull);
  const { issue } = pull;
  const href = (url: string) => ({ href: url });
  const teams = pull.teams.map((slug) => presentTeam(world, repository, slug));
  return {
    ...to,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    number: pull.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: presentAccount(world, issue.user),
    body: issue.body,
    labels: presentLabels(world, repository, issue),
    milestone: presentMilestoneOf(world, repository, issue.milestone),
    active_lock_reason: null,
    created_at: isoSeconds(issue.createdAt),
    updated_at: isoSeconds(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : isoSeconds(issue.closedAt),
    merged_at: pull.merge === null ? null : isoSeconds(pull.merge.at),
    merge_commit_sha: pull.merge?.sha ?? pull.testMerge,
    assignee: issue.assignees[0] === undefined ? null : presentAccount(world, issue.assignees[0]),
    assignees: issue.assignees.map((account) => presentAccount(world, account)),
    requested_reviewers: pull.reviewers.map((account) => presentAccount(world, account)),
    requested_teams: teams,
    head: side(world, repository, pull.head, pull.headSha),
    base: side(world, repository, pull.base, pull.baseSha),
    _links: {
      self: href(to.url),
      html: href(to.html_url),
      issue: href(to.issue_url),
      comments: href(to.comments_url),
      review_comments: href(to.review_comments_url),
      review_comment: href(to.review_comment_url),
      commits: href(to.commits_url),
      statuses: href(to.statuses_url),
    },
    author_association: association(repository, issue.user.login),
    auto_merge: null,
    draft: pull.draft,
  };
}

export interface PullFacts {
  readonly mergeable: boolean | null;
  readonly mergeableState: string;
  readonly commits: number;
  readonly files: number;
  readonly additions: number;
  readonly deletions: number;
}

/** `pull-request`: with what has to be worked out from git. */
export function presentPull(world: World, repository: Repository, pull: Pull, facts: PullFacts) {
  return {
    ...presentPullSimple(world, repository, pull),
    merged: pull.merge !== null,
    mergeable: facts.mergeable,
    rebaseable: facts.mergeable,
    mergeable_state: facts.mergeableState,
    merged_by: pull.merge === null ? null : presentAccount(world, pull.merge.by),
    comments: pull.issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: facts.commits,
    additions: facts.additions,
    deletions: facts.deletions,
    changed_files: facts.files,
  };
}

/** `pull-request-minimal`: how runs, suites and checks point at a pull request. */
export function presentPullMinimal(world: World, repository: Repository, pull: Pull) {
  const repo = { id: repository.id, url: apiUrl(world, repository), name: repository.name };
  return {
    id: pull.id,
    number: pull.number,
    url: apiUrl(world, repository, `/pulls/${pull.number}`),
    head: { ref: pull.head, sha: pull.headSha, repo },
    base: { ref: pull.base, sha: pull.baseSha, repo },
  };
}

/** `pull-request-review`. */
export function presentReview(world: World, repository: Repository, pull: Pull, review: Review) {
  const html = htmlUrl(world, repository, `/pull/${pull.number}#pullrequestreview-${review.id}`);
  const pullUrl = apiUrl(world, repository, `/pulls/${pull.number}`);
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: presentAccount(world, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pullUrl,
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
    submitted_at: isoSeconds(review.submittedAt),
    commit_id: review.commit,
    author_association: association(repository, review.user.login),
  };
}

/** `team-simple`. */
export function presentTeam(world: World, repository: Repository, slug: string) {
  const url = `${world.urls.api}/orgs/${repository.owner.login}/teams/${slug}`;
  return {
    id: [...slug].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_000,
    node_id: nodeId('Team', slug),
    url,
    members_url: `${url}/members{/member}`,
    name: slug,
    slug,
    description: null,
    permission: 'push',
    privacy: 'closed',
    html_url: `${world.urls.html}/orgs/${repository.owner.login}/teams/${slug}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    parent: null,
  };
}
