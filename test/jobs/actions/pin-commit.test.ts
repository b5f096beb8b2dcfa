import { afterAll, beforeAll, expect, it } from 'vitest';
import { pinCommit } from '../../../src/jobs/actions/pin-commit.ts';
import { workOf } from '../../../src/jobs/step-work.ts';
import { plannedStep } from '../../../src/release/release.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

let on: LocalTrial;
beforeAll(async () => {
  on = await localGitHub();
});
afterAll(() => on.server.stop());

const pin = { action: 'pin-commit', ref: 'dev', as: 'candidate' };
const unfinished = { checklist: 'release-manager', items: [{ say: 'x' }] }; // so that the release goes on
const tip = async (branch = 'dev') => (await on.billing.refs(`refs/heads/${branch}`))[0]?.commit ?? '';

it('pins the head of the branch once, with what it carries, and stays there', async () => {
  const trial = await trialRelease(on.client, [pin, unfinished]);
  const head = await tip();
  const state = await trial.look('candidate');
  expect(state.done).toMatchObject({
    how: 'made',
    sentence: expect.stringMatching(
      new RegExp(`^dev is pinned at ${head.slice(0, 7)}: \\d+ commits of \\d pull requests?\\.`),
    ),
  });
  expect(state.facts).toMatchObject({
    head,
    sha: head,
    url: expect.stringContaining('/acme/billing/compare/v1.4.0...'),
    authors: expect.stringContaining('ana-d'),
    commits: expect.stringMatching(/^\d+$/),
    changes: expect.stringContaining('CSV export keeps zeros'),
  });
  await on.billing.pushes('ben-w', 'dev', { 'later.txt': 'x' }, 'feat: later');
  expect((await trial.look('candidate')).facts['head']).toBe(head);
});

it('reads the branch anew when that is asked for, and says what is new', async () => {
  const trial = await trialRelease(on.client, [pin, unfinished]);
  const before = (await trial.look('candidate')).facts['head'] ?? '';
  const now = await on.billing.pushes('ben-w', 'dev', { 'fix.txt': 'x' }, 'fix: the crash');
  await trial.execute(trial.id, { type: 'Repin', step: 'candidate', by: 'U-maria', reason: 'A crash at sign-in' });
  const state = await trial.look('candidate');
  expect(state.facts).toMatchObject({ head: now, previous: before, news: expect.stringContaining('fix: the crash') });
  expect(state.done?.sentence).toContain(`It was ${before.slice(0, 7)} before: 1 new commit.`);
  expect(state.done?.link).toContain(`/compare/${before}...${now}`);
  expect(state.moves).toMatchObject([{ from: before, to: now }]);
});

it('is read through a lost reply', async () => {
  const trial = await trialRelease(on.client, [pin]);
  await on.control.fault({ kind: 'reset-after', method: 'GET', path: /compare/ });
  await trial.look('candidate');
  expect((await trial.look('candidate')).facts['head']).toBe(await tip());
});

it('of a first release names the authors of the newest commits', async () => {
  const release = { ...(await (await trialRelease(on.client, [pin])).release()), previousTag: undefined };
  const planned = plannedStep(release, 'candidate');
  if (planned === undefined || !('action' in planned.step) || planned.step.action !== 'pin-commit')
    throw new Error('no step');
  const outcome = await pinCommit(on.client, { ...workOf(release, planned, new Date()), step: planned.step });
  expect(outcome).toMatchObject({
    kind: 'completed',
    facts: { head: await tip(), authors: expect.stringContaining('ben-w'), url: expect.stringContaining('/commit/') },
  });
});

it('says which branch is missing, and that there is nothing to release', async () => {
  const missing = await trialRelease(on.client, [{ ...pin, ref: 'gone' }]);
  expect((await missing.look('candidate')).failure?.sentence).toBe('acme/billing has no branch gone.');
  const nothing = await trialRelease(on.client, [{ ...pin, ref: 'main' }]);
  expect((await nothing.look('candidate')).failure).toMatchObject({
    sentence: 'main has nothing that v1.4.0 lacks, so there is nothing to release.',
    remedy: expect.stringContaining('Merge into main what is to be released'),
  });
});
