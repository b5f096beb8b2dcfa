import { ApiError, notFound } from '../api-error.ts';
import { moveRef } from '../domain/move-ref.ts';
import { announceRelease, refuseBurntTag } from '../domain/publish-release.ts';
import { pushViolations, violationMessage } from '../domain/violations.ts';
import { isAncestor, isoSeconds } from '../git/commits.ts';
import { listRefs, objectType, readRef, validRefName } from '../git/refs.ts';
import { readTag, writeTag } from '../git/tags.ts';
import { presentRef, presentTag } from '../present/present-commit.ts';
import type { Actor } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import { identityOf, type World } from '../state/world.ts';
import { created, found, type Handlers, noContent, ok } from './call.ts';

async function refuse(violations: ReturnType<typeof pushViolations>): Promise<void> {
  const message = violationMessage(await violations);
  if (message !== undefined) throw new ApiError(422, message);
}

/** A tag that an immutable release stands on can neither move nor go. */
function refuseLocked(repository: Repository, ref: string): void {
  const tag = ref.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : undefined;
  const locked = repository.releases.some((release) => release.immutable && release.tag === tag);
  if (locked)
    throw new ApiError(
      422,
      'Repository rule violations found\n\nCannot change or delete the tag of an immutable release.\n\n',
    );
}

/** A release whose tag is deleted becomes a draft again. */
function unpublish(world: World, repository: Repository, actor: Actor, ref: string): void {
  for (const release of repository.releases) {
    if (release.draft || ref !== `refs/tags/${release.tag}`) continue;
    release.draft = true;
    announceRelease(world, repository, actor, release, 'unpublished');
  }
}

/** References and annotated tags. */
export const refHandlers: Handlers<'git'> = {
  getRef: async ({ world, repository, args }) => {
    const ref = found(await readRef(repository.git, `refs/${args.ref}`));
    return ok(presentRef(world, repository, ref));
  },

  listMatchingRefs: async ({ world, repository, args }) => {
    const refs = (await listRefs(repository.git, `refs/${args.ref}`)).filter(
      ({ ref }) => !ref.startsWith('refs/sandbox/'),
    );
    return ok(refs.map((ref) => presentRef(world, repository, ref)));
  },

  createRef: async ({ world, repository, actor, args: { ref, sha } }) => {
    if (!(await validRefName(repository.git, ref)))
      throw new ApiError(422, "Reference name is not valid. It must start with 'refs/' and have at least two slashes.");
    const type = await objectType(repository.git, sha);
    if (type === undefined) throw new ApiError(422, 'Object does not exist');
    if (ref.startsWith('refs/heads/') && type !== 'commit') throw new ApiError(422, 'Object is not a commit');
    if ((await readRef(repository.git, ref)) !== undefined) throw new ApiError(422, 'Reference already exists');
    if (ref.startsWith('refs/tags/')) refuseBurntTag(repository, ref.slice('refs/tags/'.length));
    await refuse(pushViolations(repository, actor, { ref, from: null, to: sha }));
    if (!(await moveRef(world, repository, actor, { ref, from: null, to: sha }))) {
      throw new ApiError(422, 'Reference update failed');
    }
    return created(presentRef(world, repository, { ref, sha, type }));
  },

  updateRef: async ({ world, repository, actor, args }) => {
    const ref = `refs/${args.ref}`;
    const current = await readRef(repository.git, ref);
    if (current === undefined) throw new ApiError(422, 'Reference does not exist');
    const type = await objectType(repository.git, args.sha);
    if (type === undefined) throw new ApiError(422, 'Object does not exist');
    if (args.force !== true && !(await isAncestor(repository.git, current.commit, args.sha))) {
      throw new ApiError(422, 'Update is not a fast forward');
    }
    refuseLocked(repository, ref);
    await refuse(pushViolations(repository, actor, { ref, from: current.sha, to: args.sha }));
    if (
      current.sha !== args.sha &&
      !(await moveRef(world, repository, actor, { ref, from: current.sha, to: args.sha }))
    ) {
      throw new ApiError(422, 'Reference update failed');
    }
    return ok(presentRef(world, repository, { ref, sha: args.sha, type }));
  },

  deleteRef: async ({ world, repository, actor, args }) => {
    const ref = `refs/${args.ref}`;
    const current = await readRef(repository.git, ref);
    if (current === undefined) throw new ApiError(422, 'Reference does not exist');
    if (ref === `refs/heads/${repository.defaultBranch}`) throw new ApiError(422, 'Cannot delete the default branch');
    refuseLocked(repository, ref);
    await refuse(pushViolations(repository, actor, { ref, from: current.sha, to: null }));
    await moveRef(world, repository, actor, { ref, from: current.sha, to: null });
    unpublish(world, repository, actor, ref);
    return noContent();
  },

  createTag: async ({ world, repository, actor, args }) => {
    const type = await objectType(repository.git, args.object);
    if (type === undefined || type !== args.type) throw new ApiError(422, 'Object does not exist');
    const tagger = {
      ...(args.tagger === undefined ? identityOf(actor.account) : { name: args.tagger.name, email: args.tagger.email }),
      date: isoSeconds(args.tagger?.date ?? world.now()),
    };
    const tag = { tag: args.tag, message: args.message, tagger, object: { sha: args.object, type } };
    const sha = await writeTag(repository.git, tag);
    return created(presentTag(world, repository, { ...tag, sha }));
  },

  getTag: async ({ world, repository, args }) => {
    const tag = await readTag(repository.git, args.tag_sha);
    if (tag === undefined) throw notFound();
    return ok(presentTag(world, repository, tag));
  },
};
