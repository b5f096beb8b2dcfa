import { createHash } from 'node:crypto';
import { isoSeconds } from '../git/commits.ts';
import { nodeId } from '../state/ids.ts';
import type { Asset, Release } from '../state/release.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { presentAccount } from './present-account.ts';
import { apiUrl, htmlUrl } from './present-repository.ts';

/** `release-asset`. */
export function presentAsset(world: World, repository: Repository, release: Release, asset: Asset) {
  const digest = `sha256:${createHash('sha256').update(asset.content).digest('hex')}`;
  const file = encodeURIComponent(asset.name);
  return {
    url: apiUrl(world, repository, `/releases/assets/${asset.id}`),
    browser_download_url: htmlUrl(world, repository, `/releases/download/${encodeURIComponent(release.tag)}/${file}`),
    id: asset.id,
    node_id: nodeId('ReleaseAsset', asset.id),
    name: asset.name,
    label: asset.label,
    state: asset.state,
    content_type: asset.contentType,
    size: asset.content.length,
    digest: asset.state === 'uploaded' ? digest : null,
    download_count: 0,
    created_at: isoSeconds(asset.createdAt),
    updated_at: isoSeconds(asset.createdAt),
    uploader: presentAccount(world, asset.uploader),
  };
}

/** `release`. A draft's page hides its tag, as on GitHub. */
export function presentRelease(world: World, repository: Repository, release: Release) {
  const url = apiUrl(world, repository, `/releases/${release.id}`);
  const page = release.draft ? `untagged-${nodeId('Release', release.id)}` : release.tag;
  const tag = encodeURIComponent(release.tag);
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${world.urls.uploads}/repos/${repository.fullName}/releases/${release.id}/assets{?name,label}`,
    html_url: htmlUrl(world, repository, `/releases/tag/${page}`),
    id: release.id,
    author: presentAccount(world, release.author),
    node_id: nodeId('Release', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    draft: release.draft,
    immutable: release.immutable,
    prerelease: release.prerelease,
    created_at: isoSeconds(release.createdAt),
    updated_at: isoSeconds(release.updatedAt),
    published_at: release.publishedAt === null ? null : isoSeconds(release.publishedAt),
    assets: release.assets.map((asset) => presentAsset(world, repository, release, asset)),
    tarball_url: release.draft ? null : apiUrl(world, repository, `/tarball/${tag}`),
    zipball_url: release.draft ? null : apiUrl(world, repository, `/zipball/${tag}`),
    body: release.body,
  };
}
