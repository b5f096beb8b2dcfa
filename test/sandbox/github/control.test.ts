import { describe, expect, it } from 'vitest';
import { acmeRepositories, people } from '../../../sandbox/github/seed.ts';
import { freshGitHub } from './fresh-github.ts';

describe('the control', async () => {
  const { repo } = await freshGitHub();

  it('ends a check of another App once, and none of a workflow', async () => {
    const { headSha } = await repo.opensPullRequest('ana-d', { head: 'dev', base: 'main', title: 'Release' });
    await repo.check(headSha, 'scan', null);
    const [ci, scan] = await repo.checks(headSha);
    await repo.finishesCheck(scan?.id ?? 0, 'failure');
    expect((await repo.checks(headSha)).at(-1)).toMatchObject({ status: 'completed', conclusion: 'failure' });
    await expect(repo.finishesCheck(scan?.id ?? 0, 'success')).rejects.toThrow('check scan is completed already');
    await expect(repo.finishesCheck(ci?.id ?? 0, 'success')).rejects.toThrow('check ci ends with its workflow run');
    await expect(repo.finishesCheck(1, 'success')).rejects.toThrow('acme/shop has no check 1');
  });

  it('begins and runs again only what can be', async () => {
    await expect(repo.begins('ci.yml')).rejects.toThrow('is in progress already');
    await expect(repo.reruns('ana-d', 'ci.yml')).rejects.toThrow('This workflow is already running');
    await repo.finishes('ci.yml', 'failure');
    await expect(repo.begins('ci.yml')).rejects.toThrow('is completed already');
    expect(await repo.runs()).toMatchObject([{ status: 'completed', attempt: 1 }]);
  });

  it('closes a pull request once', async () => {
    await repo.closes(1, 'ana-d');
    const [first] = await repo.pulls('closed');
    await repo.closes(1, 'ben-w');
    expect(await repo.pulls('closed')).toEqual([first]);
  });
});

describe('the control of a repository with a history', async () => {
  const now = () => new Date('2026-10-01T08:00:00Z'); // after all that the seed tells
  const { client } = await freshGitHub({ repositories: acmeRepositories(), people, now });
  const repo = client.repository('acme/billing');

  it('lists refs newest first, with what they say, and how many there are', async () => {
    const sha = await repo.pushes('ben-w', 'feature/tax-rounding', { 'a.txt': 'a\n' }, 'fix: a cent\n\nmore');
    const { refs, total } = await repo.newestRefs('refs/heads/', 2);
    expect(total).toBe(4);
    expect(refs).toHaveLength(2);
    expect(refs[0]).toMatchObject({
      ref: 'refs/heads/feature/tax-rounding',
      sha,
      commit: sha,
      annotated: false,
      author: 'Ben Walker',
      subject: 'fix: a cent',
    });
    const [tag] = (await repo.newestRefs('refs/tags/', 1)).refs;
    expect(tag).toMatchObject({ ref: 'refs/tags/v1.4.2', annotated: true, subject: 'billing 1.4.2' });
    expect(tag?.commit).toBe((await repo.commit('v1.4.2')).sha);
    expect(await repo.newestRefs('refs/heads/none', 5)).toEqual({ total: 0, refs: [] });
    await expect(repo.newestRefs('--all', 5)).rejects.toThrow('newestRefs');
  });

  it('says which environments a run waits for, and lets it in once', async () => {
    await repo.environment('production', ['kenji-q', 'omar-o']);
    const { id } = await repo.dispatches('omar-o', 'deploy.yml', 'main', { version: '1.4.2' });
    expect(await repo.pendingDeployments(id)).toEqual([
      { environment: 'production', reviewers: ['kenji-q', 'omar-o'] },
    ]);
    await repo.approvesDeployment('kenji-q', id, 'production');
    expect(await repo.pendingDeployments(id)).toEqual([]);
    await repo.finishes(id, 'success');
    await expect(repo.approvesDeployment('kenji-q', id, 'production')).rejects.toThrow('does not wait for production');
    expect((await repo.runs()).find((run) => run.id === id)).toMatchObject({ conclusion: 'success' });
  });
});
