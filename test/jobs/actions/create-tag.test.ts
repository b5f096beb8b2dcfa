import { expect, test } from 'vitest';
import { completed } from '../../release/given.ts';
import { factsOf, scene, thrownBy } from './scene.ts';

const tagUrl = expect.stringMatching(/\/acme\/billing\/releases\/tag\/v1\.5\.0$/);

test('makes an annotated tag at the merge commit', async () => {
  const { acts, merged, billing, tip } = await scene();
  const outcome = await acts('tagged', await merged());
  const sha = await tip('main');
  expect(outcome).toMatchObject({ kind: 'completed', how: 'made', sentence: `v1.5.0 stands at ${sha.slice(0, 7)}.` });
  expect(factsOf(outcome)).toEqual({ tag: 'v1.5.0', sha, url: tagUrl });
  expect(await billing.refs('refs/tags/v1.5')).toMatchObject([{ commit: sha, annotated: true }]);
});

test('makes it once, however often it is tried', async () => {
  const { acts, merged, writes } = await scene();
  const events = await merged();
  const first = await acts('tagged', events);
  expect(await acts('tagged', events)).toEqual(first);
  expect((await writes()).filter((call) => call.endsWith('/git/refs'))).toHaveLength(1);
});

test.each([
  ['502-after-write', /git\/refs$/],
  ['reset-after', /git\/refs$/],
  ['reset-after', /git\/tags$/],
  ['reset-before', /git\/refs$/],
  ['5xx', /git\/tags$/],
] as const)('makes one through %s at %s', async (kind, path) => {
  const { acts, merged, control, billing } = await scene();
  const events = await merged();
  await control.fault({ kind, method: 'POST', path });
  expect(await thrownBy(acts('tagged', events))).toMatchObject({ name: 'Outage' });
  expect(await acts('tagged', events)).toMatchObject({ kind: 'completed', how: 'made' });
  expect(await billing.refs('refs/tags/v1.5')).toHaveLength(1);
});

test('two at the same moment make one', async () => {
  const { acts, merged, billing } = await scene();
  const events = await merged();
  const [one, other] = await Promise.all([acts('tagged', events), acts('tagged', events)]);
  expect(one).toEqual(other);
  expect(await billing.refs('refs/tags/v1.5')).toHaveLength(1);
});

test.each([
  [{}, 'by hand'],
  [{ annotated: 'billing 1.5.0' }, 'by Tom Hughes'],
] as const)('adopts one that stands there already (%o)', async (options, by) => {
  const { acts, merged, billing, tip } = await scene();
  const events = await merged();
  const sha = await tip('main');
  await billing.tags('tom-h', 'v1.5.0', sha, options);
  expect(await acts('tagged', events)).toMatchObject({
    kind: 'completed',
    how: 'adopted',
    sentence: `v1.5.0 was made ${by} at ${sha.slice(0, 7)} already.`,
    facts: { tag: 'v1.5.0', sha, url: tagUrl },
  });
});

test('stops at one that stands elsewhere, and names both', async () => {
  const { acts, merged, billing, tip } = await scene();
  const events = await merged();
  const elsewhere = await tip('dev');
  const sha = await tip('main');
  await billing.tags('tom-h', 'v1.5.0', elsewhere);
  expect(await acts('tagged', events)).toMatchObject({
    kind: 'failed',
    sentence: `Tag v1.5.0 exists already and stands at ${elsewhere.slice(0, 7)}, but this release is at ${sha.slice(0, 7)}.`,
    remedy: expect.stringContaining('delete the tag and press Retry'),
  });
  expect(await billing.refs('refs/tags/v1.5')).toMatchObject([{ commit: elsewhere }]);
});

test('stops at a name that an immutable release has burnt', async () => {
  const { acts, merged, billing, client, server, tip } = await scene();
  await billing.immutableReleases(true);
  await billing.publishesRelease('tom-h', { tag: 'v1.5.0', target: await tip('dev') });
  const [release] = await billing.releases();
  await fetch(`${server.url}/repos/acme/billing/releases/${release?.id}`, {
    method: 'DELETE',
    headers: { authorization: `token ${server.token}` },
  });
  if ((await client.tagAt('acme/billing', 'v1.5.0')) !== undefined) await billing.deletesTag('tom-h', 'v1.5.0');
  expect(await acts('tagged', await merged())).toMatchObject({
    kind: 'failed',
    sentence: 'The tag name v1.5.0 was used by an immutable release, and GitHub never gives it again.',
    remedy: expect.stringContaining('start one with a version after 1.5.0'),
  });
});

test('says which rule forbids it', async () => {
  const { acts, merged, billing } = await scene();
  const events = await merged();
  await billing.ruleset({ name: 'tags', target: 'tag', include: ['~ALL'], rules: [{ type: 'creation' }] });
  expect(await acts('tagged', events)).toMatchObject({
    kind: 'failed',
    sentence: 'GitHub does not let Slipway make the tag v1.5.0: Cannot create ref due to creations being restricted.',
    remedy: expect.stringContaining('bypass the tag rules of acme/billing'),
  });
});

test('without a commit says what is missing', async () => {
  const { acts, opened } = await scene();
  expect(await acts('tagged', [...(await opened()), completed('merged')])).toMatchObject({
    kind: 'failed',
    sentence: 'There is no commit to tag: <merged.sha> is not known.',
  });
});
