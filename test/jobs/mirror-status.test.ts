import { expect, test } from 'vitest';
import { mirrorStatus } from '../../src/jobs/mirror-status.ts';
import { releaseAfter, upTo } from '../release/given.ts';
import { scene, thrownBy } from './actions/scene.ts';

const card = 'https://acme.slack.com/archives/C0BACKEND/p1';

test('says on the head of the pull request what the release waits for, once', async () => {
  const { client, opened, billing, tip, writes } = await scene();
  const release = releaseAfter(...(await opened()));
  const head = await tip('dev');
  expect(await mirrorStatus(client, release, card)).toMatchObject({ sha: head, state: 'pending' });
  await mirrorStatus(client, release, card);
  expect(await billing.statuses(head)).toMatchObject([
    { context: 'slipway/release', state: 'pending', description: expect.stringContaining('1.5.0 waits for: ') },
  ]);
  expect((await writes()).filter((call) => call.includes('/statuses/'))).toHaveLength(1);
});

test.each(['502-after-write', 'reset-after'] as const)('says it once through %s', async (kind) => {
  const { client, opened, billing, control, tip } = await scene();
  const release = releaseAfter(...(await opened()));
  await control.fault({ kind, method: 'POST', path: /\/statuses\// });
  expect(await thrownBy(mirrorStatus(client, release, card))).toMatchObject({ name: 'Outage' });
  await mirrorStatus(client, release, card);
  expect(await billing.statuses(await tip('dev'))).toHaveLength(1);
});

test('says what changed', async () => {
  const { client, opened, billing, tip } = await scene();
  const events = await opened();
  await mirrorStatus(client, releaseAfter(...events), card);
  const cancelled = releaseAfter(...events, { type: 'ReleaseCancelled', by: 'U-maria', reason: 'not today' });
  expect(await mirrorStatus(client, cancelled, card)).toMatchObject({ state: 'failure' });
  const statuses = await billing.statuses(await tip('dev'));
  expect(statuses.map(({ state }) => state).sort()).toEqual(['failure', 'pending']);
});

test('has nothing to say before there is a pull request', async () => {
  const { client, control } = await scene();
  expect(await mirrorStatus(client, releaseAfter(...upTo.ready()))).toBeUndefined();
  expect(await control.calls()).toEqual([]);
});
