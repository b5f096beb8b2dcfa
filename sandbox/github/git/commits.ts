import { type Git, GitError } from './run-git.ts';

export interface Identity {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 in UTC, to the second, as GitHub prints dates. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Identity;
  readonly committer: Identity;
  readonly message: string;
}

const format = '%H%x1f%T%x1f%P%x1f%an%x1f%ae%x1f%aI%x1f%cn%x1f%ce%x1f%cI%x1f%B';

/** GitHub prints seconds only. */
export const isoSeconds = (at: Date | string): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

function parse(record: string): Commit {
  const [sha = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', ...rest] =
    record.split('\x1f');
  return {
    sha,
    tree,
    parents: parents === '' ? [] : parents.split(' '),
    author: { name: an, email: ae, date: isoSeconds(ad) },
    committer: { name: cn, email: ce, date: isoSeconds(cd) },
    message: rest.join('\x1f').trimEnd(),
  };
}

interface LogOptions {
  readonly skip?: number;
  readonly limit?: number;
  readonly paths?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly author?: string;
  readonly reverse?: boolean;
}

const filters = (options: LogOptions): string[] => [
  ...(options.since === undefined ? [] : [`--since=${options.since}`]),
  ...(options.until === undefined ? [] : [`--until=${options.until}`]),
  ...(options.author === undefined ? [] : ['--fixed-strings', `--author=${options.author}`]),
];
const pathspec = (options: LogOptions): string[] => (options.paths === undefined ? [] : ['--', ...options.paths]);

/** Commits of a revision range, newest first unless reversed. */
export async function logCommits(git: Git, range: readonly string[], options: LogOptions = {}): Promise<Commit[]> {
  const page = [
    ...(options.skip === undefined ? [] : [`--skip=${options.skip}`]),
    ...(options.limit === undefined ? [] : [`--max-count=${options.limit}`]),
    ...(options.reverse === true ? ['--reverse'] : []),
  ];
  const args = ['log', '-z', `--format=${format}`, ...page, ...filters(options), ...range, ...pathspec(options)];
  const records = (await git.bytes(args)).toString('utf8').split('\0');
  return records.filter((record) => record.trim() !== '').map(parse);
}

/** How many commits `logCommits` would list in all. */
export async function countCommits(git: Git, range: readonly string[], options: LogOptions = {}): Promise<number> {
  return Number(await git.text(['rev-list', '--count', ...filters(options), ...range, ...pathspec(options)]));
}

/** One commit; throws when the repository has none of that id. */
export async function readCommit(git: Git, sha: string): Promise<Commit> {
  const found = await git.recall(['log', '-z', `--format=${format}`, '--no-walk', sha], [sha]);
  const record = found.stdout.toString('utf8').split('\0')[0] ?? '';
  if (found.code !== 0 || record === '') throw new Error(`no commit ${sha}`);
  return parse(record);
}

/** Whether `ancestor` is reachable from `tip` (a commit is its own ancestor). */
export async function isAncestor(git: Git, ancestor: string, tip: string): Promise<boolean> {
  return (await git.recall(['merge-base', '--is-ancestor', ancestor, tip], [ancestor, tip])).code === 0;
}

/** The best common ancestor, or undefined for unrelated histories. */
export async function mergeBase(git: Git, one: string, other: string): Promise<string | undefined> {
  const found = await git.recall(['merge-base', one, other], [one, other]);
  return found.code === 0 ? found.stdout.toString('utf8').trim() : undefined;
}

/** How far two commits are apart. */
export async function aheadBehind(git: Git, base: string, head: string): Promise<{ ahead: number; behind: number }> {
  const args = ['rev-list', '--left-right', '--count', `${base}...${head}`];
  const found = await git.recall(args, [base, head]);
  if (found.code !== 0) throw new GitError(args, found);
  const [behind = 0, ahead = 0] = found.stdout.toString('utf8').trim().split('\t').map(Number);
  return { ahead, behind };
}
