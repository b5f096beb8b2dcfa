import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Playbook } from './release/playbook.ts';
import { readPlaybook } from './release/read-playbook.ts';
import type { Problem } from './release/yaml-file.ts';

/** A playbook with the digest by which a release says which text of it was pinned. */
export interface LoadedPlaybook {
  readonly playbook: Playbook;
  /** sha256, hexadecimal, of the canonical playbook: comments, order of keys and layout do not count. */
  readonly digest: string;
  readonly file: string;
}

/** Playbooks by their name. */
export type Playbooks = ReadonlyMap<string, LoadedPlaybook>;

/** A mistake in a file. */
export interface FileProblem extends Problem {
  readonly file: string;
}

/** `file:line:column message Fix` on one line, as editors and terminals turn it into a link. */
export function problemLine({ file, line, column, message, fix }: FileProblem): string {
  return `${file}:${line}:${column} ${message}${fix === undefined ? '' : ` ${fix}`}`;
}

/** The JSON of a value with the keys of every map in order, so that equal playbooks have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** sha256 of the canonical playbook, hexadecimal. */
function digestOf(playbook: Playbook): string {
  return createHash('sha256').update(canonical(playbook)).digest('hex');
}

/** Whether a file name is a playbook's: YAML, not hidden. */
export function isPlaybookFile(name: string): boolean {
  return /^[^.].*\.ya?ml$/.test(name);
}

/**
 * Reads the playbooks in these files, all mistakes of all files at once.
 *
 * @throws when a file cannot be read.
 */
export function readPlaybooks(files: readonly string[]): {
  readonly playbooks: Playbooks;
  readonly problems: readonly FileProblem[];
} {
  const playbooks = new Map<string, LoadedPlaybook>();
  const problems: FileProblem[] = [];
  for (const file of files) {
    const read = readPlaybook(readFileSync(file, 'utf8'));
    if ('problems' in read) {
      problems.push(...read.problems.map((problem) => ({ ...problem, file })));
      continue;
    }
    const { playbook } = read;
    const other = playbooks.get(playbook.playbook);
    if (other === undefined) playbooks.set(playbook.playbook, { playbook, digest: digestOf(playbook), file });
    else
      problems.push({
        file,
        line: 1,
        column: 1,
        message: `${other.file} calls itself ${playbook.playbook} too.`,
        fix: 'Give one of them another name after “playbook:”.',
      });
  }
  return { playbooks, problems };
}

/**
 * Reads every playbook of a folder.
 *
 * @throws when the folder or a file cannot be read.
 */
export function loadPlaybooks(folder: string): ReturnType<typeof readPlaybooks> {
  return readPlaybooks(
    readdirSync(folder)
      .filter(isPlaybookFile)
      .sort()
      .map((name) => join(folder, name)),
  );
}
