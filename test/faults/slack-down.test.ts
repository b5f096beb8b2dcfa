import { afterEach, expect, it } from 'vitest';
import { startsBilling } from '../journeys/acts.ts';
import { messagesWith, toldAlone } from '../journeys/sights.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ledger } from './rig/ledger.ts';
import { playRelease } from './rig/player.ts';
import type { Blow } from './rig/point.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

const minute = 60_000;
/** What the first calls of each method meet, one after the other: what hangs is waited for up to 10 s. */
const troubles: readonly Blow[] = [
  { kind: 'answer', when: 'before', status: 503 },
  { kind: 'until', done: new Promise<never>(() => undefined) },
];

it('Slack fails and hangs at every method: it costs patience and nothing else, and each message is there once', async () => {
  fleet = await startFleet({ store: storeKind });
  fleet.later(6 * minute); // who is who is asked anew after five
  await fleet.slack.forget();
  const struck = new Map<string, number>();
  fleet.fate(({ to, what }) => {
    if (to !== 'slack') return { kind: 'none' };
    const before = struck.get(what) ?? 0;
    struck.set(what, before + 1);
    return troubles[before] ?? { kind: 'none' };
  });
  await playRelease(fleet, { features: ['tax-rounding'], yesTo: ['public'], patienceMs: 90_000 });
  expect(await ledger(fleet, { version: '1.5.0' })).toEqual([]);
  const methods = ['chat.postMessage', 'chat.update', 'conversations.info', 'users.info', 'views.open', 'views.update'];
  expect([...struck.keys()]).toEqual(expect.arrayContaining(methods));
  for (const { kills } of fleet.processes) expect(kills).toBe(0);
});

it('a form that does not open, an answer that does not arrive: the person is told what is true, and nothing was begun', async () => {
  const world = await startFleet({ store: storeKind });
  fleet = world;
  const { person, slack } = world;
  const maria = person('maria');
  // Each line is acknowledged within Slack's 3 s, or `ok` would be false.
  const types = async (line: string) => expect(await maria.types(backend, line)).toMatchObject({ ok: true });

  const kinds = [
    ['5xx', /^Slack answers views\.open with HTTP 503\. Try again in a moment\.$/],
    ['hang', /^Slack cannot be reached for views\.open: .*Try again in a moment\.$/],
    ['reset-before', /^Slack cannot be reached for views\.open: .*Try again in a moment\.$/],
  ] as const;
  for (const [kind, sentence] of kinds) {
    await slack.fault({ method: 'views.open', kind });
    expect(await toldAlone(maria, backend, () => types('/release start'))).toMatch(sentence);
    expect(await maria.modal()).toBeUndefined();
  }

  await slack.fault({ method: 'views.update', kind: '5xx', times: 3 });
  expect(await toldAlone(maria, backend, () => types('/release start'))).toMatch(
    /^Slack answers views\.update with HTTP 503/,
  );
  await maria.closes({ all: true });
  await slack.clearFaults();

  await slack.fault({ method: 'response_url', kind: '5xx', times: 2 });
  await types('/release help');
  await types('/release list');
  await slack.clearFaults();

  expect(await messagesWith(world, / · Backend service/)).toEqual([]);
  await startsBilling(world);
  expect(await messagesWith(world, / · Backend service/)).toHaveLength(1);
  for (const { kills } of world.processes) expect(kills).toBe(0);
});
