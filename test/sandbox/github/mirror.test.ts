import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { freshGitHub } from './fresh-github.ts';

const run = promisify(execFile);

/** A hash of every file of a folder, with its name. */
async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const name of names.sort()) hash.update(name).update(await readFile(name));
  return hash.digest('hex');
}

describe('a repository that is served from a local one', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mirrored-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const git = (...args: string[]) =>
    run('git', ['-C', folder, '-c', 'user.name=Somebody', '-c', 'user.email=some@body.example', ...args]);
  await git('init', '--quiet', '--initial-branch=trunk');
  await writeFile(path.join(folder, 'README.md'), '# Mirrored\n');
  await git('add', '.');
  await git('commit', '--quiet', '-m', 'chore: start');
  await git('tag', '-a', 'v0.1.0', '-m', 'first');
  await git('update-ref', 'refs/remotes/origin/next', 'HEAD');
  const before = await fingerprint(folder);
  const { octokit, client } = await freshGitHub({ repositories: [{ owner: 'other', name: 'mirrored', from: folder }] });
  const target = { owner: 'other', repo: 'mirrored' } as const;

  it('has its branches, tags and default branch, also those that only its origin had', async () => {
    expect((await octokit.repos.get(target)).data.default_branch).toBe('trunk');
    expect((await octokit.repos.listBranches(target)).data.map(({ name }) => name)).toEqual(['next', 'trunk']);
    expect((await octokit.repos.listTags(target)).data.map(({ name }) => name)).toEqual(['v0.1.0']);
    expect((await octokit.repos.listCommits(target)).data[0]).toMatchObject({
      commit: { message: 'chore: start' },
      author: null,
    });
  });

  it('is written to here, and untouched there', async () => {
    const repo = client.repository('other/mirrored');
    await repo.pushes('lena-b', 'trunk', { 'README.md': '# Changed\n' }, 'docs: changed');
    await repo.tags('lena-b', 'v0.2.0', 'trunk');
    await repo.deletesBranch('lena-b', 'next');
    expect(await repo.file('trunk', 'README.md')).toBe('# Changed\n');
    expect(await fingerprint(folder)).toBe(before);
  });
});
