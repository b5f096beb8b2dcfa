import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createGitHub } from '../../../src/adapters/github/client.ts';
import { releasesOn } from '../../../src/adapters/github/releases.ts';
import { json, scriptedGitHub, sharedPauses } from '../../adapters/github/scripted-github.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const hour = 3_600_000;
const step = (change: Readonly<Record<string, unknown>>) => ({ check: 'release-present', as: 'it', ...change });
async function look(change: Readonly<Record<string, unknown>> = {}) {
  const trial = await trialRelease(local.client, [step(change)]);
  return await trial.look('it');
}
const lacking = async (change: Readonly<Record<string, unknown>> = {}) => (await look(change)).reading?.sentence;

/** The tag at main's tip, and what it is at. */
async function tagged(): Promise<string> {
  const [tip] = await local.billing.log('main', 1);
  await local.billing.tags('tom-h', 'v1.5.0', tip?.sha ?? '');
  return tip?.sha ?? '';
}
/** A draft of the release with assets of these names, each holding its name. */
async function draft(...assets: readonly string[]): Promise<string> {
  const sha = await tagged();
  const wanted = { tag: 'v1.5.0', sha, name: 'billing 1.5.0', body: '', prerelease: false };
  const { id } = await local.client.draftRelease('acme/billing', wanted);
  for (const name of assets) {
    const bytes = new TextEncoder().encode(name);
    await local.client.uploadAsset('acme/billing', id, { name, contentType: 'text/plain', bytes });
  }
  return id;
}
const published = async (...assets: readonly string[]) =>
  await local.client.publishRelease('acme/billing', await draft(...assets), true);
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

describe('release-present', () => {
  it('waits for the tag, the release and its publication', async () => {
    expect(await look()).toMatchObject({
      reading: {
        outcome: 'wait',
        sentence: 'v1.5.0 lacks the tag and a release. Slipway looks again by itself.',
      },
    });
    expect(await lacking({ release: false })).toBe('v1.5.0 lacks the tag. Slipway looks again by itself.');
    const id = await draft();
    expect((await look({ release: false })).done?.sentence).toBe('v1.5.0 has the tag.');
    expect(await lacking()).toBe(
      'v1.5.0 lacks the publication of its release, which is a draft. Slipway looks again by itself.',
    );
    await local.client.publishRelease('acme/billing', id, true);
    expect(await look()).toMatchObject({
      status: 'done',
      done: {
        sentence: 'v1.5.0 has the tag and a published release.',
        link: expect.stringContaining('/releases/tag/v1.5.0'),
      },
    });
  });

  it('waits for assets, and for uploads that broke off', async () => {
    await published('app.tgz');
    await local.billing.breaksUpload('tom-h', 'v1.5.0', 'app.sbom');
    expect(await lacking({ assets: ['app.tgz', 'app.sbom', 'app-<version>.txt'] })).toBe(
      'v1.5.0 lacks the asset app.sbom (its upload broke off) and the asset app-1.5.0.txt. Slipway looks again by itself.',
    );
    expect((await look({ assets: ['app.tgz'], tag: false })).done?.sentence).toBe(
      'v1.5.0 has a published release and 1 asset.',
    );
  });

  it('waits for the attestation of each build, and takes no other for it', async () => {
    await published('app.tgz', 'cli.tgz');
    const wanted = { assets: ['app.tgz'], attestation: true };
    await local.billing.attests(digestOf('app.tgz'), 'https://spdx.dev/Document/v2.3');
    await local.billing.attests(digestOf('another build'));
    expect(await lacking(wanted)).toBe('v1.5.0 lacks a build attestation of app.tgz. Slipway looks again by itself.');
    await local.billing.attests(digestOf('app.tgz'));
    expect((await look(wanted)).done?.sentence).toBe(
      'v1.5.0 has the tag, a published release, 1 asset and 1 build attestation.',
    );
    expect(await lacking({ attestation: true })).toContain('a build attestation of cli.tgz');
    await local.billing.attests(digestOf('cli.tgz'));
    expect((await look({ attestation: true })).done?.sentence).toContain('2 build attestations');
    expect(await local.control.refusals()).toEqual([]);
  });

  it('a release without assets has nothing that is attested', async () => {
    await published();
    expect(await lacking({ attestation: true })).toContain('lacks an asset that could be attested');
  });

  it('is red once its time is over, and green when it comes after all', async () => {
    await tagged();
    const trial = await trialRelease(local.client, [step({ within: '2h' })]);
    trial.later(2 * hour - 60_000);
    expect((await trial.look('it')).reading?.outcome).toBe('wait');
    trial.later(60_000);
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('v1.5.0 still lacks a release, and the time for it is over.'),
    });
    await local.billing.publishesRelease('tom-h', { tag: 'v1.5.0' });
    expect((await trial.look('it')).status).toBe('done');
  });

  it('is red where somebody moved the tag', async () => {
    const sha = await tagged();
    const made = {
      step: { action: 'create-tag', at: 'main' },
      facts: { tag: 'v1.5.0', sha: '1'.repeat(40), url: 'https://github.com/acme/billing' },
    };
    const trial = await trialRelease(local.client, [step({})], { done: { tag: made } });
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'fail',
      sentence: `The tag v1.5.0 stands at ${sha.slice(0, 7)} and was made at 1111111: somebody moved it. Move it back to ${'1'.repeat(40)}.`,
    });
  });

  it('is unavailable without a digest, and without the permission', async () => {
    await published('app.tgz');
    await using silent = await scriptedGitHub(
      json(200, [
        {
          id: 1,
          html_url: 'https://github.com/acme/billing/releases/tag/v1.5.0',
          tag_name: 'v1.5.0',
          name: null,
          draft: false,
          prerelease: false,
          published_at: '2026-11-20T09:00:00Z',
          author: { login: 'tom-h' },
          assets: [{ id: 2, name: 'app.tgz', state: 'uploaded', digest: null }],
        },
      ]),
    );
    const undigested = releasesOn(
      createGitHub({ credentials: { token: 't' }, baseUrl: silent.url, pauses: sharedPauses() }),
    );
    const trial = await trialRelease({ ...local.client, ...undigested }, [step({ attestation: true })]);
    expect((await trial.look('it')).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('GitHub has no digest of app.tgz in the release v1.5.0'),
    });

    const { appId, privateKey, url } = local.server;
    const credentials = { appId: String(appId), privateKey };
    const asApp = releasesOn(createGitHub({ credentials, baseUrl: url, pauses: sharedPauses() }));
    const closed = await trialRelease({ ...local.client, ...asApp }, [step({ attestation: true })]);
    expect((await closed.look('it')).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('needs the permissions contents: read and attestations: read there.'),
    });
  });

  it('404 is no attestation either', async () => {
    await using github = await scriptedGitHub(json(404, { message: 'Not Found' }));
    const { isAttested } = releasesOn(
      createGitHub({ credentials: { token: 't' }, baseUrl: github.url, pauses: sharedPauses() }),
    );
    expect(await isAttested('acme/billing', digestOf('a'))).toBe(false);
  });
});
