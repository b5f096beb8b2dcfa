import { afterAll, beforeAll, expect, it } from 'vitest';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ledger } from './rig/ledger.ts';
import { playRelease } from './rig/player.ts';
import { type Fate, nothing, type Point } from './rig/point.ts';

const limitMs = 900_000; // of patience: each crash costs the seconds of a restart and of a lease that ends by itself
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ store: storeKind });
});
afterAll(() => fleet.dispose());

const everything = {
  features: ['tax-rounding', 'invoice-export'],
  yesTo: ['announcement', 'routing', 'archived'],
  patienceMs: 120_000,
};

const calls = ({ process, to }: Point): boolean => !process.startsWith('web') && to !== 'store';
/** The embedded store's one process answers people too, and they wait while it starts: there it dies at what it writes only. */
const counts = (point: Point): boolean =>
  calls(point) && (storeKind !== 'embedded' || !/^GET|views|auth|info|list|history|replies/.test(point.what));

/** Kills a worker once before each kind of call has been heard, and once when it was done and nobody knows. */
function dyingOnceAtEach(died: Set<string>): Fate {
  return (point) => {
    if (!counts(point)) return nothing;
    const what = point.what.replaceAll(/[0-9a-f]{40}/g, 'sha').replaceAll(/\d+/g, 'n');
    for (const kind of ['die-before', 'die-after'] as const) {
      const death = `${kind} ${point.to} ${what}`;
      if (died.has(death)) continue;
      died.add(death);
      return { kind };
    }
    return nothing;
  };
}

it('a release goes through although its workers are killed before and after every call they make', {
  timeout: limitMs,
}, async () => {
  const died = new Set<string>();
  fleet.fate(dyingOnceAtEach(died));
  await playRelease(fleet, { ...everything, waits: () => fleet.later(121_000) });
  fleet.fate();

  expect(await ledger(fleet, { version: '1.5.0' })).toEqual([]);
  const kills = fleet.workers.reduce((sum, one) => sum + one.kills, 0);
  expect(kills).toBe(died.size);
  expect([...died]).toEqual(
    expect.arrayContaining(
      [
        'github POST /repos/acme/billing/pulls',
        'github PUT /repos/acme/billing/pulls/n/merge',
        'github POST /repos/acme/billing/git/tags',
        'github POST /repos/acme/billing/git/refs',
        'github POST /repos/acme/billing/releases',
        'github POST /uploads/repos/acme/billing/releases/n/assets',
        'github PATCH /repos/acme/billing/releases/n',
        'github POST /repos/acme/billing/merges',
        'github POST /repos/acme/billing/actions/workflows/publish.yml/dispatches',
        'github POST /repos/acme/billing/actions/workflows/deploy.yml/dispatches',
        'slack chat.postMessage',
        'slack chat.update',
      ].flatMap((call) => [`die-before ${call}`, `die-after ${call}`]),
    ),
  );
});
