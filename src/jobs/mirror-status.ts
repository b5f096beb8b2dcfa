import { type Mirror, mirrorOf } from '../release/mirror.ts';
import type { Release } from '../release/release.ts';

/** The context that a team can require on the released branch: then nobody merges around the process. */
export const mirrorContext = 'slipway/release';

export interface MirrorStatusClient {
  statusOf(
    repository: string,
    sha: string,
    context: string,
  ): Promise<
    { readonly state: string; readonly description: string; readonly targetUrl: string | undefined } | undefined
  >;
  setStatus(
    repository: string,
    sha: string,
    context: string,
    status: {
      readonly state: Mirror['state'];
      readonly description: string;
      readonly targetUrl?: string | undefined;
    },
  ): Promise<void>;
}

/**
 * Makes the commit status say where the release stands. What it says already is not said again: GitHub keeps 1,000
 * statuses of a commit and context.
 * @param targetUrl where the status leads, such as the release's card in Slack.
 * @returns what it says now, for RecordMirror; undefined when there is nothing to say it on.
 */
export async function mirrorStatus(
  client: MirrorStatusClient,
  release: Release,
  targetUrl?: string,
): Promise<Mirror | undefined> {
  const mirror = mirrorOf(release);
  if (mirror === undefined) return undefined;
  const { repository } = release.component;
  const { sha, state, description } = mirror;
  const now = await client.statusOf(repository, sha, mirrorContext);
  const same = now?.state === state && now.description === description && now.targetUrl === targetUrl;
  if (!same) await client.setStatus(repository, sha, mirrorContext, { state, description, targetUrl });
  return mirror;
}
