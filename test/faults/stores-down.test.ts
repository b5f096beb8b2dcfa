import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TcpProxy, tcpProxy } from '../adapters/tcp-proxy.ts';
import { answersExpectations, startsBilling } from '../journeys/acts.ts';
import { releasePullRequest } from '../journeys/stages.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type ByHand, byHand } from './rig/by-hand.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { type FleetStores, storesFor } from './rig/stores-for.ts';

// The embedded store is in the process and cannot be down while the process answers.
const onServers = it.runIf(storeKind !== 'embedded');

const nothingRecorded = "Slipway's store does not answer, so nothing can be recorded at this moment.";
/** What was sent into the silence may have arrived. */
const truth = new RegExp(`^(${nothingRecorded}|Slipway's store broke off while it recorded this)`);

let stores: FleetStores;
let proxies: readonly TcpProxy[] = [];
let fleet: Fleet;
let hand: ByHand;

beforeAll(async () => {
  if (storeKind === 'embedded') return;
  stores = await storesFor(storeKind, false);
  const database = await tcpProxy(new URL(stores.databaseUrl ?? ''));
  const redis = stores.redisUrl === undefined ? undefined : await tcpProxy(new URL(stores.redisUrl));
  proxies = redis === undefined ? [database] : [database, redis];
  const environment = { DATABASE_URL: database.url, ...(redis === undefined ? {} : { REDIS_URL: redis.url }) };
  fleet = await startFleet({ store: storeKind, environment });
  hand = await byHand(fleet);
  await startsBilling(fleet);
});
afterAll(async () => {
  await hand?.close();
  await fleet?.dispose();
  await Promise.all(proxies.map((one) => one.cut()));
  await stores?.remove();
});

const measured: string[] = [];
async function timed<T>(what: string, deed: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await deed();
  measured.push(`${what}: ${Math.round(performance.now() - begun)} ms`);
  return result;
}

/** What a command or click is answered to the person alone. */
async function told(what: string, deed: () => Promise<{ readonly ok: boolean; readonly error?: string | undefined }>) {
  const maria = fleet.person('maria');
  const alone = async () => (await maria.channel(backend)).filter(({ ephemeral }) => ephemeral);
  const before = (await alone()).length;
  return timed(what, async () => {
    expect(await deed()).toEqual({ ok: true, ...{ replies: expect.anything() } }); // acknowledged in Slack's 3 s
    return await maria.until('an answer', async () => (await alone()).slice(before)[0]?.rendered);
  });
}

const readiness = async (): Promise<readonly number[]> =>
  Promise.all(fleet.processes.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}/readyz`)).status));

/** Every kind of interaction while the stores are down, with a form that was opened before. */
async function everythingIsAnswered(how: string): Promise<void> {
  const maria = fleet.person('maria');
  const typed = await told(`${how}: a command`, () => maria.types(backend, '/release status'));
  expect(typed).toContain(nothingRecorded);

  const reason = 'Too many alarms since the last deployment';
  await maria.fills({ 'Why? Everybody in the thread reads it.': reason });
  const { kind, errors } = await timed(`${how}: a submission`, () => maria.submits());
  expect({ kind, errors }).toEqual({
    kind: 'errors',
    errors: { 'Why? Everybody in the thread reads it.': expect.stringMatching(truth) },
  });
  expect((await maria.modal())?.text).toContain(reason);

  const options = await timed(`${how}: options`, () =>
    hand.interaction({
      type: 'block_suggestion',
      user: { id: 'U0MARIA' },
      team: { id: 'T0SLIPWAY' },
      action_id: 'any',
      value: 'b',
    }),
  );
  expect(options).toEqual({ status: 200, text: '{"options":[]}' });

  // Several at once for one release: none waits for the ones before it.
  const many = await Promise.all(
    Array.from({ length: 6 }, async (_, n) => {
      const answer = hand.answer();
      const line = { text: `pause alarm ${n}`, user_id: 'U0MARIA', response_url: answer.url };
      expect(await timed(`${how}: acknowledgement ${n} of six at once`, () => hand.command(line))).toMatchObject({
        status: 200,
      });
      return timed(`${how}: answer ${n} of six at once`, () => answer.text);
    }),
  );
  for (const one of many) expect(one).toMatch(truth);
  expect(await timed(`${how}: readiness of all`, readiness)).toEqual(fleet.processes.map(() => 503));
}

async function untilReady(): Promise<void> {
  await fleet.slack.until('all are ready', async () => (await readiness()).every((status) => status === 200));
}

onServers(
  'both stores refuse connections: every interaction is answered truthfully, and nothing typed is lost',
  async () => {
    await fleet.person('maria').types(backend, '/release pause');
    await fleet.person('maria').sees('modal', 'Why?');
    await Promise.all(proxies.map((one) => one.cut()));
    await everythingIsAnswered('refused');
    await Promise.all(proxies.map((one) => one.restore()));
    await untilReady();
  },
);

onServers('both stores are silent: the same', async () => {
  for (const one of proxies) one.silence();
  await everythingIsAnswered('silent');
  for (const one of proxies) one.resume();
  await untilReady();
});

onServers('when they are back everything goes on unaided, web and worker, and what was typed can be sent', async () => {
  const maria = fleet.person('maria');
  const lives = () =>
    fleet.processes.map(({ lines }) => lines.filter((one) => one.includes('Slipway is ready')).length);
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(backend, 'Too many alarms since the last deployment');
  expect((await maria.types(backend, '/release resume')).ok).toBe(true);
  await maria.sees(backend, '▶️ Resumed by @maria.');
  await answersExpectations(fleet);
  await releasePullRequest(fleet);
  expect(lives()).toEqual(fleet.processes.map(() => 1));
  console.info(measured.join('\n'));
});
