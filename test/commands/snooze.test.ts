import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { writeToPerson } from '../../src/jobs/write-to-person.ts';
import { isWorkingTime } from '../../src/release/working-time.ts';
import { billingStarted } from '../views/billing.ts';
import { type StartRig, startRig } from './start-rig.ts';

let on: StartRig;
let id = '';
let number = 0;
beforeAll(async () => {
  on = await startRig();
}, 60_000);
afterAll(() => on[Symbol.asyncDispose]());
beforeEach(async () => {
  number += 1;
  for (const running of await on.releases.listOpen())
    await on.execute(running.id, { type: 'Cancel', by: 'U0MARIA', reason: 'the test before is over' });
  id = `billing-1.5.${number}-run`;
  await on.execute(id, { ...billingStarted({ version: `1.5.${number}` }), type: 'StartRelease' });
  await tell();
});

async function load() {
  const release = await on.execute.load(id);
  if (release === undefined) throw new Error(`There is no ${id}.`);
  return release;
}
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const tell = async () =>
  await writeToPerson(
    { execute: on.execute, log: quiet, slack: on.posts, messageUrl: () => 'https://acme.slack.com/x' },
    await load(),
    'U0MARIA',
  );
const until = async () => (await load()).chased['U0MARIA']?.snoozed;

it('is chosen from the menu of the direct message, told to that person alone, and taken back', async () => {
  const maria = on.slack.person('maria');
  await maria.fills({ 'snooze:until': 'In 1 hour' }, { in: 'dm' });
  await maria.sees('dm', 'You are reminded of billing 1.5.1 again');
  const at = (await until())?.getTime() ?? 0;
  expect(Math.abs(at - Date.now() - 3_600_000)).toBeLessThan(60_000);
  await tell();
  await maria.clicks('Wake', { in: 'dm' });
  await maria.sees('dm', 'come as they are due');
  expect(await until()).toBeUndefined();
  expect(on.troubles).toEqual([]);
});

it.each(['The next working morning', 'In a week, in the morning'])(
  'ends when the person is at work: %s',
  async (nap) => {
    const maria = on.slack.person('maria');
    await maria.fills({ 'snooze:until': nap }, { in: 'dm' });
    const end = await maria.until('the snooze', until);
    const usual = on.slipway['working-hours'];
    expect(isWorkingTime(end, 'Europe/Rome', usual, [])).toBe(true);
    expect(isWorkingTime(new Date(end.getTime() - 1), 'Europe/Rome', usual, [])).toBe(false);
    const days = (end.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(nap.startsWith('In a week') ? 5.5 : 0);
    expect(days).toBeLessThan(nap.startsWith('In a week') ? 10 : 4);
  },
);

it('is refused to whom the release waits for no more, with the reason', async () => {
  const maria = on.slack.person('maria');
  await on.execute(id, { type: 'Cancel', by: 'U0MARIA', reason: 'no' });
  await maria.fills({ 'snooze:until': 'In 1 hour' }, { in: 'dm' });
  await maria.sees('dm', /release is cancelled already/);
  expect(await until()).toBeUndefined();
});
