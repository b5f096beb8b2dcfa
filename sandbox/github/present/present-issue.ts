import { isoSeconds } from '../git/commits.ts';
import { nodeId } from '../state/ids.ts';
import type { Comment, Issue, IssueEvent, Label } from '../state/issue.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { presentAccount } from './present-account.ts';
import { presentMilestoneOf } from './present-milestone.ts';
import { apiUrl, htmlUrl } from './present-repository.ts';

/** `label`. */
export function presentLabel(world: World, repository: Repository, label: Label) {
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: apiUrl(world, repository, `/labels/${encodeURIComponent(label.name)}`),
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

/** The labels of an issue or pull request. */
export const presentLabels = (world: World, repository: Repository, issue: Issue) =>
  issue.labels.flatMap((name) => {
    const label = repository.labels.get(name.toLowerCase());
    return label === undefined ? [] : [presentLabel(world, repository, label)];
  });

export const association = (repository: Repository, login: string): string =>
  repository.access.has(login.toLowerCase()) ? 'MEMBER' : 'NONE';

function pullLinks(world: World, repository: Repository, issue: Issue) {
  const pull = repository.pulls.get(issue.number);
  if (pull === undefined) return {};
  const page = htmlUrl(world, repository, `/pull/${issue.number}`);
  const merged = pull.merge === null ? null : isoSeconds(pull.merge.at);
  const url = apiUrl(world, repository, `/pulls/${issue.number}`);
  return {
    pull_request: { url, html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch`, merged_at: merged },
  };
}

/** `issue`. */
export function presentIssue(world: World, repository: Repository, issue: Issue) {
  const url = apiUrl(world, repository, `/issues/${issue.number}`);
  const kind = repository.pulls.has(issue.number) ? 'pull' : 'issues';
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    url,
    repository_url: apiUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: htmlUrl(world, repository, `/${kind}/${issue.number}`),
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: presentAccount(world, issue.user),
    labels: presentLabels(world, repository, issue),
    assignee: issue.assignees[0] === undefined ? null : presentAccount(world, issue.assignees[0]),
    assignees: issue.assignees.map((account) => presentAccount(world, account)),
    milestone: presentMilestoneOf(world, repository, issue.milestone),
    locked: false,
    active_lock_reason: null,
    comments: issue.comments.length,
    ...pullLinks(world, repository, issue),
    closed_at: issue.closedAt === null ? null : isoSeconds(issue.closedAt),
    closed_by: issue.closedBy === null ? null : presentAccount(world, issue.closedBy),
    created_at: isoSeconds(issue.createdAt),
    updated_at: isoSeconds(issue.updatedAt),
    author_association: association(repository, issue.user.login),
  };
}

/** `issue-event-for-issue`: of an issue that was closed or reopened. */
export function presentIssueEvent(world: World, repository: Repository, event: IssueEvent) {
  return {
    id: event.id,
    node_id: nodeId('IssueEvent', event.id),
    url: apiUrl(world, repository, `/issues/events/${event.id}`),
    actor: presentAccount(world, event.actor),
    event: event.event,
    commit_id: null,
    commit_url: null,
    created_at: isoSeconds(event.at),
    performed_via_github_app: null,
  };
}

/** `issue-comment`. */
export function presentComment(world: World, repository: Repository, issue: Issue, comment: Comment) {
  const kind = repository.pulls.has(issue.number) ? 'pull' : 'issues';
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: apiUrl(world, repository, `/issues/comments/${comment.id}`),
    html_url: htmlUrl(world, repository, `/${kind}/${issue.number}#issuecomment-${comment.id}`),
    issue_url: apiUrl(world, repository, `/issues/${issue.number}`),
    body: comment.body,
    user: presentAccount(world, comment.user),
    created_at: isoSeconds(comment.createdAt),
    updated_at: isoSeconds(comment.updatedAt),
    author_association: association(repository, comment.user.login),
    performed_via_github_app: null,
  };
}
