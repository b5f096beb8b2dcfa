import semver from 'semver';
import type { ActionStep } from '../../release/playbook-steps.ts';
import type { Release } from '../../release/release.ts';
import { versionIn } from '../../release/version.ts';
import { completed, failed, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { type TagOfReleaseClient, tagOfRelease } from '../tag-of-release.ts';
import { assetName, assetOf, type ReleaseAssetsClient } from './release-assets.ts';
import { draftOf, type GitHubRelease, type ReleaseDraftClient } from './release-draft.ts';
import { isMarked } from './release-mark.ts';

export interface PublishReleaseClient extends ReleaseAssetsClient, ReleaseDraftClient, TagOfReleaseClient {
  /** Newest first, drafts too. */
  listReleases(repository: string): Promise<readonly GitHubRelease[]>;
  uploadAsset(
    repository: string,
    release: string,
    asset: { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array },
  ): Promise<'made' | 'exists'>;
  deleteAsset(repository: string, asset: string): Promise<void>;
  publishRelease(repository: string, release: string, latest: boolean): Promise<GitHubRelease>;
}

type Work = StepWork<Extract<ActionStep, { action: 'publish-release' }>>;

/** Whether this version becomes the latest: an old line does not overtake what is out already, a pre-release nothing. */
function becomesLatest(release: Release, known: readonly GitHubRelease[]): boolean {
  const published = known.filter((r) => !r.draft && !r.prerelease);
  const versions = published.flatMap((r) => versionIn(release.playbook.tag, r.tag) ?? []);
  return semver.prerelease(release.semver) === null && versions.every((v) => semver.gte(release.semver, v));
}

function publishedOutcome(release: Release, found: GitHubRelease, wanted: readonly string[]): StepOutcome {
  const facts = { id: found.id, url: found.url, at: found.publishedAt ?? '' };
  if (isMarked(found.body, release.id))
    return completed('made', `Release ${release.tag} is published.`, found.url, facts);
  const lacking = wanted.filter((path) => !found.assets.some((a) => a.uploaded && a.name === assetName(path)));
  const without = lacking.length === 0 ? '' : ` It lacks ${lacking.join(', ')}.`;
  return completed(
    'adopted',
    `Release ${release.tag} of ${found.author} is published on GitHub.${without}`,
    found.url,
    facts,
  );
}

/** Uploads what the draft lacks. Returns the files that the tag does not have. */
async function uploadTo(
  client: PublishReleaseClient,
  release: Release,
  draft: GitHubRelease,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const { repository } = release.component;
  const missing: string[] = [];
  for (const path of wanted) {
    const there = draft.assets.filter((a) => a.name === assetName(path));
    for (const broken of there.filter((a) => !a.uploaded)) await client.deleteAsset(repository, broken.id);
    if (there.some((a) => a.uploaded)) continue;
    const asset = await assetOf(client, release, path);
    if (asset === undefined) missing.push(path);
    else await client.uploadAsset(repository, draft.id, asset);
  }
  return missing;
}

/**
 * Publishes the release of the tag on GitHub: draft, assets, publication, so that an immutable release is complete.
 * One that a person published for the tag is adopted, a draft of theirs is completed and published.
 */
export async function publishRelease(client: PublishReleaseClient, work: Work): Promise<StepOutcome> {
  const { release, repository, step, fill } = work;
  const wanted = step.assets.map(fill);
  const known = await client.listReleases(repository);
  const published = known.find((r) => !r.draft && r.tag === release.tag);
  if (published !== undefined) return publishedOutcome(release, published, wanted);
  const tag = await tagOfRelease(client, work); // publishing without it would make it, at whatever the branch is now
  if (tag.kind === 'told') return tag.outcome;
  const asked = await draftOf(client, work, known, { head: release.tag, sha: tag.sha });
  if (asked.kind === 'told') return asked.outcome;
  const draft = asked.value;
  const missing = await uploadTo(client, release, draft, wanted);
  if (missing.length > 0)
    return failed(
      `${missing.join(', ')} is not in ${repository} at ${release.tag}, so it cannot be attached.`,
      'Attach it to the draft on GitHub by hand, or publish the draft as it is, then press Retry.',
      draft.url,
    );
  const done = await client.publishRelease(repository, draft.id, becomesLatest(release, known));
  const facts = { id: done.id, url: done.url, at: done.publishedAt ?? '' };
  return completed('made', `Release ${release.tag} is published.`, done.url, facts);
}
