import { expect, test } from 'vitest';
import { watchPullRequest } from '../../src/jobs/watch-pull-request.ts';
import { completed, releaseAfter, upTo } from '../release/given.ts';
import { scene } from './actions/scene.ts';

test('sees nothing where nothing happened', async () => {
  const { client, opened } = await scene();
  const release = releaseAfter(...(await opened()));
  expect(await watchPullRequest(client, release, 'pr', new Date())).toEqual({ kind: 'unchanged' });
});

test('sees new commits, by whom, and the facts as they are then', async () => {
  const { client, opened, billing, tip } = await scene();
  const release = releaseAfter(...(await opened()));
  const before = await tip('dev');
  await billing.pushes('tom-h', 'dev', { 'a.txt': 'a' }, 'feat: one more thing');
  const after = await billing.pushes('ana-d', 'dev', { 'b.txt': 'b' }, 'fix: and another');
  const [first] = (await billing.log('dev', 2)).slice(1);
  expect(await watchPullRequest(client, release, 'pr', new Date())).toEqual({
    kind: 'head-moved',
    to: after,
    sentence: `Pull request #3 moved from ${before.slice(0, 7)} to ${after.slice(0, 7)}: 2 new commits by tom-h and ana-d: ${first?.sha.slice(0, 7)} feat: one more thing and ${after.slice(0, 7)} fix: and another.`,
    link: expect.stringContaining(`/compare/${before}...${after}`),
    facts: expect.objectContaining({ number: '3', head: after, authors: 'ben-w ana-d kenji-q tom-h', commits: '12' }),
    news: `${first?.sha.slice(0, 7)} feat: one more thing by tom-h\n${after.slice(0, 7)} fix: and another by ana-d`,
  });
});

test('sees a merge by hand, and whether it is what was shown', async () => {
  const { client, opened, billing, tip } = await scene();
  const release = releaseAfter(...(await opened()));
  const head = await tip('dev');
  const sha = await billing.merges('tom-h', 3);
  expect(await watchPullRequest(client, release, 'pr', new Date())).toMatchObject({
    kind: 'merged-by-hand',
    sentence: expect.stringContaining('by tom-h'),
    head,
    asShown: true,
    more: {},
    facts: { sha },
  });
});

test('sees a merge by hand of more than was shown', async () => {
  const { client, opened, billing } = await scene();
  const release = releaseAfter(...(await opened()));
  const head = await billing.pushes('ana-d', 'dev', { 'late.txt': 'late' }, 'feat: late');
  await billing.merges('tom-h', 3);
  expect(await watchPullRequest(client, release, 'pr', new Date())).toMatchObject({
    kind: 'merged-by-hand',
    head,
    asShown: false,
    more: { authors: expect.stringContaining('ana-d'), commits: '11', changes: expect.stringContaining('feat: late') },
  });
});

test('leaves its own merge to the action', async () => {
  const { client, approved, acts } = await scene();
  const events = await approved();
  await acts('merged', events);
  expect(await watchPullRequest(client, releaseAfter(...events), 'pr', new Date())).toEqual({
    kind: 'merged-by-slipway',
  });
});

test('sees that it was closed', async () => {
  const { client, opened, billing } = await scene();
  const events = await opened();
  await billing.closes(3, 'ana-d');
  expect(await watchPullRequest(client, releaseAfter(...events), 'pr', new Date())).toMatchObject({
    kind: 'closed',
    sentence: 'Pull request #3 was closed without being merged.',
  });
});

test('has nothing to see where the step was completed without a pull request', async () => {
  const { client, control } = await scene();
  const release = releaseAfter(...upTo.ready(), completed('pr'));
  expect(await watchPullRequest(client, release, 'pr', new Date())).toEqual({ kind: 'unchanged' });
  expect(await control.calls()).toEqual([]);
});
