import { ApiError, validationFailed } from '../api-error.ts';
import { presentAsset } from '../present/present-release.ts';
import type { Asset, Release } from '../state/release.ts';
import type { Repository } from '../state/repository.ts';
import { created, found, type Handlers, noContent, ok } from './call.ts';
import { listPage } from './page.ts';
import { releaseOf } from './releases.ts';

function assetOf(repository: Repository, id: number): { release: Release; asset: Asset } {
  for (const release of repository.releases) {
    const asset = release.assets.find((one) => one.id === id);
    if (asset !== undefined) return { release, asset };
  }
  return found<never>(undefined);
}

const locked = () =>
  new ApiError(422, 'Validation Failed', [
    {
      resource: 'ReleaseAsset',
      code: 'custom',
      field: 'release',
      message: 'Cannot change the assets of an immutable release',
    },
  ]);

/** Files attached to releases. */
export const assetHandlers: Handlers<'repos'> = {
  listReleaseAssets: async (call) => {
    const release = releaseOf(call.repository, call.args.release_id);
    return await listPage(call, release.assets, (asset) => presentAsset(call.world, call.repository, release, asset));
  },

  getReleaseAsset: ({ world, repository, args, headers }) => {
    const { release, asset } = assetOf(repository, args.asset_id);
    if (headers['accept'] === 'application/octet-stream') return { status: 200, body: asset.content };
    return ok(presentAsset(world, repository, release, asset));
  },

  uploadReleaseAsset: ({ world, repository, actor, args, headers }) => {
    const release = releaseOf(repository, args.release_id);
    if (release.immutable) throw locked();
    if (release.assets.some(({ name }) => name === args.name)) {
      throw validationFailed({ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' });
    }
    const asset: Asset = {
      id: world.nextId(),
      name: args.name,
      label: args.label ?? null,
      contentType: headers['content-type']?.toString() ?? 'application/octet-stream',
      content: Buffer.from(args.data),
      state: 'uploaded',
      uploader: actor.account,
      createdAt: world.now(),
    };
    release.assets.push(asset);
    world.changed(repository, `asset ${asset.name} uploaded to ${release.tag}`);
    return created(presentAsset(world, repository, release, asset));
  },

  deleteReleaseAsset: ({ repository, args }) => {
    const { release, asset } = assetOf(repository, args.asset_id);
    if (release.immutable) throw locked();
    release.assets.splice(release.assets.indexOf(asset), 1);
    return noContent();
  },
};
