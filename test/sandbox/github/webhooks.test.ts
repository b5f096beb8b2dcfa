import { beforeEach, describe, expect, it } from 'vitest';
import { freshGitHub, target } from './fresh-github.ts';
import { receiveWebhooks } from './webhook-receiver.ts';

describe('webhooks', async () => {
  const { github, client, repo, octokit } = await freshGitHub({ webhook: { secret: 'it is a secret' } });
  let status = 200;
  const { url, received, names } = await receiveWebhooks('it is a secret', () => status);
  github.setWebhookUrl(url);
  beforeEach(() => {
    received.length = 0;
  });

  it('are signed, named and numbered', async () => {
    await repo.pushes('ben-w', 'signed', { 'x.txt': 'x' }, 'feat: x');
    await client.webhooks.idle();
    expect(names()).toEqual(['push', 'create']);
    expect(received.every(({ genuine }) => genuine)).toBe(true);
    expect(new Set(received.map(({ id }) => id)).size).toBe(2);
    expect(received[0]?.id).toMatch(/^[0-9a-f]{8}-/);
  });

  it('carry what the receiver needs', async () => {
    const sha = await repo.pushes('ben-w', 'carried', { 'y.txt': 'y', 'README.md': null }, 'feat: y');
    await client.webhooks.idle();
    const [push] = received;
    expect(push?.payload).toMatchObject({
      ref: 'refs/heads/carried',
      created: true,
      after: sha,
      repository: { full_name: 'acme/shop', owner: { login: 'acme' }, name: 'shop' },
      sender: { login: 'ben-w' },
      installation: { id: expect.any(Number) },
      commits: [{ id: sha, message: 'feat: y', added: ['y.txt'], removed: ['README.md'], modified: [] }],
    });
  });

  it('tell the life of a pull request', async () => {
    const { number } = await repo.opensPullRequest('ben-w', { head: 'signed', base: 'main', title: 'X' });
    await octokit.pulls.requestReviewers({ ...target, pull_number: number, reviewers: ['lena-b'] });
    await repo.reviews('lena-b', number, 'APPROVE');
    await repo.pushes('ben-w', 'signed', { 'x2.txt': 'x' }, 'feat: x2');
    await repo.closes(number, 'ben-w');
    await repo.reopens(number, 'ben-w');
    await repo.merges('lena-b', number);
    await client.webhooks.idle();
    const life = names().filter((name) => name.startsWith('pull_request'));
    expect(life).toEqual([
      'pull_request.opened',
      'pull_request.review_requested',
      'pull_request_review.submitted',
      'pull_request.synchronize',
      'pull_request.closed',
      'pull_request.reopened',
      'pull_request.closed',
    ]);
    expect(received.findLast(({ event }) => event === 'pull_request')?.payload['pull_request']).toMatchObject({
      merged: true,
      merged_by: { login: 'lena-b' },
    });
    expect(received.find(({ event }) => event === 'pull_request_review')?.payload).toMatchObject({
      review: { state: 'approved', user: { login: 'lena-b' } },
      pull_request: { number },
    });
  });

  it('tell the life of a run, a status, a tag, a release and a deployment', async () => {
    const [tip] = await repo.log('dev', 1);
    await repo.opensPullRequest('ana-d', { head: 'dev', base: 'main', title: 'Cart' });
    await repo.finishes('ci.yml', 'success');
    await repo.status(tip?.sha ?? '', 'slipway/release', 'success');
    await repo.tags('lena-b', 'v2.0.0', 'main', { annotated: 'two' });
    await repo.publishesRelease('lena-b', { tag: 'v2.0.0', name: 'two' });
    const { data } = await octokit.repos.createDeployment({
      ...target,
      ref: 'v2.0.0',
      auto_merge: false,
      required_contexts: [],
    });
    if (!('id' in data)) throw new Error(data.message);
    await octokit.repos.createDeploymentStatus({ ...target, deployment_id: data.id, state: 'success' });
    await repo.deletesTag('lena-b', 'v2.0.0');
    await client.webhooks.idle();
    expect(names()).toEqual([
      'pull_request.opened',
      'check_run.created',
      'check_suite.requested',
      'workflow_run.requested',
      'workflow_run.in_progress',
      'check_run.completed',
      'check_suite.completed',
      'workflow_run.completed',
      'status',
      'push',
      'create',
      'release.created',
      'release.published',
      'release.released',
      'deployment.created',
      'deployment_status.created',
      'push',
      'delete',
    ]);
  });

  it('are missed while paused, and come again only when asked, with the ids they had', async () => {
    await client.webhooks.pause();
    await repo.pushes('ben-w', 'missed', { 'm.txt': 'm' }, 'feat: m');
    await client.webhooks.resume();
    await client.webhooks.idle();
    expect(received).toEqual([]);
    const missed = (await client.webhooks.deliveries('push')).filter(({ state }) => state === 'missed');
    expect(await client.webhooks.redeliver({ missed: true, event: 'push' })).toBe(1);
    await client.webhooks.idle();
    expect(received.map(({ id }) => id)).toEqual(missed.map(({ guid }) => guid));
  });

  it('are not sent again by themselves when the receiver fails', async () => {
    status = 500;
    await repo.pushes('ben-w', 'failing', { 'f.txt': 'f' }, 'feat: f');
    await client.webhooks.idle();
    expect(names()).toEqual(['push', 'create']);
    status = 200;
    expect((await client.webhooks.deliveries('push')).at(-1)).toMatchObject({ state: 'failed', statusCode: 500 });
  });

  it('are held and come in another order', async () => {
    await client.webhooks.pause({ hold: true });
    for (const name of ['s1', 's2', 's3', 's4']) await repo.pushes('ben-w', 'missed', { [name]: name }, name);
    await client.webhooks.resume({ shuffle: 7 });
    await client.webhooks.idle();
    const messages = received.map(({ payload }) => String(Object(payload['head_commit']).message));
    expect(messages).not.toEqual(['s1', 's2', 's3', 's4']);
    expect([...messages].sort()).toEqual(['s1', 's2', 's3', 's4']);
  });
});
