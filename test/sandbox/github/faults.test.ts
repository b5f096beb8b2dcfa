import { beforeEach, describe, expect, it } from 'vitest';
import { freshGitHub, refusalOf, target } from './fresh-github.ts';

describe('faults on request', async () => {
  const { octokit, client, repo } = await freshGitHub();
  beforeEach(async () => {
    await client.clearFaults();
    await client.forgetCalls();
  });
  const openIssue = (title: string) => octokit.issues.create({ ...target, title });
  const titles = async () => (await repo.issues('all')).map(({ title }) => title);
  const path = /\/issues$/;

  it('writes, then answers 502', async () => {
    await client.fault({ kind: '502-after-write', method: 'POST', path });
    expect(await refusalOf(openIssue('lost reply'))).toMatchObject({ status: 502 });
    expect(await titles()).toContain('lost reply');
  });

  it('resets before or after the write', async () => {
    await client.fault({ kind: 'reset-before', path });
    await client.fault({ kind: 'reset-after', path });
    await expect(openIssue('never written')).rejects.toThrow();
    await expect(openIssue('written')).rejects.toThrow();
    expect(await titles()).toContain('written');
    expect(await titles()).not.toContain('never written');
    expect((await client.calls({ path })).map(({ fault }) => fault)).toEqual(['reset-before', 'reset-after']);
  });

  it.each([
    ['429', 429],
    ['403-secondary', 403],
  ] as const)('answers %s with the time to wait', async (kind, status) => {
    await client.fault({ kind, path, retryAfter: 7 });
    await expect(openIssue('limited')).rejects.toMatchObject({
      status,
      response: { headers: { 'retry-after': '7' }, data: { message: expect.stringContaining('secondary rate limit') } },
    });
    expect(await titles()).not.toContain('limited');
  });

  it('fails as often as it was told, then works', async () => {
    await client.fault({ kind: '5xx', path, times: 2 });
    expect(await refusalOf(openIssue('third time'))).toMatchObject({ status: 503 });
    expect(await refusalOf(openIssue('third time'))).toMatchObject({ status: 503 });
    expect((await openIssue('third time')).status).toBe(201);
    expect((await client.calls({ method: 'POST', path })).map(({ status }) => status)).toEqual([503, 503, 201]);
  });

  it('hangs until the caller gives up', async () => {
    await client.fault({ kind: 'hang', path });
    const request = { signal: AbortSignal.timeout(200) };
    await expect(octokit.issues.create({ ...target, title: 'hanging', request })).rejects.toThrow();
    expect(await titles()).not.toContain('hanging');
  });

  it('answers late', async () => {
    await client.fault({ kind: 'delay', path, ms: 50 });
    expect((await openIssue('late')).status).toBe(201);
  });
});

describe('the journal and the change feed', async () => {
  const { octokit, client, repo } = await freshGitHub();

  it('keeps every request with its body', async () => {
    await octokit.issues.create({ ...target, title: 'kept', body: 'text' });
    expect(await client.calls({ method: 'POST' })).toMatchObject([
      {
        path: '/repos/acme/shop/issues',
        operation: 'issues/create',
        status: 201,
        body: { title: 'kept', body: 'text' },
      },
    ]);
  });

  it('tells of changes as they come', async () => {
    const seen = await client.changes();
    const next = client.changes(seen.length);
    await repo.opensPullRequest('ana-d', { head: 'dev', base: 'main', title: 'Cart' });
    expect((await next)[0]).toMatchObject({ repository: 'acme/shop', what: 'pull_request.opened' });
  });

  it('waits no longer than it is told', async () => {
    const seen = await client.changes();
    expect(await client.changes(seen.length, 20)).toEqual([]);
  });

  it('says what a person would be told', async () => {
    await repo.protects('main', { requirePullRequest: true });
    await expect(repo.pushes('ben-w', 'main', { x: 'x' }, 'x')).rejects.toThrow(
      'Changes must be made through a pull request.',
    );
    await expect(repo.merges('ben-w', 99)).rejects.toThrow('acme/shop has no pull request #99');
  });
});
