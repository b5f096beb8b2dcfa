import { ApiError, validationFailed } from '../api-error.ts';
import { aheadBehind } from '../git/commits.ts';
import { branchTip } from '../git/refs.ts';
import type { Actor } from '../state/account.ts';
import type { Issue } from '../state/issue.ts';
import type { Pull } from '../state/pull.ts';
import { nextNumber, type Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { announcePull } from './pull-facts.ts';
import { triggerWorkflows } from './workflow-trigger.ts';

interface NewPull {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body?: string | null;
  readonly draft?: boolean;
}

const refused = (message: string) => validationFailed({ resource: 'PullRequest', code: 'custom', message });
const invalid = (field: string) => validationFailed({ resource: 'PullRequest', field, code: 'invalid' });

/** A new issue; pull requests are made of one. Numbers are given out in order. */
export function newIssue(
  world: World,
  repository: Repository,
  actor: Actor,
  title: string,
  body: string | null,
): Issue {
  const now = world.now();
  const issue: Issue = {
    id: world.nextId(),
    number: nextNumber(repository),
    title,
    body,
    state: 'open',
    stateReason: null,
    user: actor.account,
    labels: [],
    assignees: [],
    milestone: null,
    comments: [],
    events: [],
    edits: [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
  };
  repository.issues.set(issue.number, issue);
  return issue;
}

/** `owner:branch` or `branch`; another owner's head is a fork, which the sandbox has none of. */
function headBranch(repository: Repository, head: string): string {
  const [owner, ...branch] = head.split(':');
  if (branch.length === 0) return head;
  if (owner?.toLowerCase() !== repository.owner.login.toLowerCase()) throw invalid('head');
  return branch.join(':');
}

/** Opens a pull request, or refuses it in GitHub's words. */
export async function openPull(world: World, repository: Repository, actor: Actor, wanted: NewPull): Promise<Pull> {
  const head = headBranch(repository, wanted.head);
  const [headSha, baseSha] = await Promise.all([
    branchTip(repository.git, head),
    branchTip(repository.git, wanted.base),
  ]);
  if (headSha === undefined) throw invalid('head');
  if (baseSha === undefined) throw invalid('base');
  if ((await aheadBehind(repository.git, baseSha, headSha)).ahead === 0) {
    throw refused(`No commits between ${wanted.base} and ${head}`);
  }
  const open = [...repository.pulls.values()].find(
    (pull) => pull.issue.state === 'open' && pull.head === head && pull.base === wanted.base,
  );
  if (open !== undefined) throw refused(`A pull request already exists for ${repository.owner.login}:${head}.`);
  const issue = newIssue(world, repository, actor, wanted.title, wanted.body ?? null);
  const pull: Pull = {
    id: world.nextId(),
    number: issue.number,
    issue,
    head,
    base: wanted.base,
    headSha,
    baseSha,
    draft: wanted.draft ?? false,
    merge: null,
    testMerge: null,
    reviews: [],
    reviewers: [],
    teams: [],
  };
  repository.pulls.set(pull.number, pull);
  await announcePull(world, repository, actor, pull, 'opened');
  await runPullWorkflows(world, repository, actor, pull, 'opened');
  return pull;
}

/** Starts the workflows of a pull request's activity. */
export async function runPullWorkflows(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  type: string,
): Promise<void> {
  const ref = `refs/pull/${pull.number}/merge`;
  const trigger = { event: 'pull_request', type, ref, sha: pull.headSha, title: pull.issue.title, pull };
  await triggerWorkflows(world, repository, actor, trigger);
}

/** Closes a pull request; a merge is recorded before it is closed. */
export async function closePull(world: World, repository: Repository, actor: Actor, pull: Pull): Promise<void> {
  const now = world.now();
  pull.issue.state = 'closed';
  pull.issue.closedAt = now;
  pull.issue.updatedAt = now;
  pull.issue.closedBy = actor.account;
  await announcePull(world, repository, actor, pull, 'closed');
  await runPullWorkflows(world, repository, actor, pull, 'closed');
}

/** Opens a closed pull request again, unless it was merged or its head is gone. */
export async function reopenPull(world: World, repository: Repository, actor: Actor, pull: Pull): Promise<void> {
  const tip = await branchTip(repository.git, pull.head);
  if (pull.merge !== null || tip === undefined) {
    throw refused(
      pull.merge === null
        ? `The ${pull.head} branch has been deleted.`
        : 'state cannot be changed. The pull request cannot be reopened.',
    );
  }
  pull.issue.state = 'open';
  pull.issue.closedAt = null;
  pull.issue.closedBy = null;
  pull.issue.updatedAt = world.now();
  pull.headSha = tip;
  await announcePull(world, repository, actor, pull, 'reopened');
  await runPullWorkflows(world, repository, actor, pull, 'reopened');
}

interface PullEdit {
  readonly title?: string;
  readonly body?: string | null;
  readonly base?: string;
  readonly state?: 'open' | 'closed';
}

/** Changes title, body, base or state. */
export async function editPull(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  edit: PullEdit,
): Promise<void> {
  const { issue } = pull;
  const changes: Record<string, { from: unknown }> = {};
  if (edit.base !== undefined && edit.base !== pull.base) {
    if (issue.state === 'closed')
      throw new ApiError(422, 'Validation Failed', [
        { message: 'Cannot change the base branch of a closed pull request.' },
      ]);
    const tip = await branchTip(repository.git, edit.base);
    if (tip === undefined) throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' });
    changes['base'] = { from: pull.base };
    pull.base = edit.base;
    pull.baseSha = tip;
  }
  if (edit.title !== undefined && edit.title !== issue.title) {
    changes['title'] = { from: issue.title };
    issue.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== issue.body) {
    changes['body'] = { from: issue.body };
    issue.body = edit.body;
  }
  if (Object.keys(changes).length > 0) {
    issue.updatedAt = world.now();
    await announcePull(world, repository, actor, pull, 'edited', { changes });
  }
  if (edit.state === 'closed' && issue.state === 'open') await closePull(world, repository, actor, pull);
  if (edit.state === 'open' && issue.state === 'closed') await reopenPull(world, repository, actor, pull);
}
