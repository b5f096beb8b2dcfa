import { describe, expect, it } from 'vitest';
import { freshGitHub, quietOctokit, refusalOf, target } from './fresh-github.ts';

const many = Array.from({ length: 260 }, (_, index) => ({
  branch: 'long',
  by: 'ben-w',
  at: new Date(Date.UTC(2026, 8, 3, 0, index)).toISOString(),
  message: `feat: change ${index + 1}`,
  files: { [`files/${index + 1}.txt`]: `${index}\n`, [`more/${index + 1}.txt`]: 'x\n' },
  ...(index === 0 ? { from: 'first' } : {}),
}));
const first = {
  key: 'first',
  branch: 'main',
  by: 'lena-b',
  at: '2026-09-01T00:00:00Z',
  message: 'chore: start',
  files: { 'README.md': '#\n' },
};

describe('pages and conditional requests', async () => {
  const { octokit, github, repo } = await freshGitHub({
    repositories: [{ owner: 'acme', name: 'shop', seed: { commits: [first, ...many] } }],
  });

  it('links the pages of a list', async () => {
    const { headers, data } = await octokit.repos.listCommits({ ...target, sha: 'long', per_page: 50, page: 2 });
    expect(data).toHaveLength(50);
    const at = (page: number) => `${github.url}/repos/acme/shop/commits?sha=long&per_page=50&page=${page}`;
    expect(headers.link).toBe(
      `<${at(1)}>; rel="prev", <${at(3)}>; rel="next", <${at(6)}>; rel="last", <${at(1)}>; rel="first"`,
    );
    expect(await octokit.paginate(octokit.repos.listCommits, { ...target, sha: 'long', per_page: 100 })).toHaveLength(
      261,
    );
  });

  it('compares up to 250 commits and 300 files at once, more by pages', async () => {
    const basehead = 'main...long';
    const { data } = await octokit.repos.compareCommitsWithBasehead({ ...target, basehead });
    expect([data.total_commits, data.commits.length, data.files?.length]).toEqual([260, 250, 300]);
    expect(data.commits[0]?.commit.message).toBe('feat: change 1');
    const third = await octokit.repos.compareCommitsWithBasehead({ ...target, basehead, per_page: 100, page: 3 });
    expect([third.data.commits.length, third.data.files?.length]).toEqual([60, 0]);
  });

  it('lists 250 commits of a pull request, however many it has', async () => {
    const { number } = await repo.opensPullRequest('ben-w', { head: 'long', base: 'main', title: 'Long' });
    expect(
      await octokit.paginate(octokit.pulls.listCommits, { ...target, pull_number: number, per_page: 100 }),
    ).toHaveLength(250);
    expect(
      await octokit.paginate(octokit.pulls.listFiles, { ...target, pull_number: number, per_page: 100 }),
    ).toHaveLength(520);
  });

  it('answers 304 to who has it already, and counts that as nothing', async () => {
    const { headers } = await octokit.git.getRef({ ...target, ref: 'heads/main' });
    const known = { 'if-none-match': headers.etag ?? '' };
    const again = octokit.git.getRef({ ...target, ref: 'heads/main', headers: known });
    await expect(again).rejects.toMatchObject({ status: 304 });
    const after = await octokit.rateLimit.get();
    expect(after.data.resources.core.used).toBe(Number(headers['x-ratelimit-used']) + 1);
    await repo.pushes('lena-b', 'main', { 'new.txt': 'n' }, 'feat: n');
    expect((await octokit.git.getRef({ ...target, ref: 'heads/main', headers: known })).status).toBe(200);
  });

  it('gives every token its own ETags', async () => {
    const other = quietOctokit({ auth: github.token, baseUrl: github.url });
    const mine = (await octokit.repos.get(target)).headers.etag;
    expect((await other.repos.get(target)).headers.etag).toBe(mine);
    expect(await refusalOf(octokit.repos.get({ ...target, headers: { 'x-github-api-version': '1' } }))).toMatchObject({
      status: 400,
    });
  });
});
