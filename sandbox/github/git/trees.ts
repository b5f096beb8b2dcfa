import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Git } from './run-git.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly path: string;
  readonly size?: number;
}

/** The entries of a tree-ish; undefined when there is no such tree. */
export async function readTree(git: Git, treeish: string, recursive = false): Promise<TreeEntry[] | undefined> {
  const listed = await git.attempt([
    'ls-tree',
    '-z',
    '--long',
    '--full-tree',
    ...(recursive ? ['-r', '-t'] : []),
    treeish,
  ]);
  if (listed.code !== 0) return undefined;
  return listed.stdout
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [meta = '', name = ''] = line.split('\t');
      const [mode = '', type = '', sha = '', size = '-'] = meta.split(/ +/);
      return { mode, type, sha, path: name, ...(size === '-' ? {} : { size: Number(size) }) };
    });
}

/** What is at a path of a commit: a blob, a tree, or undefined. The root is the empty path. */
export async function entryAt(git: Git, commit: string, file: string): Promise<TreeEntry | undefined> {
  const clean = file.replace(/^\/+|\/+$/g, '');
  if (clean === '') {
    const sha = await git.text(['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`]);
    return { mode: '040000', type: 'tree', sha, path: '' };
  }
  const listed = await git.bytes(['ls-tree', '-z', '--long', '--full-tree', commit, '--', clean]);
  const [meta, name] = listed.toString('utf8').split('\0')[0]?.split('\t') ?? [];
  if (meta === undefined || name !== clean) return undefined;
  const [mode = '', type = '', sha = '', size = '-'] = meta.split(/ +/);
  return { mode, type, sha, path: clean, ...(size === '-' ? {} : { size: Number(size) }) };
}

/** The bytes of a blob. */
export const readBlob = (git: Git, sha: string): Promise<Buffer> => git.bytes(['cat-file', 'blob', sha]);

/** The text of a file of a commit; undefined when it has none there. */
export async function readFileAt(git: Git, commit: string, file: string): Promise<string | undefined> {
  const entry = await entryAt(git, commit, file);
  return entry?.type === 'blob' ? (await readBlob(git, entry.sha)).toString('utf8') : undefined;
}

/** Writes a blob and returns its id. */
export const writeBlob = (git: Git, content: Buffer): Promise<string> =>
  git.text(['hash-object', '-w', '--stdin'], { input: content });

export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  /** `null` removes the path. */
  readonly sha: string | null;
}

/** Writes a tree: the base with the changes in it. Works on an index of its own, so that writers do not meet. */
export async function writeTree(git: Git, base: string | undefined, changes: readonly TreeChange[]): Promise<string> {
  const index = path.join(git.dir, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await git.text(base === undefined ? ['read-tree', '--empty'] : ['read-tree', base], { env });
    const gone = '0'.repeat(40);
    const lines = changes.map(({ path: file, mode, sha }) =>
      sha === null ? `0 ${gone}\t${file}\0` : `${mode} ${sha}\t${file}\0`,
    );
    const trees = changes.filter(({ mode }) => mode === '040000');
    if (trees.length > 0) throw new Error('writeTree takes blobs; expand a subtree first');
    await git.text(['update-index', '-z', '--index-info'], { env, input: lines.join('') });
    return await git.text(['write-tree'], { env });
  } finally {
    await rm(index, { force: true });
  }
}
