import { expect, it } from 'vitest';
import { answersExpectations, ends, lenaSigns, startsBilling } from './acts.ts';
import { card, messagesWith, toldAlone } from './sights.ts';
import { mergeOf, reachesSignOff, releasePullRequest } from './stages.ts';
import { backend, newWorld, nothingWasRefused } from './world.ts';

it('a cancelled release says what stays and marks its pull request; the next start takes that over', async () => {
  const world = await newWorld();
  const { billing, person } = world;
  const [maria, omar] = [person('maria'), person('omar')];
  const { number, headSha } = await reachesSignOff(world);
  const mirror = async () => (await billing.statuses(headSha)).findLast(({ context }) => context === 'slipway/release');

  const refused = await toldAlone(omar, backend, () => omar.clicks('Cancel the release…', { in: backend }));
  expect(refused).toBe('Only those who run this release may do that. Ask @maria.');
  await maria.clicks('Cancel the release…', { in: backend });
  const shown = await maria.sees('modal', 'billing 1.5.0');
  expect(shown).toContain('a cancelled release cannot be resumed');
  expect(shown).toMatch(new RegExp(`Pull request #${number}.* is not merged: close it if it is open and not wanted`));
  expect((await maria.submits()).kind).toBe('errors');
  await maria.fills({ 'Why? It goes into the record.': 'The export is not ready' });
  expect(await maria.submits()).toEqual({ kind: 'closed' });

  const told = await maria.sees(backend, '🚫 Cancelled by @maria: The export is not ready');
  expect(told).toMatch(new RegExp(`Pull request #${number}.* is not merged`));
  await maria.until('a failure on the pull request', async () => (await mirror())?.state === 'failure');
  expect((await mirror())?.description).toBe('1.5.0 was cancelled');
  await maria.until('a cancelled card', async () => (await card(world)).includes('🚫 Cancelled'));
  expect(
    await toldAlone(person('lena'), backend, () => person('lena').clicks('Review and sign', { in: backend })),
  ).toMatch(/billing 1\.5\.0 was cancelled by @maria|This release is cancelled already/);

  await startsBilling(world);
  await maria.until('the second ask', async () => (await messagesWith(world, 'the checklist *Expectations*'))[1]);
  await answersExpectations(world);
  await maria.sees(backend, `Pull request #${number}, opened by slipway-machine, is taken over as it is`);
  expect((await billing.pulls()).filter(({ base }) => base === 'main')).toHaveLength(1);
  await maria.until('the status of the second release', async () => (await mirror())?.state === 'pending');
  expect((await releasePullRequest(world)).number).toBe(number);
  await nothingWasRefused(world);
});

it('while a release is paused nothing is done on GitHub', async () => {
  const world = await newWorld();
  const { billing, github, person } = world;
  const [maria, lena] = [person('maria'), person('lena')];
  const { number } = await reachesSignOff(world);
  await lenaSigns(world);
  const refused = await toldAlone(lena, backend, () => lena.types(backend, '/release pause I am not sure'));
  expect(refused).toBe('Only those who run this release may do that. Ask @maria.');
  expect(await toldAlone(maria, backend, () => maria.types(backend, '/release pause too many alarms'))).toContain(
    'billing 1.5.0 is paused.',
  );
  await maria.sees(backend, '⏸️ Paused by @maria: too many alarms');

  await ends(world, 'ci.yml'); // now it could be merged
  await github.webhooks.idle();
  await maria.until('a paused card', async () => (await card(world)).includes('⏸️ Paused'));
  expect(await toldAlone(maria, backend, () => maria.types(backend, '/release status'))).toContain('paused');
  const merging = () => github.calls({ method: 'PUT', path: /\/merge$/ });
  expect([await merging(), (await billing.pull(number)).state]).toEqual([[], 'open']);

  await maria.clicks('Resume', { in: backend });
  await maria.sees(backend, '▶️ Resumed by @maria');
  await mergeOf(world, number);
  await maria.sees(backend, 'v1.5.0 stands at');
  expect(await merging()).toHaveLength(1);
  for (const told of ['⏸️ Paused by @maria', '▶️ Resumed by @maria'])
    expect(await messagesWith(world, told)).toHaveLength(1);
  await nothingWasRefused(world);
});
