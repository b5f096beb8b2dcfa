import { afterEach, expect, it } from 'vitest';
import { ends, lenaSigns } from '../journeys/acts.ts';
import { messagesWith } from '../journeys/sights.ts';
import { reachesSignOff } from '../journeys/stages.ts';
import { backend, nothingWasRefused } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import type { Blow } from './rig/point.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

const hour = 3_600_000;
const publish = 'POST /repos/acme/billing/actions/workflows/publish.yml/dispatches';

/** The release stands before the dispatch of publish.yml; once GitHub took it, the reply meets this fate. */
async function dispatchMeets(blow: Blow): Promise<Fleet> {
  const world = await startFleet({ store: storeKind });
  fleet = world;
  await reachesSignOff(world);
  await ends(world, 'ci.yml');
  await world.billing.runsAppearAfter(hour); // until the test has seen that it is looked for in vain
  let met = false;
  world.fate(({ what }) => {
    if (met || what !== publish) return { kind: 'none' };
    met = true;
    return blow;
  });
  await lenaSigns(world);
  return world;
}

const ways: readonly (readonly [string, Blow])[] = [
  ['resets', { kind: 'reset-after' }],
  ['answers 502', { kind: 'answer', when: 'after', status: 502 }],
  ['answers nobody, for the worker was killed,', { kind: 'die-after' }],
];

it.each(ways)(
  'GitHub takes a dispatch and %s: its run is found by the id in it, seconds later, and no second one is made',
  async (_, blow) => {
    const world = await dispatchMeets(blow);
    const { billing, github, person } = world;
    const dispatches = () => github.calls({ method: 'POST', path: /publish\.yml\/dispatches$/ });
    const [taken] = await person('maria').until('a dispatch', async () => {
      const calls = await dispatches();
      return calls.length > 0 && calls;
    });
    // Somebody else runs the same workflow for the same tag, and theirs fails: nobody may take it for ours.
    const decoy = await billing.dispatches('ana-d', 'publish.yml', 'v1.5.0', { version: '1.5.0' });
    await billing.finishes(decoy.id, 'failure');
    const ours = (await billing.runs({ workflow: 'publish.yml' })).find(({ id }) => id !== decoy.id);
    expect(ours?.title).toMatch(/^Publish 1\.5\.0 \(billing-1\.5\.0-\w+\.artifacts\.1\)$/);

    const lists = () => github.calls({ method: 'GET', path: /publish\.yml\/runs$/ });
    const before = (await lists()).length;
    await person('maria').until('two looks in vain', async () => (await lists()).length >= before + 2);
    await billing.runsAppearAfter(0);
    await person('maria').sees(backend, /publish\.yml is in progress/);
    await billing.finishes(ours?.id ?? 0, 'success');
    await person('omar').sees(backend, 'Deploy 1.5.0 to production');

    expect(await dispatches()).toEqual([taken]);
    expect(await billing.runs({ workflow: 'publish.yml' })).toHaveLength(2); // the decoy, and ours
    expect(await messagesWith(world, /^❌ Failed/)).toEqual([]);
    await nothingWasRefused(world);
  },
);

it('a dispatch that never arrived is asked for again, and only after two minutes without its run', async () => {
  const world = await dispatchMeets({ kind: 'reset-before' });
  const { billing, github, person } = world;
  const lost = "GitHub's answer about starting publish.yml got lost. Slipway looks whether the run appears";
  await person('maria').sees(backend, lost);
  const lists = () => github.calls({ method: 'GET', path: /publish\.yml\/runs$/ });
  const before = (await lists()).length;
  await person('maria').until('three more looks', async () => (await lists()).length >= before + 3);
  const dispatches = () => github.calls({ method: 'POST', path: /publish\.yml\/dispatches$/ });
  expect(await dispatches()).toEqual([]);

  world.later(2 * 60_000);
  await person('maria').sees(backend, /publish\.yml (is in progress|was started)/);
  expect(await dispatches()).toHaveLength(1);
  expect(await billing.runs({ workflow: 'publish.yml' })).toHaveLength(1);
});
