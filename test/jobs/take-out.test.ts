import { afterAll, beforeEach, expect, it } from 'vitest';
import { takeOut } from '../../src/jobs/take-out.ts';
import { Outage } from '../../src/release/outside-errors.ts';
import { type LocalTrial, localGitHub, trialRelease } from './trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));
let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

/** A release that carries one pull request more, which is to be taken out. */
async function asked(client: Partial<LocalTrial['client']> = {}) {
  const { billing } = local;
  await billing.pushes('ben-w', 'limit', { 'src/limit.ts': '//' }, 'feat: a limit', { from: 'dev' });
  const { number } = await billing.opensPullRequest('ben-w', { head: 'limit', base: 'dev', title: 'feat: a limit' });
  await billing.merges('ben-w', number);
  const step = { action: 'open-pull-request', from: 'dev', to: 'main' };
  const facts = { number: '99', url: 'https://g/99', pulls: `${number} feat: a limit` };
  const trial = await trialRelease(local.client, [{ check: 'ci-green', of: 'pr' }], { done: { pr: { step, facts } } });
  const by = { type: 'TakeOut', by: 'U-maria', change: number, reason: 'No @ana-d' } as const;
  expect((await trial.execute(trial.id, by)).kind).toBe('done');
  const ports = { execute: trial.execute, client: { ...local.client, ...client }, now: trial.now };
  return {
    number,
    trial,
    work: async () => await takeOut(ports, await trial.release(), 1),
    state: async () => (await trial.release()).takeOuts[0],
    reverts: async () =>
      (await billing.pulls('all')).filter(({ body }) => body?.startsWith(`Reverts acme/billing#${number}\n`)),
  };
}

it('opens one pull request, also after a lost reply and by the same job twice; its text is inert', async () => {
  let lost = true;
  const { work, state, reverts, trial } = await asked({
    async revertPullRequest(...wanted) {
      const made = await local.client.revertPullRequest(...wanted);
      if (lost) throw new Outage('GitHub cannot be reached.');
      return made;
    },
  });
  await expect(work()).rejects.toThrow(Outage);
  lost = false;
  trial.later(10 * 60_000);
  await work();
  await work();
  const [revert, ...others] = await reverts();
  expect(others).toEqual([]);
  expect((await state())?.opened?.number).toBe(revert?.number);
  expect((await state())?.ended).toBeUndefined();
  expect(revert?.body).not.toContain('@ana-d');
  expect(await local.control.refusals()).toEqual([]);
});

it('of two jobs at the same time one asks', async () => {
  const { work, reverts } = await asked();
  await Promise.allSettled([work(), work()]);
  await work();
  expect(await reverts()).toHaveLength(1);
});

it('is over when a person merges it', async () => {
  const { work, state, reverts } = await asked();
  await work();
  const [revert] = await reverts();
  await local.billing.merges('ana-d', revert?.number ?? 0);
  await work();
  await work();
  expect(await state()).toMatchObject({ ended: { how: 'merged' } });
});

it('what GitHub does not allow is told with what to do', async () => {
  const { work, state, number, trial } = await asked();
  await local.billing.access('slipway-machine', 'read');
  await work();
  expect(await state()).toMatchObject({ ended: { how: 'refused' } });
  const told = (await trial.release()).outbox.at(-1)?.about;
  expect(told).toMatchObject({
    type: 'TakeOutEnded',
    sentence: expect.stringContaining('It needs contents: write and pull requests: write.'),
    byHand: expect.stringMatching(
      new RegExp(
        `^git fetch origin\ngit switch --create take-out-${number} origin/dev\ngit revert -m 1 [0-9a-f]{40}\n`,
      ),
    ),
  });
});
