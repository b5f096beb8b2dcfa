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

/** Tells of an issue. Pull requests tell of themselves under their own event. */
export function announceIssue(world: World, repository: Repository, actor: Actor, issue: Issue, action: string): void {
  if (repository.pulls.has(issue.number)) {
    world.changed(repository, `pull request #${issue.number} ${action}`);
    return;
  }
  world.announce({
    event: 'issues',
    repository,
    actor,
    payload: { action, issue: presentIssue(world, repository, issue) },
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
