import { expect, it } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { ends, lenaSigns } from './acts.ts';
import { messagesWith, toldAlone } from './sights.ts';
import { mergeOf, reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused, type World } from './world.ts';

const asked = 'and sign: *Backend lead signs*';

/** The newest ask for the sign-off, once there are so many. */
function asks(world: World, count: number) {
  return world.person('lena').until(`ask number ${count}`, async () => (await messagesWith(world, asked))[count - 1]);
}

async function opensSignOff(person: PersonClient): Promise<void> {
  await person.clicks('Review and sign', { in: backend });
  await person.sees('modal', 'I reviewed the aggregated commits');
}

async function approves(person: PersonClient) {
  await person.fills({
    'To approve, confirm': ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'],
    'Your decision': 'Approve',
  });
  return await person.submits();
}

async function decides(person: PersonClient, decision: string, comment: string): Promise<void> {
  await opensSignOff(person);
  await person.fills({ 'Your decision': decision });
  expect(await person.submits()).toMatchObject({
    errors: { Comment: 'Say what is wrong, so that it can be put right.' },
  });
  await person.fills({ Comment: comment });
  expect(await person.submits()).toEqual({ kind: 'closed' });
}

/** The head that a push made, once Slipway has told of it. */
async function pushed(world: World, by: string, message: string): Promise<string> {
  const head = await world.billing.pushes(by, 'dev', { [`src/${by}.ts`]: message }, message);
  await world.person('maria').sees(backend, new RegExp(`moved from \`\\w{7}\` to \`${head.slice(0, 7)}\``));
  return head;
}

it('a push after the sign-off voids it: the thread says what changed, and the new head is signed and merged', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const lena = person('lena');
  const { number, headSha } = await reachesSignOff(world);

  await lenaSigns(world); // while CI still runs
  await lena.sees(backend, `🖊️ Approved by @lena: *Backend lead signs* for \`${headSha.slice(0, 7)}\``);
  await pushed(world, 'ana-d', 'fix(export): close the file');
  const [moved] = await messagesWith(world, '♻️ Changed');
  expect(moved?.rendered).toContain('1 new commit by ana-d');
  expect(moved?.rendered).toContain('fix(export): close the file');
  expect(moved?.rendered).toContain('Signatures and checks of the old commit no longer count.');
  expect((await asks(world, 2)).rendered).toContain('It is asked again');

  await opensSignOff(lena);
  const head = await pushed(world, 'ben-w', 'fix(tax): a cent more');
  await asks(world, 3);
  expect(await approves(lena)).toEqual({ kind: 'updated' });
  expect(await lena.sees('modal', 'Changed meanwhile')).toContain('nothing was signed');
  await lena.clicks('Look at it as it is now', { in: 'modal' });
  await lena.sees('modal', `at \`${head.slice(0, 7)}\``);
  expect(await approves(lena)).toEqual({ kind: 'closed' });

  const run = await lena.until(
    'CI of the new head',
    async () => (await billing.runs({ workflow: 'ci.yml', sha: head }))[0],
  );
  await billing.finishes(run.id, 'success');
  const merge = await mergeOf(world, number);
  expect(merge.parents[1]).toBe(head);
  await person('maria').sees(backend, 'v1.5.0 stands at');
  expect(await billing.refs('refs/tags/v1.5.0')).toMatchObject([{ commit: merge.sha }]);
  await nothingWasRefused(world);
});

it('a lead may reject, and ask for changes, and sign after all', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const [maria, lena, tom] = [person('maria'), person('lena'), person('tom')];
  const { number } = await reachesSignOff(world);
  await ends(world, 'ci.yml');

  await decides(tom, 'Reject', 'The rollout plan names no way back');
  await maria.sees(backend, '⛔ Rejected by @tom');
  await maria.sees(backend, '❌ Failed: *Backend lead signs* · The sign-off was refused');
  expect((await billing.pull(number)).state).toBe('open');
  await maria.clicks('Retry', { in: backend });
  await maria.sees(backend, '🔁 Retried by @maria: *Backend lead signs*');

  await asks(world, 2);
  await decides(lena, 'Ask for changes', 'Say which alarm is watched');
  await maria.sees(backend, '✋ Changes asked by @lena: *Backend lead signs*');
  expect((await billing.pull(number)).state).toBe('open');
  await opensSignOff(lena);
  expect(await approves(lena)).toEqual({ kind: 'closed' });
  await mergeOf(world, number);
  await nothingWasRefused(world);
});

it('nobody signs who is not of the role, who started the release, or who wrote part of it', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const [lena, tom, ana] = [person('lena'), person('tom'), person('ana')];
  const { headSha } = await reachesSignOff(world, 'lena');
  const refused = (by: PersonClient) => toldAlone(by, backend, () => by.clicks('Review and sign', { in: backend }));

  expect(await refused(ana)).toBe('Only the role Backend lead may sign this. Ask @lena or @tom.');
  expect(await refused(lena)).toBe(
    'You started this release, so somebody else in the role Backend lead must sign it. Ask @tom.',
  );
  await opensSignOff(tom);
  await pushed(world, 'tom-h', 'fix(invoices): my own change');
  await lena.sees(backend, /@lena \(nobody who may do this holds the role Backend lead\): please review/);
  await tom.closes();
  expect(await refused(tom)).toBe(
    'You wrote part of these changes (as tom-h on GitHub), so somebody else in the role Backend lead must sign them. Ask @lena.',
  );
  expect((await billing.statuses(headSha)).map(({ context, state }) => `${context} ${state}`)).toContain(
    'slipway/release pending',
  );
  await nothingWasRefused(world);
});
