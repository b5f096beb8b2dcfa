import { releaseRecord } from '../../release/record.ts';
import type { Release } from '../../release/release.ts';

/** The asset that Slipway writes itself. */
const recordName = 'release-record.json';

export interface Asset {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface ReleaseAssetsClient {
  readPath(
    repository: string,
    path: string,
    ref: string,
  ): Promise<
    { readonly kind: 'file'; readonly bytes: Uint8Array } | { readonly kind: 'folder' | 'missing' | 'no-ref' }
  >;
}

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  yml: 'application/yaml',
  yaml: 'application/yaml',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

/** The name under which GitHub keeps an asset: of a path its last part, with what GitHub would replace replaced already. */
export function assetName(path: string): string {
  return (path.split('/').at(-1) ?? path).replaceAll(/[^\w.+@-]+/g, '.');
}

/** An asset to upload: the record of the release, or a file of the repository at the tag. Undefined where that file is not there. */
export async function assetOf(client: ReleaseAssetsClient, release: Release, path: string): Promise<Asset | undefined> {
  if (path === recordName) {
    const bytes = new TextEncoder().encode(`${JSON.stringify(releaseRecord(release), undefined, 2)}\n`);
    return { name: recordName, contentType: 'application/json', bytes };
  }
  const found = await client.readPath(release.component.repository, path, release.tag);
  if (found.kind !== 'file') return undefined;
  const name = assetName(path);
  const contentType = contentTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
  return { name, contentType, bytes: found.bytes };
}
