import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
  await local.billing.tags('tom-h', 'v1.5.0', 'dev', { annotated: true });
});

const step = { action: 'publish-release', assets: ['release-record.json', 'README.md'], as: 'published' };
const ours = async () => (await local.billing.releases()).filter(({ tag }) => tag !== 'v1.4.0');

describe('publishing the release of a tag', () => {
  it('makes one release with notes and assets, and looks it up afterwards', async () => {
    const { client, billing, control } = local;
    const dev = (await billing.refs('refs/heads/dev'))[0]?.commit ?? '';
    const trial = await trialRelease(client, [step], {
      done: {
        pr: {
          step: { action: 'open-pull-request', from: 'dev', to: 'main' },
          facts: { number: '3', url: 'https://github.example/3' },
        },
        tagged: { step: { action: 'create-tag', at: 'dev' }, facts: { tag: 'v1.5.0', sha: dev } },
      },
    });
    const first = await trial.look('published');
    const again = await trialRelease(client, [step]); // a crash before it was recorded
    expect((await again.look('published')).done).toMatchObject({ how: 'made' });
    expect(await ours()).toMatchObject([
      {
        tag: 'v1.5.0',
        name: 'billing 1.5.0',
        draft: false,
        latest: true,
        assets: [{ name: 'release-record.json' }, { name: 'README.md' }],
      },
    ]);
    const [release] = await ours();
    expect(first).toMatchObject({
      status: 'done',
      facts: {
        id: String(release?.id),
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        url: expect.stringContaining('v1.5.0'),
      },
    });
    expect(release?.body).toContain('## Features\n\n- **tax:** round half to even ([#1](');
    expect(release?.body).toContain('## Fixes\n\n- CSV export keeps zeros ([#2](');
    expect(release?.body).toContain('\\<b\\>tidy\\</b\\> up, thanks @&#8203;ana-d');
    expect(release?.body).toContain('Released through [#3](https://github.example/3).');
    expect(await control.refusals()).toEqual([]);
  });

  it('attaches the record of what was done, by whom, on which evidence', async () => {
    const { client, control } = local;
    const trial = await trialRelease(client, [step]);
    await trial.look('published');
    const upload = (await control.calls({ method: 'POST', path: /assets/ })).find(
      ({ query }) => query['name'] === 'release-record.json',
    );
    expect(upload?.status).toBe(201);
    const releases = await client.listReleases('acme/billing');
    expect(releases.find(({ tag }) => tag === 'v1.5.0')?.assets).toMatchObject([
      { uploaded: true },
      { uploaded: true },
    ]);
  });

  it.each([
    ['502-after-write', 'POST', /releases$/],
    ['reset-after', 'POST', /releases$/],
    ['502-after-write', 'POST', /assets/],
    ['502-after-write', 'PATCH', /releases\/\d+$/],
  ] as const)('a lost reply (%s to %s %s) makes no second release or asset', async (kind, method, path) => {
    const { client, control } = local;
    const trial = await trialRelease(client, [step]);
    await control.fault({ kind, method, path });
    await trial.look('published');
    expect((await trial.look('published')).status).toBe('done');
    await trial.look('published');
    expect(await ours()).toMatchObject([
      { draft: false, assets: [{ name: 'release-record.json' }, { name: 'README.md' }] },
    ]);
  });

  it('a request for the draft that got lost is not repeated at once', async () => {
    const { client, control } = local;
    const trial = await trialRelease(client, [step]);
    await control.fault({ kind: 'reset-before', method: 'POST', path: /releases$/ });
    await trial.look('published');
    expect((await trial.look('published')).reading?.sentence).toMatch(/the draft of release v1\.5\.0 got lost/);
    expect(await ours()).toEqual([]);
    trial.later(3 * 60_000);
    expect((await trial.look('published')).status).toBe('done');
    expect(await ours()).toHaveLength(1);
  });

  it('is drafted by one of two processes that look at the same time', async () => {
    const trial = await trialRelease(local.client, [step]);
    await Promise.all([trial.look('published'), trial.look('published')]);
    expect(await ours()).toHaveLength(1);
  });

  it('adopts one that a person published for the tag', async () => {
    await local.billing.publishesRelease('ben-w', { tag: 'v1.5.0', name: 'By hand' });
    const trial = await trialRelease(local.client, [step]);
    expect((await trial.look('published')).done).toMatchObject({
      how: 'adopted',
      sentence: 'Release v1.5.0 of ben-w is published on GitHub. It lacks release-record.json, README.md.',
    });
    expect(await ours()).toHaveLength(1);
  });

  it("completes and publishes a person's draft", async () => {
    const id = await local.billing.publishesRelease('ben-w', {
      tag: 'v1.5.0',
      name: 'By hand',
      body: 'Read this',
      draft: true,
    });
    const trial = await trialRelease(local.client, [step]);
    expect(await trial.look('published')).toMatchObject({ status: 'done', facts: { id: String(id) } });
    expect(await ours()).toMatchObject([{ name: 'By hand', body: 'Read this', draft: false, assets: [{}, {}] }]);
  });

  it('does not become the latest when a newer version is out', async () => {
    await local.billing.publishesRelease('ben-w', { tag: 'v2.0.0', target: 'main' });
    const trial = await trialRelease(local.client, [step]);
    await trial.look('published');
    const latest = (await ours()).map(({ tag, latest: is }) => `${tag} ${is}`);
    expect(latest.sort()).toEqual(['v1.5.0 false', 'v2.0.0 true']);
  });

  it('is complete when releases are immutable', async () => {
    await local.billing.immutableReleases(true);
    const trial = await trialRelease(local.client, [step]);
    expect((await trial.look('published')).status).toBe('done');
    expect(await ours()).toMatchObject([{ immutable: true, assets: [{}, {}] }]);
  });

  it('publishes nothing without its tag, for a tag that was moved, or without a file that it promises', async () => {
    const { client, billing } = local;
    const missing = await trialRelease(client, [{ ...step, assets: ['none.md'] }]);
    expect((await missing.look('published')).failure?.sentence).toBe(
      'none.md is not in acme/billing at v1.5.0, so it cannot be attached.',
    );
    const moved = await trialRelease(client, [step], {
      done: { tagged: { step: { action: 'create-tag', at: 'dev' }, facts: { tag: 'v1.5.0', sha: 'a'.repeat(40) } } },
    });
    expect((await moved.look('published')).failure?.sentence).toMatch(/somebody moved it/);
    await billing.deletesTag('tom-h', 'v1.5.0');
    const trial = await trialRelease(client, [step]);
    expect((await trial.look('published')).failure?.sentence).toBe('acme/billing has no tag v1.5.0.');
    expect((await ours()).filter(({ draft }) => !draft)).toEqual([]);
  });
});
