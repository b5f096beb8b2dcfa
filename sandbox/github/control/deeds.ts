import { ApiError } from '../api-error.ts';
import { announceComment, announceIssue, setIssueState, setLabels } from '../domain/issue.ts';
import { mergePull } from '../domain/merge-pull.ts';
import { moveRef } from '../domain/move-ref.ts';
import { announceRelease, publishRelease, refuseBurntTag } from '../domain/publish-release.ts';
import { closePull, editPull, newIssue, openPull, reopenPull } from '../domain/pull-request.ts';
import { pushFiles } from '../domain/push-files.ts';
import { reviewPull } from '../domain/review-pull.ts';
import { pushViolations, violationMessage } from '../domain/violations.ts';
import { isoSeconds } from '../git/commits.ts';
import { readRef, resolveCommit } from '../git/refs.ts';
import { writeTag } from '../git/tags.ts';
import type { Actor } from '../state/account.ts';
import type { Release } from '../state/release.ts';
import type { Repository } from '../state/repository.ts';
import { identityOf, type World } from '../state/world.ts';
import { actorNamed, pullNumbered } from './acting.ts';
import type { CommandInput, RepositoryCommand } from './commands.ts';
import { changeBody, withTask } from './edit-issue.ts';
import { viewPull } from './queries.ts';

export type Deeds<Names extends RepositoryCommand = RepositoryCommand> = {
  readonly [Name in Names]: (world: World, repository: Repository, input: CommandInput<Name>) => unknown;
};

async function makeRef(world: World, repository: Repository, actor: Actor, ref: string, sha: string): Promise<void> {
  const refusal = violationMessage(await pushViolations(repository, actor, { ref, from: null, to: sha }));
  if (refusal !== undefined) throw new ApiError(422, refusal);
  if (!(await moveRef(world, repository, actor, { ref, from: null, to: sha })))
    throw new ApiError(422, 'Reference already exists');
}

async function dropRef(world: World, repository: Repository, actor: Actor, ref: string): Promise<void> {
  const found = await readRef(repository.git, ref);
  if (found === undefined) throw new ApiError(422, 'Reference does not exist');
  const refusal = violationMessage(await pushViolations(repository, actor, { ref, from: found.sha, to: null }));
  if (refusal !== undefined) throw new ApiError(422, refusal);
  await moveRef(world, repository, actor, { ref, from: found.sha, to: null });
}

async function commitNamed(repository: Repository, name: string): Promise<string> {
  const sha = await resolveCommit(repository.git, name);
  if (sha === undefined) throw new ApiError(422, `No ref found for: ${name}`);
  return sha;
}

async function makeRelease(world: World, repository: Repository, input: CommandInput<'release'>): Promise<number> {
  const actor = actorNamed(world, input.by);
  const now = world.now();
  const release: Release = {
    id: world.nextId(),
    tag: input.tag,
    target: input.target ?? repository.defaultBranch,
    name: input.name ?? null,
    body: input.body ?? null,
    draft: true,
    prerelease: input.prerelease ?? false,
    immutable: false,
    makeLatest: 'true',
    author: actor.account,
    assets: [],
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
  };
  if (input.draft === true) announceRelease(world, repository, actor, release, 'created');
  else await publishRelease(world, repository, actor, release);
  repository.releases.push(release);
  return release.id;
}

/** What people do: push, branch, open, review, merge, tag, release. */
export const deeds: Deeds<
  | 'push'
  | 'branch'
  | 'deleteBranch'
  | 'openPull'
  | 'mergePull'
  | 'closePull'
  | 'reopenPull'
  | 'editPull'
  | 'review'
  | 'comment'
  | 'label'
  | 'openIssue'
  | 'closeIssue'
  | 'reopenIssue'
  | 'editIssue'
  | 'tickTask'
  | 'tag'
  | 'deleteTag'
  | 'release'
> = {
  push: (world, repository, { by, from, bypass, ...wanted }) =>
    pushFiles(world, repository, actorNamed(world, by), {
      ...wanted,
      ...(from === undefined ? {} : { from }),
      ...(bypass === undefined ? {} : { bypass }),
    }),

  branch: async (world, repository, { by, name, from }) => {
    const sha = await commitNamed(repository, from ?? repository.defaultBranch);
    await makeRef(world, repository, actorNamed(world, by), `refs/heads/${name}`, sha);
    return sha;
  },

  deleteBranch: (world, repository, { by, name }) =>
    dropRef(world, repository, actorNamed(world, by), `refs/heads/${name}`),

  openPull: async (world, repository, { by, head, base, title, body, labels, draft }) => {
    const actor = actorNamed(world, by);
    const more = { ...(body === undefined ? {} : { body }), ...(draft === undefined ? {} : { draft }) };
    const pull = await openPull(world, repository, actor, { head, base, title, ...more });
    if (labels !== undefined) setLabels(world, repository, pull.issue, labels);
    return viewPull(repository, pull);
  },

  mergePull: (world, repository, { by, number, method }) =>
    mergePull(
      world,
      repository,
      actorNamed(world, by),
      pullNumbered(repository, number),
      method === undefined ? {} : { method },
    ),

  closePull: async (world, repository, { by, number }) => {
    const pull = pullNumbered(repository, number);
    if (pull.issue.state === 'open') await closePull(world, repository, actorNamed(world, by), pull);
  },

  reopenPull: (world, repository, { by, number }) =>
    reopenPull(world, repository, actorNamed(world, by), pullNumbered(repository, number)),

  editPull: (world, repository, { by, number, title, body, base }) =>
    editPull(world, repository, actorNamed(world, by), pullNumbered(repository, number), {
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
      ...(base === undefined ? {} : { base }),
    }),

  review: (world, repository, { by, number, verdict, body }) => {
    reviewPull(world, repository, actorNamed(world, by), pullNumbered(repository, number), {
      verdict,
      body: body ?? '',
    });
  },

  comment: (world, repository, { by, number, body }) => {
    const actor = actorNamed(world, by);
    const issue = repository.issues.get(number);
    if (issue === undefined) throw new ApiError(404, `${repository.fullName} has no issue #${number}`);
    const comment = { id: world.nextId(), user: actor.account, body, createdAt: world.now(), updatedAt: world.now() };
    issue.comments.push(comment);
    announceComment(world, repository, actor, issue, comment, 'created');
  },

  label: (world, repository, { by, number, labels }) => {
    const issue = repository.issues.get(number);
    if (issue === undefined) throw new ApiError(404, `${repository.fullName} has no issue #${number}`);
    setLabels(world, repository, issue, labels);
    announceIssue(world, repository, actorNamed(world, by), issue, 'labeled');
  },

  openIssue: (world, repository, { by, title, body, labels }) => {
    const actor = actorNamed(world, by);
    const issue = newIssue(world, repository, actor, title, body ?? null);
    setLabels(world, repository, issue, labels ?? []);
    announceIssue(world, repository, actor, issue, 'opened');
    return issue.number;
  },

  editIssue: (world, repository, { by, number, body }) => changeBody(world, repository, by, number, () => body),

  tickTask: (world, repository, { by, number, task, ticked }) =>
    changeBody(world, repository, by, number, (body) => withTask(body, task, ticked)),

  closeIssue: (world, repository, { by, number }) => {
    const issue = repository.issues.get(number);
    if (issue === undefined) throw new ApiError(404, `${repository.fullName} has no issue #${number}`);
    const actor = actorNamed(world, by);
    setIssueState(world, repository, actor, issue, 'closed');
  },

  reopenIssue: (world, repository, { by, number }) => {
    const issue = repository.issues.get(number);
    if (issue === undefined) throw new ApiError(404, `${repository.fullName} has no issue #${number}`);
    setIssueState(world, repository, actorNamed(world, by), issue, 'open');
  },

  tag: async (world, repository, { by, name, sha, annotated }) => {
    const actor = actorNamed(world, by);
    const commit = await commitNamed(repository, sha);
    refuseBurntTag(repository, name);
    const tagger = { ...identityOf(actor.account), date: isoSeconds(world.now()) };
    const message = typeof annotated === 'string' ? annotated : name;
    const tag = { tag: name, message, tagger, object: { sha: commit, type: 'commit' } };
    const object = annotated === undefined || annotated === false ? commit : await writeTag(repository.git, tag);
    await makeRef(world, repository, actor, `refs/tags/${name}`, object);
    return object;
  },

  deleteTag: (world, repository, { by, name }) =>
    dropRef(world, repository, actorNamed(world, by), `refs/tags/${name}`),

  release: makeRelease,
};
