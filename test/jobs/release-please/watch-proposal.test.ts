import { describe, expect, it, vi } from 'vitest';
import { watchPullRequest } from '../../../src/jobs/watch-pull-request.ts';
import { minute, platformTrial } from './platform-trial.ts';

vi.setConfig({ testTimeout: 60_000 }); // git works behind the local GitHub

/** A release of platform 1.2.0 whose pull request is open, and is signed and merged later. */
async function watched() {
  const all = await platformTrial();
  await all.runs();
  const trial = await all.proposed({ action: 'merge-pull-request', of: 'pr', method: 'squash', as: 'merged' });
  const look = async () => await watchPullRequest(all.client, await trial.release(), 'pr', new Date());
  return { ...all, trial, look };
}

describe('a pull request of Release Please', () => {
  it('is pushed over by force: what is new, and all of it as facts', async () => {
    const { look, platform, runs, proposal } = await watched();
    const before = (await proposal()).headSha;
    expect(await look()).toEqual({ kind: 'unchanged' });
    await platform.pushes('tom-h', 'main', { 'storage/snapshots.ts': '// all\n' }, 'fix(storage): snapshots expire');
    await runs();
    const { headSha } = await proposal();
    expect(await look()).toMatchObject({
      kind: 'head-moved',
      to: headSha,
      sentence: expect.stringMatching(
        `^Pull request #4 moved from ${before.slice(0, 7)} to ${headSha.slice(0, 7)}: 2 new commits .*fix\\(storage\\): snapshots expire`,
      ),
      facts: { head: headSha, proposed: '1.2.0', commits: '4', authors: 'ana-d ben-w omar-o tom-h maria-r' },
    });
  });

  it('written anew without anything new has moved as well', async () => {
    const { look, platform, runs, proposal } = await watched();
    const { number, headSha: before } = await proposal();
    const rewritten = async () => {
      await platform.edits(number, { body: 'Somebody wrote over it' });
      await runs();
      expect((await proposal()).headSha).not.toBe(before);
    };
    await vi.waitFor(rewritten, 30_000); // within one second git makes the same commit of the same content
    const { headSha } = await proposal();
    expect(await look()).toMatchObject({ kind: 'head-moved', to: headSha, facts: { commits: '3' } });
  });

  it('that comes to propose another version stops the merge', async () => {
    const { look, platform, runs, proposal, trial } = await watched();
    await platform.pushes('tom-h', 'main', { 'api/v2.ts': '// new\n' }, 'feat(api)!: second version');
    await runs();
    const { headSha } = await proposal();
    const moved = await look();
    expect(moved).toMatchObject({ kind: 'head-moved', facts: { proposed: '2.0.0' } });
    if (moved.kind !== 'head-moved') throw new Error('It has not moved.');
    await trial.execute(trial.id, {
      type: 'RecordHeadMoved',
      step: 'pr',
      to: headSha,
      sentence: 'Moved',
      facts: moved.facts,
    });
    expect(await look()).toMatchObject({
      kind: 'misproposed',
      sentence: 'Release Please proposes 2.0.0 in pull request #4, and this release is 1.2.0.',
      remedy: expect.stringContaining('Release-As: 1.2.0'),
    });
  });

  it('may be closed for a moment, which is how it gets its CI', async () => {
    const { client, trial, platform, proposal, look } = await watched();
    const { number } = await proposal();
    await platform.closes(number, 'lena-b');
    expect(await look()).toEqual({ kind: 'unchanged' });
    const later = new Date(Date.now() + 3 * minute);
    expect(await watchPullRequest(client, await trial.release(), 'pr', later)).toMatchObject({ kind: 'closed' });
  });

  it('merged by hand is found', async () => {
    const { look, platform, proposal } = await watched();
    const { number, headSha } = await proposal();
    const sha = await platform.merges('tom-h', number, { method: 'squash' });
    expect(await look()).toMatchObject({ kind: 'merged-by-hand', head: headSha, asShown: true, facts: { sha } });
  });

  it('whose title says another version is not merged', async () => {
    const { trial, platform, proposal } = await watched();
    await platform.edits((await proposal()).number, { title: 'chore(main): release 1.9.0' });
    expect((await trial.look('merged')).failure?.sentence).toBe(
      'Release Please proposes 1.9.0 in pull request #4, and this release is 1.2.0.',
    );
    expect(await proposal()).toMatchObject({ state: 'open' });
  });
});
