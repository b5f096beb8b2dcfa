import type { Execute } from '../execute.ts';
import type { Release } from '../release/release.ts';

interface HashEvidencePorts {
  readonly execute: Execute;
  /** Reads a file to its end; throws Outage or RefusedOutside. */
  hashFile(
    id: string,
  ): Promise<{ readonly kind: 'hashed'; readonly sha256: string } | { readonly kind: 'deleted' | 'too-large' }>;
}

const lost = {
  deleted: 'The file was deleted in Slack before Slipway could read it.',
  'too-large': 'The file has more than the 50 MB that Slipway reads.',
} as const;

/** Reads a file that was given as evidence and records its hash; where it cannot be read for good, its item is unticked. */
export async function hashEvidence(
  { execute, hashFile }: HashEvidencePorts,
  release: Release,
  { step: checklist, item, file }: { readonly step: string; readonly item: string; readonly file: string },
): Promise<void> {
  const read = await hashFile(file);
  const about = { checklist, item, file };
  if (read.kind === 'hashed') await execute(release.id, { type: 'RecordEvidenceHash', ...about, sha256: read.sha256 });
  else await execute(release.id, { type: 'RecordEvidenceLost', ...about, sentence: lost[read.kind] });
}
