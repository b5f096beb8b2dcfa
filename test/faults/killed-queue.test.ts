import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/database.ts';
import { openQueue } from '../../src/adapters/queue.ts';
import { answersExpectations, startsBilling } from '../journeys/acts.ts';
import { toldAlone } from '../journeys/sights.ts';
import { releasePullRequest } from '../journeys/stages.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ledger } from './rig/ledger.ts';
import { playRelease } from './rig/player.ts';
import { nothing, type Point } from './rig/point.ts';

// On Redis the queue's server is killed and emptied. On the store it dies with the database, which is killed in
// killed-database.test.ts; here its tables are emptied under the running processes, and, where the store is embedded and
// nobody else can open it, while the process is down.

const everything = 'truncate bullmq.job, bullmq.scheduler cascade';
let fleet: Fleet;

beforeAll(async () => {
  // The intervals that Slipway has by itself: the time to resume is theirs.
  fleet = await startFleet({ store: storeKind, environment: { SWEEP_SECONDS: '5', POLL_SECONDS: '5' } });
});
afterAll(() => fleet?.dispose());

async function emptyEmbedded(): Promise<void> {
  const [process] = fleet.processes;
  await process?.stop();
  const database = await openDatabase({ dataDir: fleet.stores.dataDir });
  const queue = await openQueue({ database }); // its connections
  await database.poolFor('bullmq').query(everything);
  await queue.close();
  await database.close();
  await process?.start();
}

/** The queue loses all that it has. */
async function losesAll(): Promise<void> {
  const { redis, databaseUrl } = fleet.stores;
  if (redis !== undefined) return redis.empty();
  if (databaseUrl === undefined) return emptyEmbedded();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(everything).finally(() => client.end());
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

it('clicks are answered while the queue is away for some seconds, and what they owe is done soon after it is back', async () => {
  const maria = fleet.person('maria');
  const { redis } = fleet.stores;
  await startsBilling(fleet);
  await maria.sees(backend, 'please answer the checklist *Expectations*');

  await (redis?.kill() ?? losesAll());
  await answersExpectations(fleet); // is acknowledged: the form closes
  const status = await toldAlone(maria, backend, () => maria.types(backend, '/release status'));
  expect(status).toContain('billing 1.5.0');
  await toldAlone(maria, backend, () => maria.types(backend, '/release pause the queue is away'));
  await toldAlone(maria, backend, () => maria.types(backend, '/release resume'));
  if (redis !== undefined) expect(await fleet.billing.pulls()).toEqual([]); // nobody can have acted without a queue
  await (redis?.start() ?? losesAll());
  const back = performance.now();
  await releasePullRequest(fleet);
  console.info(`the queue is back: the pull request is open after ${seconds(back)}`);
});

/** Moments in which the queue goes: between a click and its effect, and while an effect runs. */
const moments: readonly (readonly [Point['to'], RegExp, 'killed' | 'emptied'])[] = [
  ['slack', /^chat\.postMessage/, 'emptied'],
  ['github', /^POST .*\/statuses\//, 'killed'],
  ['github', /^PUT .*\/merge$/, 'killed'],
  ['github', /^POST .*\/git\/tags$/, 'emptied'],
  ['github', /^POST .*\/dispatches$/, 'killed'],
  ['slack', /^chat\.update/, 'emptied'], // the card: a delayed job
  ['github', /^POST .*\/releases$/, 'emptied'],
];

it('a release whose queue is killed or emptied again and again, in the middle of its effects, loses and doubles nothing', async () => {
  // Emptying the embedded one takes a stop and a start: a few are enough.
  const left = storeKind === 'embedded' ? moments.filter(([, , how]) => how === 'emptied').slice(0, 3) : [...moments];
  const wanted = left.length;
  const went: string[] = [];
  let blow: Promise<void> = Promise.resolve();

  async function goes(what: string, how: 'killed' | 'emptied'): Promise<void> {
    const { redis } = fleet.stores;
    const began = performance.now();
    if (redis !== undefined && how === 'killed') {
      await redis.kill();
      await redis.start();
    } else await losesAll();
    went.push(`${how} at ${what}, back after ${seconds(began)}`);
  }
  fleet.fate(({ to, what }) => {
    const at = left.findIndex(([side, pattern]) => side === to && pattern.test(what));
    const [moment] = at === -1 ? [] : left.splice(at, 1);
    if (moment === undefined) return nothing;
    blow = blow.then(() => goes(what, moment[2]));
    return { kind: 'delay', ms: 400 }; // the effect runs meanwhile
  });
  const played = await playRelease(fleet, { features: ['tax-rounding'], yesTo: [] });
  fleet.fate();
  await blow;
  console.info(went.join('\n'));
  expect(went).toHaveLength(wanted);
  expect(played.card.state).toBe('released');
  expect(await ledger(fleet, { version: '1.5.0' })).toEqual([]);
});
