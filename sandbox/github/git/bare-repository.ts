import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Git, openGit } from './run-git.ts';

/** Writes the one configuration file that the sandbox's git reads, and returns its path. */
export async function writeGitConfig(folder: string): Promise<string> {
  const file = path.join(folder, 'gitconfig');
  // a mirrored repository may belong to someone else; it is only read
  await writeFile(file, '[safe]\n\tdirectory = *\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n');
  return file;
}

/** An empty bare repository whose HEAD is the default branch. */
export async function createBare(dir: string, config: string, defaultBranch: string): Promise<Git> {
  await mkdir(dir, { recursive: true });
  const git = openGit(dir, config);
  await git.text(['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`]);
  return git;
}

/**
 * A bare copy of a local repository's branches and tags. The source is only read: objects are copied, not linked.
 * Branches that the source knows only from its `origin` become branches here.
 */
export async function mirrorBare(dir: string, config: string, from: string, defaultBranch?: string): Promise<Git> {
  const source = path.resolve(from);
  const git = await createBare(dir, config, 'main');
  const fetch = (...refspecs: string[]) => git.text(['fetch', '--quiet', '--no-tags', source, ...refspecs]);
  await fetch('+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*');
  await fetch('+refs/remotes/origin/*:refs/sandbox/origin/*');
  for (const line of (
    await git.text(['for-each-ref', '--format=%(refname) %(objectname)', 'refs/sandbox/origin/'])
  ).split('\n')) {
    const [ref, sha] = line.split(' ');
    if (ref === undefined || sha === undefined) continue;
    const branch = ref.slice('refs/sandbox/origin/'.length);
    const known = await git.attempt(['show-ref', '--verify', '--quiet', `refs/heads/${branch}`]);
    if (branch !== 'HEAD' && known.code !== 0) await git.text(['update-ref', `refs/heads/${branch}`, sha]);
    await git.text(['update-ref', '--no-deref', '-d', ref]);
  }
  await git.text(['symbolic-ref', 'HEAD', `refs/heads/${defaultBranch ?? (await headOf(git, source))}`]);
  return git;
}

async function headOf(git: Git, source: string): Promise<string> {
  const listed = await git.text(['ls-remote', '--symref', source, 'HEAD']);
  const named = /^ref: refs\/heads\/(\S+)\s+HEAD/m.exec(listed)?.[1];
  if (named !== undefined) return named;
  const first = await git.text(['for-each-ref', '--count=1', '--format=%(refname:lstrip=2)', 'refs/heads/']);
  return first === '' ? 'main' : first;
}
