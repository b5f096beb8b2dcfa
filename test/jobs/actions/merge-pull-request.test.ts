import { describe, expect, test } from 'vitest';
import { completed, upTo } from '../../release/given.ts';
import { factsOf, scene, thrownBy } from './scene.ts';

const hour = 3_600_000;

test('merges what was signed, with a merge commit', async () => {
  const { acts, approved, tip, billing } = await scene();
  const [main, dev] = [await tip('main'), await tip('dev')];
  const outcome = await acts('merged', await approved());
  const sha = await tip('main');
  expect(outcome).toMatchObject({
    kind: 'completed',
    how: 'made',
    sentence: `Pull request #3 was merged as ${sha.slice(0, 7)}.`,
  });
  expect(factsOf(outcome)).toEqual({
    sha,
    url: expect.stringMatching(new RegExp(`/acme/billing/commit/${sha}$`)),
    at: expect.stringMatching(/^\d{4}-/),
  });
  expect(await billing.commit(sha)).toMatchObject({ parents: [main, dev] });
});

test('merges once, however often it is tried', async () => {
  const { acts, approved, writes } = await scene();
  const open = await approved();
  const first = await acts('merged', open);
  expect(await acts('merged', open)).toMatchObject({
    how: 'made',
    sentence: first.sentence,
    facts: { sha: factsOf(first)['sha'] },
  });
  expect((await writes()).filter((call) => call.endsWith('/merge'))).toHaveLength(1);
});

test.each(['502-after-write', 'reset-after', 'reset-before', '5xx'] as const)(
  'merges once through %s',
  async (kind) => {
    const { acts, approved, control, billing } = await scene();
    const open = await approved();
    await control.fault({ kind, method: 'PUT', path: /\/merge$/ });
    expect(await thrownBy(acts('merged', open))).toMatchObject({ name: 'Outage' });
    expect(await acts('merged', open)).toMatchObject({ kind: 'completed', how: 'made' });
    expect((await billing.log('main', 20)).filter(({ message }) => message.includes('Slipway-Release:'))).toHaveLength(
      1,
    );
  },
);

test('adopts what somebody merged by hand, and says who', async () => {
  const { acts, approved, billing } = await scene();
  const open = await approved();
  const sha = await billing.merges('tom-h', 3);
  expect(await acts('merged', open)).toMatchObject({
    kind: 'completed',
    how: 'adopted',
    sentence: `Pull request #3 was merged on GitHub by tom-h as ${sha.slice(0, 7)}.`,
    facts: { sha },
  });
});

test('adopts nothing that was not signed: the watch records it, and asks again', async () => {
  const { acts, approved, billing, tip } = await scene();
  const open = await approved();
  const signed = await tip('dev');
  const other = await billing.pushes('ana-d', 'dev', { 'late.txt': 'late' }, 'feat: late');
  await billing.merges('tom-h', 3);
  expect(await acts('merged', open)).toMatchObject({
    kind: 'reading',
    outcome: 'wait',
    sentence: expect.stringContaining(
      `was merged at ${other.slice(0, 7)}, not at ${signed.slice(0, 7)} that was signed`,
    ),
  });
});

test('merges nothing that was not signed', async () => {
  const { acts, approved, billing, tip } = await scene();
  const open = await approved();
  const main = await tip('main');
  await billing.pushes('ana-d', 'dev', { 'late.txt': 'late' }, 'feat: late');
  expect(await acts('merged', open)).toMatchObject({
    kind: 'reading',
    outcome: 'wait',
    sentence: expect.stringContaining('what was signed is asked again'),
  });
  expect(await tip('main')).toBe(main);
});

test('does not merge when the head moves between look and act', async () => {
  const { approved, client, billing, tip } = await scene();
  await approved();
  const [main, signed] = [await tip('main'), await tip('dev')];
  await billing.pushes('ana-d', 'dev', { 'late.txt': 'late' }, 'feat: late');
  const answer = await client.mergePullRequest('acme/billing', 3, { head: signed, method: 'merge' });
  expect(answer).toEqual({ kind: 'moved' });
  expect(await tip('main')).toBe(main);
});

test('without a pull request says what is missing', async () => {
  const { acts } = await scene();
  expect(await acts('merged', [...upTo.ready(), completed('pr')])).toMatchObject({
    kind: 'failed',
    sentence: 'There is no pull request to merge.',
  });
});

describe('a pending check', () => {
  test('is waited for, within the time of the step', async () => {
    const { acts, approved, billing, tip } = await scene();
    const open = await approved();
    await billing.protects('main', { requiredStatuses: ['ci/build'] });
    await billing.status(await tip('dev'), 'ci/build', 'pending');
    expect(await acts('merged', open)).toMatchObject({
      kind: 'reading',
      outcome: 'wait',
      sentence: 'Pull request #3 cannot be merged yet: Required status check "ci/build" is pending.',
    });
    expect(await acts('merged', open, hour)).toMatchObject({
      kind: 'failed',
      sentence: expect.stringContaining('could not be merged in time'),
    });
    await billing.status(await tip('dev'), 'ci/build', 'success');
    expect(await acts('merged', open)).toMatchObject({ kind: 'completed', how: 'made' });
  });

  test('of a ruleset is waited for as well', async () => {
    const { acts, approved, billing } = await scene();
    const open = await approved();
    const parameters = { required_status_checks: [{ context: 'slipway/release' }] };
    const rules = [{ type: 'required_status_checks', parameters }];
    await billing.ruleset({ name: 'release', include: ['refs/heads/main'], rules });
    expect(await acts('merged', open)).toMatchObject({ kind: 'reading', outcome: 'wait' });
  });
});

describe('a person is needed', () => {
  test('where a check is red', async () => {
    const { acts, approved, billing, tip } = await scene();
    const open = await approved();
    await billing.protects('main', { requiredStatuses: ['ci/build'] });
    await billing.status(await tip('dev'), 'ci/build', 'failure');
    expect(await acts('merged', open)).toMatchObject({
      kind: 'failed',
      sentence: 'GitHub does not merge pull request #3: Required status check "ci/build" is failing.',
      remedy: expect.stringContaining('green'),
    });
  });

  test('where reviews are required', async () => {
    const { acts, approved, billing } = await scene();
    const open = await approved();
    await billing.protects('main', { requiredReviews: 1 });
    expect(await acts('merged', open)).toMatchObject({ kind: 'failed', remedy: expect.stringContaining('reviews') });
    await billing.reviews('lena-b', 3, 'APPROVE');
    expect(await acts('merged', open)).toMatchObject({ kind: 'completed', how: 'made' });
  });

  test('where merge commits are not allowed', async () => {
    const { acts, approved, billing } = await scene();
    const open = await approved();
    await billing.mergeMethods({ merge: false });
    expect(await acts('merged', open)).toMatchObject({
      kind: 'failed',
      sentence: 'GitHub does not merge pull request #3: Merge commits are not allowed on this repository.',
      remedy: expect.stringContaining('Allow this merge method'),
    });
  });

  test('where it conflicts', async () => {
    const { acts, approved, billing } = await scene();
    const open = await approved();
    await billing.pushes('tom-h', 'main', { 'src/tax/lines.ts': 'export const perLine = false;\n' }, 'fix: hot');
    expect(await acts('merged', open)).toMatchObject({
      kind: 'failed',
      sentence: 'GitHub does not merge pull request #3: It conflicts with its base branch.',
      remedy: expect.stringContaining('solve the conflict there'),
    });
  });

  test('where it was closed', async () => {
    const { acts, approved, billing } = await scene();
    const open = await approved();
    await billing.closes(3, 'ana-d');
    expect(await acts('merged', open)).toMatchObject({
      kind: 'failed',
      sentence: 'Pull request #3 was closed without being merged.',
    });
  });

  test('where it was pointed at another branch', async () => {
    const { acts, approved, billing } = await scene();
    const open = await approved();
    await billing.branch('other', 'main');
    await billing.edits(3, { base: 'other' });
    expect(await acts('merged', open)).toMatchObject({
      kind: 'failed',
      sentence: 'Pull request #3 goes into other now, not into main as when it was signed.',
    });
  });

  test('where the App may not touch workflows', async () => {
    const { acts, approved, billing } = await scene('app');
    await billing.pushes('ana-d', 'dev', { '.github/workflows/new.yml': 'name: New\non: push\njobs: {}\n' }, 'ci: new');
    expect(await acts('merged', await approved())).toMatchObject({
      kind: 'failed',
      sentence: expect.stringContaining('GitHub does not let Slipway merge pull request #3'),
      remedy: expect.stringContaining('workflows: write'),
    });
  });
});
