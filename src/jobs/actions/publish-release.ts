import semver from 'semver';
import type { Changes } from '../../release/changes.ts';
import { releaseNotes } from '../../release/notes.ts';
import type { ActionStep } from '../../release/playbook-steps.ts';
import { releasePullRequest } from '../../release/record.ts';
import type { Release } from '../../release/release.ts';
import { versionIn } from '../../release/version.ts';
import { type AskOnceClient, askOnce } from '../ask-once.ts';
import { completed, failed, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { type TagOfReleaseClient, tagOfRelease } from '../tag-of-release.ts';
import { assetName, assetOf, type ReleaseAssetsClient } from './release-assets.ts';
import { isMarked, markOf } from './release-mark.ts';

interface GitHubRelease {
  readonly id: string;
  readonly url: string;
  readonly tag: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly author: string;
  readonly publishedAt?: string | undefined;
  readonly assets: readonly { readonly id: string; readonly name: string; readonly uploaded: boolean }[];
}

export interface PublishReleaseClient extends ReleaseAssetsClient, AskOnceClient, TagOfReleaseClient {
  changesForNotes(repository: string, base: string | undefined, head: string): Promise<Changes>;
  /** Newest first, drafts too. */
  listReleases(repository: string): Promise<readonly GitHubRelease[]>;
  draftRelease(
    repository: string,
    wanted: {
      readonly tag: string;
      readonly sha: string;
      readonly name: string;
      readonly body: string;
      readonly prerelease: boolean;
    },
  ): Promise<GitHubRelease>;
  uploadAsset(
    repository: string,
    release: string,
    asset: { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array },
  ): Promise<'made' | 'exists'>;
  deleteAsset(repository: string, asset: string): Promise<void>;
  publishRelease(repository: string, release: string, latest: boolean): Promise<GitHubRelease>;
}

type Work = StepWork<Extract<ActionStep, { action: 'publish-release' }>>;

async function bodyOf(client: PublishReleaseClient, release: Release): Promise<string> {
  const { repository } = release.component;
  const changes = await client.changesForNotes(repository, release.previousTag, release.tag);
  const pull = releasePullRequest(release);
  const through = pull?.['url'] === undefined ? '' : `Released through [#${pull['number']}](${pull['url']}).`;
  const compare = `${pull?.['url']?.replace(/\/pull\/\d+$/, '/compare')}/${release.previousTag}...${release.tag}`;
  const comparison =
    pull?.['url'] === undefined
      ? `Changes since ${release.previousTag}`
      : `[Changes since ${release.previousTag}](${encodeURI(compare)})`;
  const since = release.previousTag === undefined ? '' : `${comparison}.`;
  const foot = [[since, through].filter((part) => part !== '').join(' '), `<!-- ${markOf(release.id)} -->`];
  return releaseNotes(
    { changes, ...(pull === undefined ? {} : { releasePullRequest: Number(pull['number']) }) },
    foot.filter((part) => part !== '').join('\n\n'),
  );
}

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
    `${found.author} published release ${release.tag} on GitHub.${without}`,
    found.url,
    facts,
  );
}

/** The draft that is there already, or else one of ours, asked for once: GitHub would make a second one of the same. */
async function draftOf(client: PublishReleaseClient, work: Work, known: readonly GitHubRelease[], sha: string) {
  const { release } = work;
  const drafts = known.filter((r) => r.draft && r.tag === release.tag);
  const found = drafts.find((r) => isMarked(r.body, release.id)) ?? drafts[0];
  if (found !== undefined) return { kind: 'answered' as const, value: found };
  const body = await bodyOf(client, release);
  const prerelease = semver.prerelease(release.semver) !== null;
  const name = `${release.component.name} ${release.semver}`;
  return await askOnce(
    client,
    work,
    { what: 'draft', asking: `the draft of release ${release.tag}`, result: 'it' },
    () => client.draftRelease(release.component.repository, { tag: release.tag, sha, name, body, prerelease }),
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
  const asked = await draftOf(client, work, known, tag.sha);
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
