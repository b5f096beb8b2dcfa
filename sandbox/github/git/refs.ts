import { isoSeconds } from './commits.ts';
import { type Git, isObjectId } from './run-git.ts';

/** The id that git uses for "no object": the old value of a ref that must not exist yet. */
export const noObject = '0'.repeat(40);

export interface Ref {
  readonly ref: string;
  readonly sha: string;
  readonly type: string;
  /** The commit behind an annotated tag, else `sha`. */
  readonly commit: string;
}

/** Every ref under a prefix (`refs/heads/`, `refs/tags/v1`), in git's order. */
export async function listRefs(git: Git, prefix: string): Promise<Ref[]> {
  const format = '%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)';
  const lines = (await git.text(['for-each-ref', `--format=${format}`])).split('\n');
  return lines.flatMap((line) => {
    const [ref = '', sha = '', type = '', peeled = ''] = line.split('\0');
    return ref.startsWith(prefix) ? [{ ref, sha, type, commit: peeled === '' ? sha : peeled }] : [];
  });
}

/** A ref with what its commit says, or its annotated tag. */
export interface DatedRef extends Ref {
  readonly at: string;
  readonly author: string;
  readonly subject: string;
}

/** The refs of a folder such as `refs/tags/`, or the one of that full name: newest first, by when they were committed or tagged. */
export async function newestRefs(git: Git, under: string): Promise<DatedRef[]> {
  const fields = [
    '%(refname)',
    '%(objectname)',
    '%(objecttype)',
    '%(*objectname)',
    '%(creatordate:iso-strict)',
    '%(authorname)%(taggername)', // a commit has the one, a tag the other
    '%(contents:subject)',
  ];
  const order = ['--sort=-version:refname', '--sort=-creatordate'];
  const text = await git.text(['for-each-ref', ...order, `--format=${fields.join('%00')}`, under]);
  return text.split('\n').flatMap((line) => {
    const [ref = '', sha = '', type = '', peeled = '', at = '', author = '', subject = ''] = line.split('\0');
    if (ref === '') return [];
    const dated = at === '' ? '' : isoSeconds(at); // a tag of something else than a commit has no date
    return [{ ref, sha, type, commit: peeled === '' ? sha : peeled, at: dated, author, subject }];
  });
}

/** The ref of exactly this name, or undefined. */
export async function readRef(git: Git, ref: string): Promise<Ref | undefined> {
  return (await listRefs(git, ref)).find((found) => found.ref === ref);
}

/** The commit that a name means: a full ref, a branch, a tag or a sha, in the order in which GitHub tries them. */
export async function resolveCommit(git: Git, name: string): Promise<string | undefined> {
  if (isObjectId(name) && (await objectType(git, name)) === 'commit') return name;
  const candidates = name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`, name];
  if (name === 'HEAD') candidates.unshift('HEAD');
  for (const candidate of candidates) {
    const isSha = /^[0-9a-f]{7,40}$/.test(candidate);
    if (!isSha && !candidate.startsWith('refs/') && !/^(heads|tags)\//.test(candidate) && candidate !== 'HEAD')
      continue;
    const found = await git.attempt(['rev-parse', '--verify', '--quiet', '--end-of-options', `${candidate}^{commit}`]);
    if (found.code === 0) return found.stdout.toString('utf8').trim();
  }
  return undefined;
}

/** The commit at the tip of a branch. */
export async function branchTip(git: Git, branch: string): Promise<string | undefined> {
  const found = await git.attempt([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `refs/heads/${branch}^{commit}`,
  ]);
  return found.code === 0 ? found.stdout.toString('utf8').trim() : undefined;
}

/** The type of an object, or undefined when the repository has none of that id. */
export async function objectType(git: Git, sha: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{40}$/.test(sha)) return undefined;
  const args = ['cat-file', '-t', sha];
  const found = await git.recall(args, [sha]);
  // an object that was not there when it was asked for may have come since
  const { code, stdout } = found.code === 0 ? found : await git.attempt(args);
  return code === 0 ? stdout.toString('utf8').trim() : undefined;
}

/** Moves a ref from `old` to `sha`; false when it is no longer at `old`. `noObject` stands for absent on both sides. */
export async function moveRefTo(git: Git, ref: string, sha: string, old: string): Promise<boolean> {
  const args = sha === noObject ? ['update-ref', '-d', ref, old] : ['update-ref', ref, sha, old];
  return (await git.attempt(args)).code === 0;
}

/** Whether git accepts the name of a ref. */
export async function validRefName(git: Git, ref: string): Promise<boolean> {
  return /^refs\/[^/]+\/.+/.test(ref) && (await git.attempt(['check-ref-format', ref])).code === 0;
}
