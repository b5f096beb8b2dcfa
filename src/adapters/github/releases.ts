import { z } from 'zod';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

/** A release of GitHub, published or still a draft. */
export interface GitHubRelease {
  readonly id: string;
  readonly url: string;
  readonly tag: string;
  readonly name: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly author: string;
  /** ISO time; undefined while it is a draft. */
  readonly publishedAt?: string | undefined;
  readonly assets: readonly {
    readonly id: string;
    readonly name: string;
    readonly uploaded: boolean;
    readonly digest?: string | undefined;
  }[];
}

interface Answered {
  readonly id: number;
  readonly html_url: string;
  readonly tag_name: string;
  readonly name: string | null;
  readonly body?: string | null;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly published_at: string | null;
  readonly author: { readonly login: string };
  readonly assets: readonly {
    readonly id: number;
    readonly name: string;
    readonly state: string;
    readonly digest: string | null;
  }[];
}

const mostPages = 3; // of 100: a release of now is among the newest

function releaseOf(data: Answered): GitHubRelease {
  return {
    id: String(data.id),
    url: data.html_url,
    tag: data.tag_name,
    name: data.name ?? '',
    body: data.body ?? '',
    draft: data.draft,
    prerelease: data.prerelease,
    author: data.author.login,
    publishedAt: data.draft ? undefined : (data.published_at ?? undefined),
    assets: data.assets.map(({ id, name, state, digest }) => ({
      id: String(id),
      name,
      uploaded: state === 'uploaded',
      digest: digest ?? undefined,
    })),
  };
}

const attestations = z.object({
  attestations: z
    .array(z.object({ bundle: z.object({ dsseEnvelope: z.object({ payload: z.base64() }) }).nullish() }))
    .default([]),
});
const statement = z.object({ predicateType: z.string() });

/** Whether a signed statement is about a build. Where GitHub leaves the statement out, its own filter has judged. */
function isProvenance(payload: string | undefined): boolean {
  if (payload === undefined) return true;
  const read = statement.safeParse(JSON.parse(Buffer.from(payload, 'base64').toString('utf8')));
  return read.success && read.data.predicateType.startsWith('https://slsa.dev/provenance/');
}

const uploadTimeout = 120_000; // ms; GitHub takes assets of up to 2 GB, and a file of the repository may have 100 MB

/** Releases on GitHub and their assets. */
export function releasesOn(github: GitHub) {
  const patient = github.within(uploadTimeout);
  return {
    /** The newest 300 releases, drafts too: looking one up by its tag would hide its draft. */
    async listReleases(repository: string): Promise<readonly GitHubRelease[]> {
      const octokit = await github.octokitFor(repository);
      const found: GitHubRelease[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const { data } = await octokit.rest.repos.listReleases({ ...named(repository), per_page: 100, page });
        found.push(...data.map(releaseOf));
        if (data.length < 100) break;
      }
      return found;
    },

    async draftRelease(
      repository: string,
      wanted: {
        readonly tag: string;
        readonly sha: string;
        readonly name: string;
        readonly body: string;
        readonly prerelease: boolean;
      },
    ): Promise<GitHubRelease> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.repos.createRelease({
        ...named(repository),
        tag_name: wanted.tag,
        target_commitish: wanted.sha,
        name: wanted.name,
        body: wanted.body,
        prerelease: wanted.prerelease,
        draft: true,
      });
      return releaseOf(data);
    },

    /** Uploads an asset. `exists`: one of that name is there already. */
    async uploadAsset(
      repository: string,
      release: string,
      asset: { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array },
    ): Promise<'made' | 'exists'> {
      const octokit = await patient.octokitFor(repository);
      const { data } = await octokit.rest.repos.getRelease({ ...named(repository), release_id: Number(release) });
      const body = new Blob([new Uint8Array(asset.bytes)]);
      const asked = octokit.request({
        method: 'POST',
        url: data.upload_url, // a template on another host: GitHub says where
        name: asset.name,
        data: body,
        headers: { 'content-type': asset.contentType, 'content-length': body.size },
      });
      const answer = await expecting([422], asked);
      if (!(answer instanceof GitHubAnswer)) return 'made';
      if (answer.codes.includes('already_exists')) return 'exists';
      await asked; // throws what else was refused
      return 'made';
    },

    /** Deletes an asset; one that is gone already is as good. */
    async deleteAsset(repository: string, asset: string): Promise<void> {
      const octokit = await github.octokitFor(repository);
      await expecting([404], octokit.rest.repos.deleteReleaseAsset({ ...named(repository), asset_id: Number(asset) }));
    },

    /**
     * Whether the repository has an attestation of how something of this digest was built. Its signature is not verified.
     * GitHub answers 404 as well as an empty list where there is none.
     */
    async isAttested(repository: string, digest: string): Promise<boolean> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), subject_digest: digest, predicate_type: 'provenance' };
      const answer = await expecting([404], octokit.rest.repos.listAttestations(asked));
      if (answer instanceof GitHubAnswer) return false;
      return attestations
        .parse(answer.data)
        .attestations.some(({ bundle }) => isProvenance(bundle?.dsseEnvelope.payload));
    },

    /** Changes name and text of a release, and makes it a pre-release: those are never the latest. */
    async markRelease(
      repository: string,
      release: string,
      { name, body }: { readonly name: string; readonly body: string },
    ): Promise<GitHubRelease> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.repos.updateRelease({
        ...named(repository),
        release_id: Number(release),
        name,
        body,
        prerelease: true,
      });
      return releaseOf(data);
    },

    async rewriteDraft(
      repository: string,
      release: string,
      { sha, body }: { readonly sha: string; readonly body: string },
    ): Promise<void> {
      const octokit = await github.octokitFor(repository);
      await octokit.rest.repos.updateRelease({
        ...named(repository),
        release_id: Number(release),
        target_commitish: sha,
        body,
      });
    },

    /** Makes a draft public. `latest`: whether it becomes the repository's latest release. */
    async publishRelease(repository: string, release: string, latest: boolean): Promise<GitHubRelease> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.repos.updateRelease({
        ...named(repository),
        release_id: Number(release),
        draft: false,
        make_latest: latest ? 'true' : 'false',
      });
      return releaseOf(data);
    },
  };
}
