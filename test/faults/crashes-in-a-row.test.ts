import { afterAll, beforeAll, expect, it } from 'vitest';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ledger } from './rig/ledger.ts';
import { playRelease } from './rig/player.ts';
import { nothing } from './rig/point.ts';

const limitMs = 900_000; // of patience: each crash costs the seconds of a restart and of a lease that ends by itself
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ store: storeKind });
});
afterAll(() => fleet.dispose());

const crashesInARow = storeKind === 'embedded' ? 10 : 50; // there nobody takes over, and each costs a whole start

it(`${crashesInARow} crashes in a row at one effect do not wear it out`, { timeout: limitMs }, async () => {
  let crashes = 0;
  fleet.fate((point) => {
    if (crashes === crashesInARow || point.what !== 'POST /repos/acme/billing/pulls') return nothing;
    crashes += 1;
    return { kind: 'die-before' };
  });
  const maria = fleet.person('maria');
  await playRelease(fleet, { features: ['tax-rounding'], yesTo: [], patienceMs: limitMs });
  expect(crashes).toBe(crashesInARow);
  expect(await ledger(fleet, { version: '1.5.0' })).toEqual([]);
  expect((await maria.channel('#dev-backend-github')).filter(({ rendered }) => rendered.includes('❌'))).toEqual([]);
});
