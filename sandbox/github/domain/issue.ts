import { presentComment, presentIssue } from '../present/present-issue.ts';
import type { Actor } from '../state/account.ts';
import type { Comment, Issue } from '../state/issue.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

/** Puts labels on an issue; a label that is not there yet is made, as GitHub does. */
export function setLabels(world: World, repository: Repository, issue: Issue, names: readonly string[]): void {
  const kept = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (!repository.labels.has(key))
      repository.labels.set(key, { id: world.nextId(), name, color: 'ededed', description: null });
    kept.set(key, repository.labels.get(key)?.name ?? name);
  }
  issue.labels = [...kept.values()];
  issue.updatedAt = world.now();
}

/** Closes or reopens an issue that is no pull request, and tells of it. */
export function setIssueState(
  world: World,
  repository: Repository,
  actor: Actor,
  issue: Issue,
  state: 'open' | 'closed',
  reason: Issue['stateReason'] = null,
): void {
  const event = state === 'closed' ? 'closed' : 'reopened';
  issue.state = state;
  issue.stateReason = state === 'closed' ? (reason ?? 'completed') : 'reopened';
  issue.closedAt = state === 'closed' ? world.now() : null;
  issue.closedBy = state === 'closed' ? actor.account : null;
  issue.updatedAt = world.now();
  issue.events.push({ id: world.nextId(), event, actor: actor.account, at: world.now() });
  announceIssue(world, repository, actor, issue, event);
}
/** What an edit changed, as its webhook says it. */
export type Changes = Readonly<Record<string, { readonly from: unknown }>>;

/** Tells of an issue. Pull requests tell of themselves under their own event. */
export function announceIssue(
  world: World,
  repository: Repository,
  actor: Actor,
  issue: Issue,
  action: string,
  changes?: Changes,
): void {
  if (repository.pulls.has(issue.number)) {
    world.changed(repository, `pull request #${issue.number} ${action}`);
    return;
  }
  world.announce({
    event: 'issues',
    repository,
    actor,
    payload: { action, issue: presentIssue(world, repository, issue), ...(changes === undefined ? {} : { changes }) },
  });
}

/** Tells of a comment on an issue or a pull request. */
export function announceComment(
  world: World,
  repository: Repository,
  actor: Actor,
  issue: Issue,
  comment: Comment,
  action: string,
): void {
  const shown = {
    issue: presentIssue(world, repository, issue),
    comment: presentComment(world, repository, issue, comment),
  };
  world.announce({ event: 'issue_comment', repository, actor, payload: { action, ...shown } });
}
