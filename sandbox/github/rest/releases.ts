import { ApiError, validationFailed } from '../api-error.ts';
import { generateNotes } from '../domain/generate-notes.ts';
import { announceRelease, latestRelease, publishRelease, refuseBurntTag } from '../domain/publish-release.ts';
import { readRef } from '../git/refs.ts';
import { presentRelease } from '../present/present-release.ts';
import { apiUrl } from '../present/present-repository.ts';
import type { Release } from '../state/release.ts';
import type { Repository } from '../state/repository.ts';
import { created, found, type Handlers, noContent, ok } from './call.ts';
import { listPage } from './page.ts';

/** A release by its id; 404 when there is none. */
export const releaseOf = (repository: Repository, id: number): Release =>
  found(repository.releases.find((release) => release.id === id));

/** What an immutable release refuses to have changed; its name and body stay open. */
function refuseImmutable(
  release: Release,
  args: { tag_name?: string; target_commitish?: string; draft?: boolean },
): void {
  const moved = args.tag_name !== undefined && args.tag_name !== release.tag;
  if (!release.immutable || (!moved && args.draft !== true)) return;
  throw validationFailed({
    resource: 'Release',
    code: 'custom',
    field: 'tag_name',
    message: 'Cannot change an immutable release',
  });
}

const makeLatest = (value: string | undefined): Release['makeLatest'] =>
  value === 'false' || value === 'legacy' ? value : 'true';

/** Releases. Their assets are in a file of their own. */
export const releaseHandlers: Handlers<'repos'> = {
  listReleases: async (call) => {
    const { world, repository } = call;
    const newest = [...repository.releases].sort(
      (one, other) => Number(other.createdAt) - Number(one.createdAt) || other.id - one.id,
    );
    return await listPage(call, newest, (release) => presentRelease(world, repository, release));
  },

  createRelease: async ({ world, repository, actor, args }) => {
    const now = world.now();
    const notes =
      args.generate_release_notes === true
        ? await generateNotes(world, repository, args.tag_name, args.target_commitish)
        : undefined;
    const release: Release = {
      id: world.nextId(),
      tag: args.tag_name,
      target: args.target_commitish ?? repository.defaultBranch,
      name: args.name ?? notes?.name ?? null,
      body: [args.body, notes?.body].filter((part) => part !== undefined).join('\n\n') || null,
      draft: true,
      prerelease: args.prerelease ?? false,
      immutable: false,
      makeLatest: makeLatest(args.make_latest),
      author: actor.account,
      assets: [],
      createdAt: now,
      updatedAt: now,
      publishedAt: null,
    };
    refuseBurntTag(repository, release.tag);
    if (args.draft === true) announceRelease(world, repository, actor, release, 'created');
    else await publishRelease(world, repository, actor, release);
    repository.releases.push(release);
    return created(presentRelease(world, repository, release), apiUrl(world, repository, `/releases/${release.id}`));
  },

  getRelease: ({ world, repository, args }) =>
    ok(presentRelease(world, repository, releaseOf(repository, args.release_id))),

  getReleaseByTag: ({ world, repository, args }) => {
    // drafts have no tag yet: looking one up by its name finds nothing
    const release = found(repository.releases.find(({ tag, draft }) => tag === args.tag && !draft));
    return ok(presentRelease(world, repository, release));
  },

  getLatestRelease: ({ world, repository }) => ok(presentRelease(world, repository, found(latestRelease(repository)))),

  updateRelease: async ({ world, repository, actor, args }) => {
    const release = releaseOf(repository, args.release_id);
    refuseImmutable(release, args);
    if (args.tag_name !== undefined && args.tag_name !== release.tag) {
      refuseBurntTag(repository, args.tag_name);
      release.tag = args.tag_name;
    }
    release.target = args.target_commitish ?? release.target;
    release.name = args.name ?? release.name;
    release.body = args.body ?? release.body;
    release.prerelease = args.prerelease ?? release.prerelease;
    if (args.make_latest !== undefined) release.makeLatest = makeLatest(args.make_latest);
    release.updatedAt = world.now();
    if (args.draft === false && release.draft) await publishRelease(world, repository, actor, release);
    else announceRelease(world, repository, actor, release, 'edited');
    return ok(presentRelease(world, repository, release));
  },

  deleteRelease: ({ world, repository, actor, args }) => {
    const release = releaseOf(repository, args.release_id);
    repository.releases.splice(repository.releases.indexOf(release), 1);
    announceRelease(world, repository, actor, release, 'deleted');
    return noContent();
  },

  generateReleaseNotes: async ({ world, repository, args }) => {
    if (
      args.previous_tag_name !== undefined &&
      (await readRef(repository.git, `refs/tags/${args.previous_tag_name}`)) === undefined
    ) {
      throw new ApiError(422, 'Validation Failed', [
        {
          resource: 'Release',
          code: 'custom',
          field: 'previous_tag_name',
          message: 'previous_tag_name is not a valid tag',
        },
      ]);
    }
    return ok(await generateNotes(world, repository, args.tag_name, args.target_commitish, args.previous_tag_name));
  },
};
