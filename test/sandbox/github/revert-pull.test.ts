import { describe, expect, it } from 'vitest';
import { acmeRepositories, people } from '../../../sandbox/github/seed.ts';
import { freshGitHub } from './fresh-github.ts';

const mutation = `mutation ($id: ID!, $title: String, $body: String) {
  revertPullRequest(input: { pullRequestId: $id, title: $title, body: $body }) {
    pullRequest { number }
    revertPullRequest { number title body baseRefName headRefName state author { login } }
  }
}`;

interface Answer {
  readonly revertPullRequest: {
    readonly pullRequest: { readonly number: number };
    readonly revertPullRequest: Readonly<Record<string, unknown>>;
  };
}

describe('revertPullRequest', async () => {
  const { octokit, client } = await freshGitHub({ repositories: acmeRepositories(), people });
  const billing = client.repository('acme/billing');
  const repository = { owner: 'acme', repo: 'billing' };

  async function merged(name: string, text: string, method: 'merge' | 'squash' | 'rebase') {
    await billing.pushes('ben-w', name, { 'src/new.ts': text }, `feat: ${name}`, { from: 'dev' });
    const { number } = await billing.opensPullRequest('ben-w', { head: name, base: 'dev', title: `feat: ${name}` });
    const sha = await billing.merges('ben-w', number, { method });
    const { data } = await octokit.rest.pulls.get({ ...repository, pull_number: number });
    return { number, sha, id: data.node_id };
  }
  const reverts = (id: string, more: object = {}) => octokit.graphql<Answer>(mutation, { id, ...more });

  it.each(['merge', 'squash', 'rebase'] as const)(
    'opens what takes a %s out again, as GitHub does by its button',
    async (method) => {
      const { number, sha, id } = await merged(`by-${method}`, method, method);
      const { revertPullRequest } = await reverts(id);
      expect(revertPullRequest.pullRequest.number).toBe(number);
      expect(revertPullRequest.revertPullRequest).toMatchObject({
        title: `Revert "feat: by-${method}"`,
        body: `Reverts acme/billing#${number}`,
        baseRefName: 'dev',
        headRefName: `revert-${number}-by-${method}`,
        state: 'OPEN',
        author: { login: 'slipway-machine' },
      });
      const [commit] = await billing.log(`revert-${number}-by-${method}`, 1);
      expect(commit?.message).toBe(`Revert "feat: by-${method}"\n\nThis reverts commit ${sha}.`);
      expect(await billing.file(`revert-${number}-by-${method}`, 'src/new.ts')).toBeNull();
      await billing.merges('ana-d', Number(revertPullRequest.revertPullRequest['number']));
      await expect(reverts(id)).rejects.toThrow(/couldn’t be reverted automatically/);
    },
  );

  it('asked twice it opens two, and nothing where the content has changed since, or nothing was merged', async () => {
    const { number, id } = await merged('twice', 'one', 'merge');
    await reverts(id, { title: 'T', body: 'B' });
    expect((await reverts(id)).revertPullRequest.revertPullRequest['headRefName']).toBe(`revert-${number}-twice-1`);
    await billing.pushes('ana-d', 'dev', { 'src/new.ts': 'another' }, 'fix: it');
    await expect(reverts(id)).rejects.toThrow(/couldn’t be reverted automatically/);
    await billing.pushes('ben-w', 'open', { 'a.txt': 'a' }, 'feat: a', { from: 'dev' });
    const open = await billing.opensPullRequest('ben-w', { head: 'open', base: 'dev', title: 'a' });
    const { data } = await octokit.rest.pulls.get({ ...repository, pull_number: open.number });
    await expect(reverts(data.node_id)).rejects.toThrow('Pull request is not merged');
    await expect(reverts('bm90aGluZw')).rejects.toThrow(/Could not resolve to a node/);
  });

  it('is closed to an App without both permissions', async () => {
    const { id } = await merged('closed', 'x', 'merge');
    await billing.access('slipway-machine', 'read');
    await expect(reverts(id)).rejects.toThrow(/Resource not accessible/);
  });
});
