import { expect, it } from 'vitest';
import { ends, lenaSigns } from './acts.ts';
import { freezingSetup } from './freezing.ts';
import { card, messagesWith } from './sights.ts';
import { mergeOf, reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused, type World } from './world.ts';

/** Ben's change on a branch of its own, as an open pull request into dev. */
async function proposes({ billing }: World, name: string) {
  await billing.pushes('ben-w', `fix/${name}`, { [`src/${name}.ts`]: `// ${name}\n` }, `fix: ${name}`, { from: 'dev' });
  const wanted = { head: `fix/${name}`, base: 'dev', title: `fix: ${name}` };
  return await billing.opensPullRequest('ben-w', wanted);
}

/** What the newest `slipway/freeze` of a commit says, once it says this. */
function says({ billing, person }: World, sha: string, state: string) {
  return person('maria').until(`slipway/freeze ${state}`, async () => {
    const newest = (await billing.statuses(sha)).findLast(({ context }) => context === 'slipway/freeze');
    return newest?.state === state && newest;
  });
}

async function freezingWorld(): Promise<Awaited<ReturnType<typeof newWorld>>> {
  const world = await newWorld({ environment: freezingSetup() });
  await world.billing.protects('dev', { requiredStatuses: ['slipway/freeze'] });
  return world;
}

it('dev is frozen from the first sign-off to the merge: pull requests wait, old and new ones, but for a label', async () => {
  const world = await freezingWorld();
  const { billing, github, person } = world;
  const maria = person('maria');
  const before = await proposes(world, 'before');
  expect(await says(world, before.headSha, 'success')).toMatchObject({ description: 'dev is not frozen' });

  const { number } = await reachesSignOff(world);
  expect(await says(world, before.headSha, 'pending')).toMatchObject({
    description: 'dev is frozen while billing 1.5.0 is signed',
  });
  await maria.sees(backend, /🧊 Frozen: `dev` until .*pull request #\d+.* 1 open pull request into it waits/);
  await maria.until('the card that says it', async () => (await card(world)).includes('🧊 `dev` is frozen since'));
  await expect(billing.merges('ben-w', before.number)).rejects.toThrow(/slipway\/freeze/);
  const during = await proposes(world, 'during');
  await says(world, during.headSha, 'pending');

  await github.webhooks.pause(); // polling finds what no webhook tells
  const pushed = await billing.pushes('ben-w', 'fix/during', { 'src/more.ts': '// more\n' }, 'fix: more');
  await says(world, pushed, 'pending');
  await billing.labels(during.number, ['freeze-exempt'], 'maria-r');
  expect(await says(world, pushed, 'success')).toMatchObject({
    description: 'Goes through, though dev is frozen while billing 1.5.0 is signed',
  });
  await github.webhooks.resume();
  await billing.merges('ben-w', during.number);
  await maria.sees(backend, '♻️ Changed');

  await maria.until(
    'CI of the new head',
    async () => (await billing.runs({ workflow: 'ci.yml' }))[0]?.status !== 'completed',
  );
  const head = (await billing.pull(number)).headSha;
  const ci = await maria.until('CI of it', async () => (await billing.runs({ workflow: 'ci.yml', sha: head }))[0]);
  await billing.finishes(ci.id, 'success');
  await maria.until('a second ask', async () => (await messagesWith(world, 'and sign: *Backend lead signs*'))[1]);
  await lenaSigns(world);
  await mergeOf(world, number);
  await says(world, before.headSha, 'success');
  await maria.sees(backend, '🌊 No longer frozen: `dev` takes pull requests again.');
  await maria.until('a card without ice', async () => !(await card(world)).includes('🧊'));
  await billing.merges('ben-w', before.number);
  await ends(world, 'publish.yml');
  const back = await maria.until('main is brought back', async () =>
    (await billing.pulls()).find(({ head: from }) => from === 'slipway/merge-back-v1.5.0'),
  );
  await says(world, back.headSha, 'success');
  expect(await messagesWith(world, '🧊 Frozen')).toHaveLength(1);
  expect(await messagesWith(world, '🌊 No longer frozen')).toHaveLength(1);
  await nothingWasRefused(world);
});

it('a freeze is lifted though the release was cancelled while GitHub was away and Slipway was started anew', async () => {
  const world = await freezingWorld();
  const { billing, github, person } = world;
  const maria = person('maria');
  const waiting = await proposes(world, 'waiting');
  await reachesSignOff(world);
  await says(world, waiting.headSha, 'pending');
  await maria.sees(backend, '🧊 Frozen');
  expect(await maria.types(backend, '/release pause lunch')).toMatchObject({ ok: true });
  await maria.sees(backend, '⏸️ Paused');
  await expect(billing.merges('ben-w', waiting.number)).rejects.toThrow(/slipway\/freeze/);

  await github.fault({ kind: '5xx', path: /\/statuses\//, times: 1000 });
  await maria.clicks('Cancel the release…', { in: backend });
  await maria.sees('modal', 'billing 1.5.0');
  await maria.fills({ 'Why? It goes into the record.': 'Not today' });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(backend, '🚫 Cancelled');
  await world.restart();
  expect(await messagesWith(world, '🌊 No longer frozen')).toEqual([]);
  await github.clearFaults();
  await maria.sees(backend, '🌊 No longer frozen: `dev` takes pull requests again.');
  await says(world, waiting.headSha, 'success');
  await billing.merges('ben-w', waiting.number);
  await nothingWasRefused(world);
});
