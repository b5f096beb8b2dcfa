import { versionInManifest, versionInTitle } from '../../release/proposed-version.ts';
import type { Release } from '../../release/release.ts';
import { failed, type StepOutcome } from '../step-outcome.ts';

/** A pull request in which Release Please proposes a version. */
export interface Proposal {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly head: string;
  readonly base: string;
  readonly author: string | undefined;
}

export interface ManifestClient {
  readPath(
    repository: string,
    path: string,
    ref: string,
  ): Promise<
    { readonly kind: 'file'; readonly bytes: Uint8Array } | { readonly kind: 'folder' | 'missing' | 'no-ref' }
  >;
}

/** The label that Release Please gives to what it is still to release, and finds it by. */
export const pendingLabel = 'autorelease: pending';

/** The text of a file at a ref; undefined where there is none. */
export async function textAt(client: ManifestClient, repository: string, path: string, ref: string) {
  const found = await client.readPath(repository, path, ref);
  return found.kind === 'file' ? new TextDecoder().decode(found.bytes) : undefined;
}

/** The version that a pull request proposes, by its title, else by the manifest in it; undefined where neither says one. */
export async function proposedVersion(
  client: ManifestClient,
  repository: string,
  { title, head, base }: Pick<Proposal, 'title' | 'head' | 'base'>,
): Promise<string | undefined> {
  const titled = versionInTitle(title);
  if (titled !== undefined) return titled;
  const file = '.release-please-manifest.json';
  const [now, before] = await Promise.all([head, base].map((ref) => textAt(client, repository, file, ref)));
  return versionInManifest(now, before);
}

/** What is wrong with a version that is not the release's, and what to do. */
export function misproposed(
  { semver }: Release,
  { number, base }: Pick<Proposal, 'number' | 'base'>,
  proposed: string,
) {
  return {
    sentence: `Release Please proposes ${proposed} in pull request #${number}, and this release is ${semver}.` as const,
    remedy: `Push a commit to ${base} whose message ends with the line Release-As: ${semver}, let Release Please rewrite the pull request, then press Retry. Or cancel this release and start it as ${proposed}.`,
  };
}

/** The failure where no version can be read from a pull request of Release Please. */
export function unreadable({ number, url }: Pick<Proposal, 'number' | 'url'>): StepOutcome {
  return failed(
    `Neither the title of pull request #${number} nor its .release-please-manifest.json says one version that Release Please proposes.`,
    'Let the title show it (pull-request-title-pattern in release-please-config.json), then press Retry.',
    url,
  );
}
