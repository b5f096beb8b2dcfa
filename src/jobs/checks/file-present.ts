import type { CheckStep } from '../../release/playbook-steps.ts';
import { completed, failing, type StepOutcome, type StepWork } from '../step-outcome.ts';

interface Entry {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

export interface FilePresentClient {
  readPath(
    repository: string,
    path: string,
    ref: string,
  ): Promise<
    | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly url: string }
    | { readonly kind: 'folder'; readonly entries: readonly Entry[] }
    | { readonly kind: 'missing' | 'no-ref' }
  >;
}

type Work = StepWork<Extract<CheckStep, { check: 'file-present' }>>;

const keepers = new Set(['.gitkeep', '.keep']); // git keeps no empty folder, so people put these in

const deepest = 3; // folders in folders that are looked into

async function hasFile(
  client: FilePresentClient,
  entries: readonly Entry[],
  repository: string,
  ref: string,
  depth = 0,
): Promise<boolean> {
  if (entries.some((e) => e.type === 'file' && e.size > 0 && !keepers.has(e.name))) return true;
  for (const { path } of depth === deepest ? [] : entries.filter((e) => e.type === 'dir')) {
    const inside = await client.readPath(repository, path, ref);
    if (inside.kind === 'folder' && (await hasFile(client, inside.entries, repository, ref, depth + 1))) return true;
  }
  return false;
}

/** Whether a file is there and has content; for a path that ends in `/`, whether the folder has at least one such file. */
export async function filePresent(client: FilePresentClient, work: Work): Promise<StepOutcome> {
  const { repository, step } = work;
  const [path, ref] = [work.fill(step.path), work.fill(step.ref)];
  const found = await client.readPath(repository, path, ref);
  const folder = path.endsWith('/');
  if (found.kind === 'file' && folder)
    return failing(`${path.slice(0, -1)} on ${ref} is a file, and a folder is asked for.`, found.url);
  if (found.kind === 'file' && found.bytes.length === 0) return failing(`${path} on ${ref} is empty.`, found.url);
  if (found.kind === 'file') return completed('made', `${path} is on ${ref}.`, found.url);
  if (found.kind === 'folder') {
    if (!folder) return failing(`${path} on ${ref} is a folder, and a file is asked for.`);
    if (await hasFile(client, found.entries, repository, ref)) return completed('made', `${path} on ${ref} has files.`);
    return failing(`${path} on ${ref} has no file with content. Add at least one.`);
  }
  if (found.kind === 'no-ref') return failing(`${repository} has no branch ${ref}.`);
  return failing(`${path} is not on ${ref}. Add ${folder ? 'at least one file to it' : 'it'}.`);
}
