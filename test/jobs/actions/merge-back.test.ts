import { expect, test } from 'vitest';
import { completed } from '../../release/given.ts';
import { scene, thrownBy } from './scene.ts';

const branch = 'slipway/merge-back-v1.5.0';

test('merges main back into dev, once', async () => {
  const { acts, merged, billing, tip, writes } = await scene();
  const events = await merged();
  const main = await tip('main');
  const first = await acts('merge-back', events);
  const sha = await tip('dev');
  expect(first).toMatchObject({
    kind: 'completed',
    how: 'made',
    sentence: `main is merged back into dev as ${sha.slice(0, 7)}.`,
    facts: { sha },
  });
  expect((await billing.commit(sha)).parents).toContain(main);
  expect(await acts('merge-back', events)).toMatchObject({ kind: 'completed', how: 'made', facts: { sha } });
  expect((await writes()).filter((call) => call.endsWith('/merges'))).toHaveLength(1);
});

test.each(['502-after-write', 'reset-after', 'reset-before', '5xx'] as const)(
  'merges once through %s',
  async (kind) => {
    const { acts, merged, control, billing } = await scene();
    const events = await merged();
    await control.fault({ kind, method: 'POST', path: /\/merges$/ });
    expect(await thrownBy(acts('merge-back', events))).toMatchObject({ name: 'Outage' });
    expect(await acts('merge-back', events)).toMatchObject({ kind: 'completed', how: 'made' });
    expect((await billing.log('dev', 5)).filter(({ message }) => message.startsWith('Merge main back'))).toHaveLength(
      1,
    );
  },
);

test('adopts what somebody merged back by hand', async () => {
  const { acts, merged, billing, writes } = await scene();
  const events = await merged();
  const { number } = await billing.opensPullRequest('ana-d', { head: 'main', base: 'dev', title: 'Back' });
  await billing.merges('ana-d', number);
  const before = (await writes()).length;
  expect(await acts('merge-back', events)).toMatchObject({
    kind: 'completed',
    how: 'adopted',
    sentence: 'dev has every commit of main already.',
  });
  expect(await writes()).toHaveLength(before);
});

test('waits for the pull request that somebody opened', async () => {
  const { acts, merged, billing } = await scene();
  const events = await merged();
  const { number } = await billing.opensPullRequest('ana-d', { head: 'main', base: 'dev', title: 'Back' });
  expect(await acts('merge-back', events)).toMatchObject({
    kind: 'reading',
    outcome: 'wait',
    facts: { number: String(number) },
  });
  expect(await billing.pulls()).toHaveLength(1);
});

test('opens a pull request from a branch of its own on a conflict, and waits for it', async () => {
  const { acts, merged, billing, tip } = await scene();
  const events = await merged();
  const main = await billing.pushes('tom-h', 'main', { 'README.md': '# Hot\n' }, 'fix: hot');
  await billing.pushes('ana-d', 'dev', { 'README.md': '# Cold\n' }, 'docs: cold');
  const waits = await acts('merge-back', events);
  const [pull] = await billing.pulls();
  expect(waits).toMatchObject({
    kind: 'reading',
    outcome: 'wait',
    sentence: `main conflicts with dev. Solve what stands in its way and merge pull request #${pull?.number} into dev.`,
    facts: { number: String(pull?.number), url: expect.stringContaining('/pull/') },
  });
  expect(pull).toMatchObject({ head: branch, base: 'dev', headSha: main });
  expect(await tip('main')).toBe(main);
  expect(await acts('merge-back', events)).toMatchObject({ kind: 'reading', outcome: 'wait' });
  expect(await billing.pulls()).toHaveLength(1);
  await billing.pushes('ana-d', 'dev', { 'README.md': '# Hot\n' }, 'docs: settle it');
  await billing.merges('ana-d', pull?.number ?? 0);
  expect(await acts('merge-back', events)).toMatchObject({
    kind: 'completed',
    how: 'made',
    sentence: `main is back in dev by pull request #${pull?.number}.`,
  });
});

test.each(['502-after-write', 'reset-after'] as const)('opens one pull request through %s', async (kind) => {
  const { acts, merged, billing, control } = await scene();
  const events = await merged();
  await billing.protects('dev', { requirePullRequest: true });
  for (const path of [/git\/refs$/, /\/pulls$/]) {
    await control.fault({ kind, method: 'POST', path });
    expect(await thrownBy(acts('merge-back', events))).toMatchObject({ name: 'Outage' });
  }
  expect(await acts('merge-back', events)).toMatchObject({ kind: 'reading', outcome: 'wait' });
  expect(await billing.pulls()).toMatchObject([{ head: branch }]);
});

test('opens a pull request where dev takes no push', async () => {
  const { acts, merged, billing } = await scene();
  const events = await merged();
  await billing.protects('dev', { requirePullRequest: true });
  expect(await acts('merge-back', events)).toMatchObject({
    kind: 'reading',
    outcome: 'wait',
    sentence: expect.stringContaining(
      'dev takes no merge without a pull request (Changes must be made through a pull request).',
    ),
  });
  expect(await billing.pulls()).toMatchObject([{ head: branch, base: 'dev' }]);
});

test('says that its pull request was closed', async () => {
  const { acts, merged, billing } = await scene();
  const events = await merged();
  await billing.protects('dev', { requirePullRequest: true });
  await acts('merge-back', events);
  const [pull] = await billing.pulls();
  await billing.closes(pull?.number ?? 0, 'ana-d');
  expect(await acts('merge-back', events)).toMatchObject({
    kind: 'reading',
    outcome: 'fail',
    sentence: expect.stringContaining('Reopen and merge it'),
  });
});

test('says that a branch is gone', async () => {
  const { acts, merged, billing } = await scene();
  const events = await merged();
  await billing.deletesBranch('ana-d', 'dev');
  expect(await acts('merge-back', [...events, completed('tagged')])).toMatchObject({
    kind: 'failed',
    sentence: 'acme/billing lacks the branch main or dev.',
  });
});
