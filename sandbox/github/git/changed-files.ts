import { type Git, GitError } from './run-git.ts';

export interface ChangedFile {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string;
}

const kinds: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

interface Raw {
  readonly letter: string;
  readonly before: string;
  readonly after: string;
  readonly paths: readonly string[];
}

function parseRaw(output: string): Raw[] {
  const fields = output.split('\0').filter((field) => field !== '');
  const found: Raw[] = [];
  for (let at = 0; at < fields.length; ) {
    const [, , before = '', after = '', score = 'M'] = (fields[at] ?? '').split(' ');
    const letter = score.slice(0, 1);
    const count = letter === 'R' || letter === 'C' ? 2 : 1;
    found.push({ letter, before, after, paths: fields.slice(at + 1, at + 1 + count) });
    at += 1 + count;
  }
  return found;
}

/** Lines added and removed by path; a binary file counts as none. */
function parseNumstat(output: string): Map<string, { additions: number; deletions: number }> {
  const counts = new Map<string, { additions: number; deletions: number }>();
  const fields = output.split('\0');
  for (let at = 0; at < fields.length; at += 1) {
    const [added = '', removed = '', path = ''] = (fields[at] ?? '').split('\t');
    if (added === '') continue;
    // a rename is "n\tm\t" followed by the old and the new path
    const name = path === '' ? (fields[at + 2] ?? '') : path;
    if (path === '') at += 2;
    counts.set(name, { additions: Number(added) || 0, deletions: Number(removed) || 0 });
  }
  return counts;
}

function parsePatches(output: string): string[] {
  return output
    .split(/^diff --git /m)
    .slice(1)
    .map((part) => {
      const start = part.search(/^@@ /m);
      return start === -1 ? '' : part.slice(start).trimEnd();
    });
}

/** What a diff changed, in git's order. `range` is what `git diff` takes: two commits, or `a...b`. */
export async function changedFiles(git: Git, range: readonly string[], patches = true): Promise<ChangedFile[]> {
  const revisions = range.flatMap((one) => one.split('...'));
  const diff = async (...form: string[]) => {
    const args = ['diff', '-M', '--no-color', '--no-ext-diff', ...form, ...range];
    const found = await git.recall(args, revisions);
    if (found.code !== 0) throw new GitError(args, found);
    return found.stdout;
  };
  const [raw, numstat, patch] = await Promise.all([
    diff('--raw', '-z', '--no-abbrev'),
    diff('--numstat', '-z'),
    patches ? diff('-p', '--full-index') : Promise.resolve(Buffer.alloc(0)),
  ]);
  const counts = parseNumstat(numstat.toString('utf8'));
  const texts = parsePatches(patch.toString('utf8'));
  return parseRaw(raw.toString('utf8')).map(({ letter, before, after, paths }, index) => {
    const path = paths.at(-1) ?? '';
    const text = texts[index] ?? '';
    return {
      path,
      ...(paths.length === 2 ? { previousPath: paths[0] ?? '' } : {}),
      status: kinds[letter] ?? 'modified',
      sha: letter === 'D' ? before : after,
      ...(counts.get(path) ?? { additions: 0, deletions: 0 }),
      ...(text === '' ? {} : { patch: text }),
    };
  });
}

/** The empty tree: what a root commit is compared with. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
