import { expect, it } from 'vitest';
import { answersExpectations, ends, startsBilling } from './acts.ts';
import { card } from './sights.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

it('whoever a release waits for is told by direct message, acts there, and reads there and in Home how it goes on', async () => {
  const world = await newWorld();
  const [maria, lena, tom] = [world.person('maria'), world.person('lena'), world.person('tom')];
  await maria.opens('home');
  await maria.sees('home', 'Nothing waits for you.');
  await lena.opens('home');
  expect(await lena.sees('home', 'Your components')).toContain('*billing*: nothing runs');

  await startsBilling(world, { 'Which features?': ['tax-rounding'] });
  await maria.sees('dm', 'billing 1.5.0 (');
  await maria.sees('home', '*Expectations*'); // without being opened again
  expect((await maria.home())?.text).toMatch(/The next 7 days\n.*\*Expectations|The next 7 days\n.*is due/s);

  await maria.fills({ 'snooze:until': 'In 3 hours' }, { in: 'dm' });
  await maria.sees('dm', '😴 You are reminded again');
  await maria.sees('home', 'Snoozed');
  await maria.until('the card says so', async () => (await card(world)).includes('@maria snoozed until'));
  await maria.clicks('Wake', { in: 'home' });
  await maria.until('Home without it', async () => (await maria.home())?.text.includes('Snoozed') === false);
  await maria.until('the card without it', async () => !(await card(world)).includes('snoozed until'));

  await answersExpectations(world);
  await maria.sees('dm', /\*Expectations\*: ✅ Done by you/);
  await ends(world, 'ci.yml');
  await lena.sees('dm', 'Backend lead signs');
  await lena.clicks('Review and sign', { in: 'dm' });
  await lena.sees('modal', 'I reviewed the aggregated commits');
  await lena.fills({
    'To approve, confirm': ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'],
    'Your decision': 'Approve',
  });
  expect(await lena.submits()).toEqual({ kind: 'closed' });
  await lena.sees('dm', '🖊️ Signed by you');
  await tom.sees('dm', '✅ Done by @lena');
  const told = (await tom.dm()).filter(({ rendered }) => rendered.includes('billing 1.5.0'));
  expect(told).toHaveLength(1);
  await lena.sees(backend, 'please review'); // the thread asks as well
  await nothingWasRefused(world);
});
