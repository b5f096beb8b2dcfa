import { createHash } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import type { Account } from '../state/account.ts';
import type { Release } from '../state/release.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

interface File {
  readonly name: string;
  readonly content: string;
  /** With the provenance that a workflow attests. */
  readonly attested: boolean;
}

/** Attaches a file to a release in the place of one of its name, as `gh release upload --clobber` does. */
export function attachFile(
  world: World,
  repository: Repository,
  release: Release,
  uploader: Account,
  { name, content, attested }: File,
): void {
  if (release.immutable) throw new ApiError(422, 'Cannot change the assets of an immutable release');
  const bytes = Buffer.from(content);
  const file = { name, label: null, contentType: 'application/octet-stream', content: bytes };
  const asset = { id: world.nextId(), ...file, state: 'uploaded' as const, uploader, createdAt: world.now() };
  release.assets = [...release.assets.filter((one) => one.name !== name), asset];
  if (attested) {
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    repository.attestations.push({ digest, predicateType: 'https://slsa.dev/provenance/v1' });
  }
  world.changed(repository, `asset ${name} uploaded to ${release.tag}`);
}
