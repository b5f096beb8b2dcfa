import { afterEach, expect, it } from 'vitest';
import { lenaSigns } from '../journeys/acts.ts';
import { card, messagesWith } from '../journeys/sights.ts';
import { mergeOf, reachesSignOff } from '../journeys/stages.ts';
import { backend, nothingWasRefused } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { onTheHour } from './rig/on-the-hour.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

const token = 'a-reader-of-metrics-brings-this';
const mostOrders = 6; // a round takes two to three seconds

/** All orders of some things. */
function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((one, at) => permutations(items.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}

/** An order drawn from a seed: Fisher-Yates over a small generator. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const keyed = items.map((item) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return { item, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** No polls: only webhooks tell. The release waits for CI and the sign-off. */
async function waitsForCi(): Promise<Fleet> {
  const world = await startFleet({ store: storeKind, environment: { POLL_SECONDS: '3600', METRICS_TOKEN: token } });
  fleet = world;
  onTheHour(world);
  await reachesSignOff(world);
  await world.person('maria').sees(backend, 'are asked for a review on GitHub');
  return world;
}

type Deliveries = Readonly<Awaited<ReturnType<Fleet['github']['webhooks']['deliveries']>>>;

/** Does something while webhooks are missed. Resolves to what was missed, in the order in which it happened. */
async function missedBy(world: Fleet, deeds: () => Promise<void>): Promise<Deliveries> {
  const { webhooks } = world.github;
  await webhooks.idle();
  const before = (await webhooks.deliveries()).length;
  await webhooks.pause();
  await deeds();
  const missed = (await webhooks.deliveries()).slice(before);
  await webhooks.resume();
  return missed;
}

/** They arrive one after the other, far enough apart that each is looked into for itself. */
async function arrive(world: Fleet, deliveries: Deliveries): Promise<void> {
  for (const { id } of deliveries) {
    world.later(1000);
    await world.github.webhooks.redeliver({ id });
    await world.github.webhooks.idle();
  }
}

/** What people and GitHub have before them, without what differs from one commit to the next. */
async function stateOf(world: Fleet, head: string, told: number) {
  const anonymous = (text: string) =>
    text
      .replaceAll(/\b[0-9a-f]{7,40}\b/g, 'sha')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'host') // each process reaches GitHub by an address of its own
      .replaceAll(/(today|tomorrow) \d+:\d+ [AP]M/g, 'then')
      .replaceAll(/\d+ commits?/g, 'commits')
      .replaceAll(/round \d+/g, 'round');
  const statuses = await world.billing.statuses(head);
  const news = (await messagesWith(world, '')).slice(told).map(({ rendered }) => anonymous(rendered));
  return {
    card: anonymous(await card(world)),
    news: news.sort(), // in the order in which it was found out
    status: statuses.findLast(({ context }) => context === 'slipway/release')?.description,
  };
}

/** A push moves the head and its CI ends; the webhooks of `heldBack` arrive in the order that `arranged` makes of them. */
async function round(
  world: Fleet,
  number: number,
  heldBack: 'all' | 'end',
  arranged: (missed: Deliveries) => Deliveries,
) {
  const { billing, person } = world;
  const maria = person('maria');
  const told = (await messagesWith(world, '')).length;
  let head = '';
  const pushes = async () => {
    head = await billing.pushes('ana-d', 'dev', { 'src/round.ts': `// ${number}\n` }, `fix: round ${number}`);
  };
  const finishes = async () => {
    const run = (await billing.runs({ workflow: 'ci.yml', sha: head }))[0];
    await billing.finishes(run?.id ?? 0, 'success');
  };
  const isAsked = async () => (await messagesWith(world, 'It is asked again')).length >= number;
  if (heldBack === 'end') {
    await pushes();
    await maria.until('the sign-off to be asked again', isAsked);
  }
  const missed = await missedBy(world, async () => {
    if (heldBack === 'all') await pushes();
    await finishes();
  });
  await arrive(world, arranged(missed));
  await maria.until('the sign-off to be asked again', isAsked);
  await maria.until('CI to be green for this head', async () => {
    const ours = (await billing.statuses(head)).findLast(({ context }) => context === 'slipway/release');
    return ours?.description?.endsWith('waits for: Backend lead signs');
  });
  await maria.until('the card', async () => {
    const shown = await card(world);
    return shown.includes('*Backend lead signs* · on') && !shown.includes('CI of the pull request');
  });
  return {
    state: await stateOf(world, head, told),
    events: missed.map(({ event, action }) => `${event}.${action}`),
    head,
  };
}

/** How often a worker left something to another that was at it already. */
async function leftToOthers({ workers }: Fleet): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const pages = await Promise.all(
    workers.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text()),
  );
  const counts = pages.flatMap((page) => [...page.matchAll(/^\S+\{[^}]*outcome="lease-held"[^}]*\} (\d+)$/gm)]);
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

it('a webhook that comes while a look is under way is not lost, though that look saw nothing of it', async () => {
  const world = await waitsForCi();
  const { billing, github, person } = world;
  const maria = person('maria');
  const [pull] = await billing.pulls();
  const answered = Promise.withResolvers<void>();
  world.fate(({ what }) =>
    what.endsWith('/check-runs') ? { kind: 'until', done: answered.promise, after: true } : { kind: 'none' },
  );
  const looks = async () => (await github.calls({ path: /\/check-runs$/ })).length;
  const before = await looks();
  await billing.comments('ana-d', pull?.number ?? 0, 'a webhook');
  await maria.until('a look', async () => (await looks()) > before);
  world.fate();

  const left = await leftToOthers(world);
  world.later(1000);
  await billing.finishes('ci.yml', 'success');
  await github.webhooks.idle();
  let [last, same] = [left, 0];
  await maria.until('all of the webhooks to have found it under way', async () => {
    const now = await leftToOthers(world);
    same = now === last ? same + 1 : 0;
    last = now;
    return now > left && same >= 10; // what is told within half a second is looked at once, at its end
  });
  answered.resolve();
  await maria.until('a green CI', async () => !(await card(world)).includes('CI of the pull request'));
  await nothingWasRefused(world);
});

it('the end of CI, its webhooks in every order: the same state', async () => {
  const world = await waitsForCi();
  let number = 1;
  const first = await round(world, number, 'end', (missed) => missed);
  const orders = permutations(first.events.map((_, index) => index));
  const every = Math.ceil(orders.length / mostOrders); // four webhooks have 24 orders: each fourth of them
  for (const order of orders.slice(1).filter((_, index) => index % every === 0)) {
    number += 1;
    const { state } = await round(world, number, 'end', (missed) => order.flatMap((index) => missed[index] ?? []));
    expect({ order, state }).toEqual({ order, state: first.state });
  }
  await nothingWasRefused(world);
});

it('a push and all of its CI, their webhooks in whatever order, backwards too: the same state, and the right commit is merged', async () => {
  const world = await waitsForCi();
  const first = await round(world, 1, 'all', (missed) => missed);
  expect(first.events.length).toBeGreaterThan(4);
  const backwards = await round(world, 2, 'all', (missed) => missed.toReversed());
  expect(backwards.state).toEqual(first.state);
  let { head } = backwards;
  for (const seed of [3, 4, 5, 6]) {
    const shuffle = await round(world, seed, 'all', (missed) => shuffled(missed, seed));
    expect({ seed, state: shuffle.state }).toEqual({ seed, state: first.state });
    ({ head } = shuffle);
  }
  await lenaSigns(world);
  const [pull] = (await world.billing.pulls('all')).filter(({ base }) => base === 'main');
  expect((await mergeOf(world, pull?.number ?? 0)).parents[1]).toBe(head);
  await nothingWasRefused(world);
});
