import { describe, expect, it } from 'vitest';
import { freshGitHub, target } from './fresh-github.ts';

describe('pull requests', async () => {
  const fresh = await freshGitHub();

  const propose = async (branch: string, files: Record<string, string>) => {
    await fresh.repo.pushes('ana-d', branch, files, `feat: ${branch}`);
    const { data } = await fresh.octokit.pulls.create({
      ...target,
      head: branch,
      base: 'main',
      title: `Add ${branch}`,
    });
    return data;
  };
  const merge = async (number: number, method: 'merge' | 'squash' | 'rebase') =>
    (await fresh.octokit.pulls.merge({ ...target, pull_number: number, merge_method: method })).data.sha;

  it('merges with a commit of two parents', async () => {
    const [before] = await fresh.repo.log('main', 1);
    const pull = await propose('plus', { 'plus.txt': '+' });
    const sha = await merge(pull.number, 'merge');
    const commit = await fresh.repo.commit(sha);
    expect(commit.parents).toEqual([before?.sha, pull.head.sha]);
    expect(commit.message).toBe('Merge pull request #1 from acme/plus\n\nAdd plus');
    expect((await fresh.octokit.pulls.get({ ...target, pull_number: pull.number })).data).toMatchObject({
      merged: true,
      merge_commit_sha: sha,
      merged_by: { login: 'slipway-machine' },
    });
  });

  it('squashes into one commit, which loses the history', async () => {
    const pull = await propose('squashed', { 'one.txt': '1' });
    await fresh.repo.pushes('ana-d', 'squashed', { 'two.txt': '2' }, 'feat: second');
    const sha = await merge(pull.number, 'squash');
    const commit = await fresh.repo.commit(sha);
    expect(commit.parents).toHaveLength(1);
    expect(commit.message).toBe('Add squashed (#2)\n\n* feat: squashed\n\n* feat: second');
    expect(await fresh.repo.file('main', 'two.txt')).toBe('2');
    const compared = await fresh.octokit.repos.compareCommitsWithBasehead({ ...target, basehead: 'main...squashed' });
    expect(compared.data.status).toBe('diverged');
  });

  it('rebases commit by commit and keeps the authors', async () => {
    const pull = await propose('rebased', { 'r1.txt': '1' });
    await fresh.repo.pushes('ben-w', 'rebased', { 'r2.txt': '2' }, 'feat: r2');
    await fresh.repo.pushes('lena-b', 'main', { 'other.txt': 'x' }, 'chore: meanwhile');
    const sha = await merge(pull.number, 'rebase');
    const [last, first, meanwhile] = await fresh.repo.log('main', 3);
    expect(last).toMatchObject({ sha, message: 'feat: r2', author: 'Ben Walker' });
    expect(first).toMatchObject({ message: 'feat: rebased', author: 'Ana Duarte' });
    expect(meanwhile?.message).toBe('chore: meanwhile');
  });

  it('tells whether it can be merged, and why not', async () => {
    const pull = await propose('state', { 'a.txt': 'mine\n' });
    const state = async () =>
      (await fresh.octokit.pulls.get({ ...target, pull_number: pull.number })).data.mergeable_state;
    expect(await state()).toBe('unstable');
    await fresh.repo.finishes('ci.yml', 'success');
    expect(await state()).toBe('clean');
    await fresh.repo.protects('main', { requiredReviews: 1 });
    expect(await state()).toBe('blocked');
    await fresh.repo.reviews('lena-b', pull.number, 'APPROVE');
    expect(await state()).toBe('clean');
    await fresh.repo.reviews('lena-b', pull.number, 'REQUEST_CHANGES', 'no');
    expect(await state()).toBe('blocked');
    await fresh.repo.unprotects('main');
    await fresh.repo.pushes('tom-h', 'main', { 'a.txt': 'yours\n' }, 'fix: yours');
    expect(await state()).toBe('dirty');
  });

  it('counts as merged when its commits come into the base by a push', async () => {
    const pull = await propose('pushed', { 'pushed.txt': 'x' });
    await fresh.octokit.repos.merge({ ...target, base: 'main', head: 'pushed' });
    expect(await fresh.repo.pull(pull.number)).toMatchObject({ state: 'closed', merged: { by: 'slipway-machine' } });
  });

  it('shows a test merge long before it is merged, as GitHub does', async () => {
    const pull = await propose('tested', { 'tested.txt': 'x' });
    expect(pull).toMatchObject({ merged: false, merge_commit_sha: expect.stringMatching(/^[0-9a-f]{40}$/) });
  });

  it('does not know at first whether it can be merged, where told to lag', async () => {
    await fresh.repo.mergeabilityLags(true);
    const pull = await propose('lagging', { 'lagging.txt': 'x' });
    await fresh.repo.mergeabilityLags(false);
    expect(pull).toMatchObject({ mergeable: null, mergeable_state: 'unknown' });
    expect((await fresh.octokit.pulls.get({ ...target, pull_number: pull.number })).data.mergeable).toBe(true);
  });

  it('loses its approvals to a push where the rules say so', async () => {
    await fresh.repo.protects('main', { requiredReviews: 1, dismissStale: true });
    const pull = await propose('stale', { 'stale.txt': 'x' });
    await fresh.repo.reviews('lena-b', pull.number, 'APPROVE');
    await fresh.repo.pushes('ana-d', 'stale', { 'stale.txt': 'y' }, 'fix: y');
    expect((await fresh.repo.pull(pull.number)).reviews).toMatchObject([{ by: 'lena-b', state: 'DISMISSED' }]);
    await fresh.repo.unprotects('main');
  });

  it('brings the base into the head when asked', async () => {
    const pull = await propose('behind', { 'behind.txt': 'x' });
    await fresh.repo.pushes('tom-h', 'main', { 'ahead.txt': 'y' }, 'feat: ahead');
    await fresh.octokit.pulls.updateBranch({ ...target, pull_number: pull.number });
    expect(await fresh.repo.file('behind', 'ahead.txt')).toBe('y');
  });

  it('is closed when its branch goes', async () => {
    const pull = await propose('gone', { 'gone.txt': 'x' });
    await fresh.repo.deletesBranch('ana-d', 'gone');
    expect(await fresh.repo.pull(pull.number)).toMatchObject({ state: 'closed', merged: null });
  });
});
