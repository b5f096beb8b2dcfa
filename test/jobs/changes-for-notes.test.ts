import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub } from './trial.ts';

let local: LocalTrial;
beforeAll(async () => {
  local = await localGitHub();
});
afterAll(() => local.server.stop());

const read = (base: string | undefined, head: string) => local.client.changesForNotes('acme/billing', base, head);

describe('the changes that release notes are made of', () => {
  it('are commits with the pull requests that brought them, in few calls', async () => {
    await local.control.forgetCalls();
    const { commits, pullRequests, truncated } = await read('v1.4.0', 'dev');
    expect(commits.map(({ message, pullRequests: of }) => [message.split('\n')[0], of])).toEqual([
      ['feat(tax): round half to even', [1]],
      ['Merge pull request #1 from acme/feature/tax-rounding', [1]],
      ['fix: CSV export keeps zeros (#2)', [2]],
      ['chore: <b>tidy</b> up, thanks @ana-d', []],
    ]);
    expect(pullRequests).toMatchObject([
      { number: 1, title: 'feat(tax): round half to even', author: 'ana-d', body: 'Closes #40', labels: [] },
      { number: 2, author: 'ben-w' },
    ]);
    expect(truncated).toBe(false);
    expect((await local.control.calls()).length).toBeLessThanOrEqual(3);
  });

  it('of a first version are all of its commits', async () => {
    expect((await read(undefined, 'dev')).commits.map(({ message }) => message.split('\n')[0])).toContain(
      'feat: invoices',
    );
  });

  it('a number that is no pull request costs only the fast way', async () => {
    await local.billing.pushes('tom-h', 'dev', { 'a.md': 'a' }, 'fix: as told (#99)');
    const { commits, pullRequests } = await read('v1.4.0', 'dev');
    expect(commits.at(-1)?.pullRequests).toEqual([99]);
    expect(pullRequests.map(({ number }) => number)).toEqual([1, 2]);
  });
});
