import { type Identity, isAncestor, logCommits, readCommit } from './commits.ts';
import type { Git } from './run-git.ts';

export interface Signature {
  readonly author: Omit<Identity, 'date'>;
  readonly committer: Omit<Identity, 'date'>;
  readonly at: Date;
}

const environment = ({ author, committer, at }: Signature): Record<string, string> => ({
  GIT_AUTHOR_NAME: author.name,
  GIT_AUTHOR_EMAIL: author.email,
  GIT_AUTHOR_DATE: `${Math.floor(at.getTime() / 1000)} +0000`,
  GIT_COMMITTER_NAME: committer.name,
  GIT_COMMITTER_EMAIL: committer.email,
  GIT_COMMITTER_DATE: `${Math.floor(at.getTime() / 1000)} +0000`,
});

/** Writes a commit object; moves no ref. */
export async function writeCommit(
  git: Git,
  tree: string,
  parents: readonly string[],
  message: string,
  by: Signature,
): Promise<string> {
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
  return await git.text(args, { env: environment(by), input: message });
}

type TreeMerge =
  | { readonly kind: 'clean'; readonly tree: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] };

/** Merges two commits without touching any ref. */
export async function mergeTrees(git: Git, base: string, head: string): Promise<TreeMerge> {
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '--allow-unrelated-histories', '-z'];
  const result = await git.recall([...args, base, head], [base, head]);
  if (result.code !== 0 && result.code !== 1) throw new Error(`git merge-tree: ${result.stderr}`);
  const [tree = '', ...files] = result.stdout.toString('utf8').split('\0').filter(Boolean);
  return result.code === 0 ? { kind: 'clean', tree } : { kind: 'conflict', files };
}

export type Merged =
  | { readonly kind: 'merged'; readonly sha: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'conflict'; readonly files: readonly string[] };

/** A merge commit of two parents. */
export async function mergeCommit(
  git: Git,
  base: string,
  head: string,
  message: string,
  by: Signature,
): Promise<Merged> {
  if (await isAncestor(git, head, base)) return { kind: 'nothing' };
  const merge = await mergeTrees(git, base, head);
  if (merge.kind === 'conflict') return merge;
  return { kind: 'merged', sha: await writeCommit(git, merge.tree, [base, head], message, by) };
}

/** One commit on top of base with everything that head adds. */
export async function squashCommit(
  git: Git,
  base: string,
  head: string,
  message: string,
  by: Signature,
): Promise<Merged> {
  const merge = await mergeTrees(git, base, head);
  if (merge.kind === 'conflict') return merge;
  return { kind: 'merged', sha: await writeCommit(git, merge.tree, [base], message, by) };
}

/** Every commit of head that base lacks, written again on top of base; authors stay, the committer is who merges. */
export async function rebaseCommits(git: Git, base: string, head: string, by: Signature): Promise<Merged> {
  let onto = base;
  for (const commit of await logCommits(git, ['--no-merges', `${base}..${head}`], { reverse: true })) {
    const parent = commit.parents[0];
    if (parent === undefined) return { kind: 'conflict', files: [] };
    // git 2.39 has no `merge-tree --merge-base`: a commit with our tree on their parent makes that parent the base
    const { tree } = await readCommit(git, onto);
    const ours = await writeCommit(git, tree, [parent], 'rebase', by);
    const merge = await mergeTrees(git, ours, commit.sha);
    if (merge.kind === 'conflict') return merge;
    const env = { GIT_AUTHOR_DATE: `${Math.floor(Date.parse(commit.author.date) / 1000)} +0000` };
    const signed = { ...environment({ ...by, author: commit.author }), ...env };
    onto = await git.text(['commit-tree', merge.tree, '-p', onto, '-F', '-'], { env: signed, input: commit.message });
  }
  return onto === base ? { kind: 'nothing' } : { kind: 'merged', sha: onto };
}
