import { setTimeout as passes } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { reachesSignOff } from '../journeys/stages.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type ByHand, byHand } from './rig/by-hand.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { nothing } from './rig/point.ts';
import { readLog } from './rig/read-log.ts';

// The embedded store dies with its process, which is killed in crash-everywhere.test.ts and test/adapters/database.test.ts;
// a statement whose connection is cut after it was sent is of PostgreSQL alone.
const onServers = it.runIf(storeKind !== 'embedded');

const times = 150; // of each of two people; Maria's are a pause and a resumption of it
const submission = z.looseObject({ view: z.looseObject({ private_metadata: z.string(), hash: z.string() }) });
const subjectOf = z.object({ subject: z.string() });

/** What a click was answered: it counts, it does not, or nobody can tell. */
type Answered = 'counts' | 'does not count' | 'unknown';

let fleet: Fleet;
let hand: ByHand;
let genuine: z.output<typeof submission>;
let commit = '';

beforeAll(async () => {
  if (storeKind === 'embedded') return;
  fleet = await startFleet({ store: storeKind, ownStores: true });
  hand = await byHand(fleet);
  await reachesSignOff(fleet);
  const lena = fleet.person('lena');
  await lena.clicks('Review and sign', { in: backend });
  await lena.sees('modal', 'I reviewed the aggregated commits');
  await lena.fills({ 'Your decision': 'Ask for changes', Comment: 'Name the canary.' });
  expect(await lena.submits()).toEqual({ kind: 'closed' });
  const deliveries = await fleet.slack.deliveries();
  genuine = submission.parse(deliveries.findLast(({ name }) => name === 'view_submission')?.payload);
  commit = subjectOf.parse(JSON.parse(genuine.view.private_metadata)).subject.slice(0, 7);
});
afterAll(async () => {
  await hand?.close();
  await fleet?.dispose();
});

const refusedForSure = ['nothing can be recorded', 'is paused. Resume it first', 'paused already', 'is not paused'];

function meant(text: string): Answered {
  return refusedForSure.some((one) => text.includes(one)) ? 'does not count' : 'unknown';
}

/** Asks for changes with a comment of its own, and the same delivery again whenever it is called again. */
async function asksForChanges(by: string, comment: string): Promise<Answered> {
  const { status, text } = await hand.interaction({
    ...genuine,
    user: { id: by, team_id: 'T0SLIPWAY' },
    view: {
      ...genuine.view,
      hash: comment,
      state: {
        values: {
          [`decision:${commit}`]: { decision: { selected_option: { value: 'changes' } } },
          comment: { comment: { value: comment } },
        },
      },
    },
  });
  const done = text === '' || text.includes('done already') || text.includes('signed this already'); // the same once more
  return status === 200 && done ? 'counts' : meant(text);
}

/** What a command is answered; empty where nothing comes. */
async function types(line: string): Promise<string> {
  const answer = hand.answer(5000);
  const { status } = await hand.command({ text: line, user_id: 'U0MARIA', response_url: answer.url });
  return status === 200 ? await answer.text.catch(() => '') : '';
}

async function resumes(): Promise<void> {
  while (!/goes on|is not paused/.test(await types('resume'))) await untilReady();
}

/** What every click came to, by its own words. */
const came = new Map<string, Answered>();

async function signs(by: string): Promise<void> {
  for (let n = 1, inVain = 0; n <= times; n += 1) {
    const answered = await asksForChanges(by, `${by} ${n}`);
    came.set(`${by} ${n}`, answered);
    inVain = answered === 'counts' ? 0 : inVain + 1;
    if (inVain % 3 === 2) await untilReady(); // people do wait
  }
}
async function pausesAndResumes(): Promise<void> {
  for (let n = 1; n <= times / 5; n += 1) {
    const text = await types(`pause pause ${n}`);
    came.set(`pause ${n}`, text.includes('lets it go on') ? 'counts' : meant(text));
    await resumes();
  }
}

/** Kills the store until it is told to stop. */
async function killing(signal: AbortSignal): Promise<number> {
  const { postgres } = fleet.stores;
  for (let kills = 0; ; kills += 1) {
    await passes(1500, undefined, { signal }).catch(() => undefined); // the work of people and machines meanwhile
    if (signal.aborted) return kills;
    await untilReady(); // what is still starting is not killed: people must come to something
    await postgres?.kill();
    await passes(400); // an outage that is noticed
    await postgres?.start();
  }
}

async function untilReady(): Promise<void> {
  const ready = async ({ port }: (typeof fleet.processes)[number]) =>
    port !== undefined && (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  await fleet.slack.until('all are ready', async () => (await Promise.all(fleet.processes.map(ready))).every(Boolean));
}

/** How often the log has the fact of a click. */
async function recorded(): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { event } of await readLog(fleet)) {
    const words =
      event.type === 'SignOffGiven' ? event.comment : event.type === 'ReleasePaused' ? event.reason : undefined;
    if (words !== undefined) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return counts;
}

onServers(
  'while the database is killed again and again: what was acknowledged is stored once, what was refused is not',
  async () => {
    let appends = 0;
    fleet.fate(({ to, what }) => {
      if (to !== 'store' || !/^with moved as|append_events/.test(what)) return nothing;
      appends += 1;
      return { kind: appends % 9 === 0 ? 'reset-after' : 'none' }; // carried out, and nobody hears of it
    });
    const stop = new AbortController();
    const kills = killing(stop.signal);
    await Promise.all([signs('U0LENA'), signs('U0TOM'), pausesAndResumes()]).finally(() => stop.abort());
    fleet.fate();
    console.info(`${await kills} kills, ${Math.floor(appends / 9)} answers lost, ${came.size} clicks:`, tally());
    await untilReady();

    const log = await recorded();
    const wrong = [...came].filter(([words, answered]) => {
      const found = log.get(words) ?? 0;
      return answered === 'unknown' ? found > 1 : found !== (answered === 'counts' ? 1 : 0);
    });
    expect(wrong.map(([words, answered]) => `${words}: ${answered}, ${log.get(words) ?? 0} in the log`)).toEqual([]);
    expect(came.size).toBeGreaterThan(2 * times);
    expect([...came.values()].filter((one) => one === 'counts').length).toBeGreaterThan(times / 3);
  },
);

const settles = { timeout: 30_000, interval: 500 };

function tally(): Readonly<Record<Answered, number>> {
  const counts = { counts: 0, 'does not count': 0, unknown: 0 };
  for (const one of came.values()) counts[one] += 1;
  return counts;
}

onServers('what nobody could tell is settled by the same delivery once more, and stands in the log once', async () => {
  const maria = fleet.person('maria');
  await resumes();
  const unsure = [...came].filter(([words, answered]) => answered === 'unknown' && !words.startsWith('pause'));
  const sure = [...came].filter(([words, answered]) => answered === 'counts' && !words.startsWith('pause')).slice(-5);
  for (const [words] of [...unsure, ...sure])
    await vi.waitFor(
      async () => expect(await asksForChanges(words.split(' ')[0] ?? '', words), words).toBe('counts'),
      settles, // a store that came back a moment ago may leave one more without an answer
    );
  const log = await recorded();
  for (const [words] of [...unsure, ...sure]) expect(log.get(words), words).toBe(1);

  const posted = (await maria.channel(backend)).filter(({ user, ephemeral }) => user === 'slipway' && !ephemeral);
  const keys = posted.map(({ metadata }) => String(metadata?.event_payload['key']));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]); // no message twice
  expect(await fleet.slack.refusals()).toEqual([]);
});
