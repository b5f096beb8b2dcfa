import { afterEach, expect, it } from 'vitest';
import { answersExpectations, ends, lenaSigns, omarDeploys, startsBilling } from '../journeys/acts.ts';
import { madeOnce, reachesSignOff, releasePullRequest } from '../journeys/stages.ts';
import { backend, nothingWasRefused } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { onTheHour } from './rig/on-the-hour.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

const minute = 60_000;

/** What Slipway did at Slack besides reading. */
async function deedsAtSlack({ slack }: Fleet): Promise<readonly string[]> {
  const calls = await slack.calls();
  const deeds = calls.filter(({ method }) => /^(chat|views)\.|^response_url$/.test(method));
  return deeds.map(({ method, args }) => `${method} ${JSON.stringify(args)}`);
}

/** Does something, and delivers what it sent to Slipway twice more at once. Resolves to the ids of the deliveries. */
async function threeTimes({ slack }: Fleet, act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = (await slack.deliveries()).length;
  await act();
  const sent = (await slack.deliveries()).slice(before).map(({ id }) => id);
  for (const id of sent) await Promise.all([slack.replay(id), slack.replay(id)]);
  return sent;
}

it('commands, clicks, submissions and events that arrive again and again within six minutes have one effect', async () => {
  const world = await startFleet({ store: storeKind });
  fleet = world;
  const { billing, person, slack } = world;
  // Slack itself repeats events only, each time signed anew; what stands in between may repeat anything.
  const sent = [
    ...(await threeTimes(world, () => startsBilling(world))),
    ...(await threeTimes(world, () => answersExpectations(world))),
  ];
  await releasePullRequest(world);
  await ends(world, 'ci.yml');
  sent.push(...(await threeTimes(world, () => lenaSigns(world))));
  await ends(world, 'publish.yml');
  sent.push(...(await threeTimes(world, () => omarDeploys(world))));
  sent.push(...(await threeTimes(world, () => person('omar').types(backend, '@slipway status'))));
  sent.push(...(await threeTimes(world, () => person('omar').types(backend, '/release status'))));
  await person('omar').sees(backend, 'deploy.yml is in progress');
  const kinds = new Set((await slack.deliveries()).map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(['slash_commands', 'interactive', 'events_api']));

  const before = await deedsAtSlack(world);
  world.later(minute);
  for (const id of sent) await slack.replay(id);
  world.later(5 * minute);
  await Promise.all(world.web.map((one) => one.kill())); // what a process remembers by itself does not count
  await person('omar').until('processes that answer', () => world.web.every(({ port }) => port !== undefined));
  for (const id of sent) await slack.replay(id);
  await ends(world, 'deploy.yml');
  await person('kenji').sees(backend, 'please answer the checklist *Metrics and alarms*');
  const since = (await deedsAtSlack(world)).slice(before.length);
  expect(since.filter((deed) => /^(views\.|response_url)/.test(deed))).toEqual([]);
  await madeOnce(world);
  expect(await billing.runs({ workflow: 'deploy.yml' })).toHaveLength(1);
  const messages = (await person('maria').channel(backend)).filter(
    ({ user, ephemeral }) => user === 'slipway' && !ephemeral,
  );
  const keys = messages.map(({ metadata }) => metadata?.event_payload['key']);
  expect(new Set(keys).size).toBe(keys.length);
  await nothingWasRefused(world);
});

it('a webhook that arrives four times over six minutes, at any process, is looked into once', async () => {
  const world = await startFleet({ store: storeKind, environment: { POLL_SECONDS: '3600' } });
  fleet = world;
  const { github, person } = world;
  onTheHour(world); // so that no poll is due before the next hour
  await github.webhooks.pause();
  const { headSha } = await reachesSignOff(world);
  const looks = async () => {
    const calls = await github.calls({ method: 'GET', path: /\/check-runs$/ });
    return calls.filter(({ path }) => path.includes(headSha)).length;
  };
  await person('maria').until('the first look', async () => (await looks()) > 0);
  await person('maria').sees(backend, 'are asked for a review on GitHub');
  const [first, ...others] = (await github.webhooks.deliveries()).filter(({ state }) => state === 'missed');
  const last = others.at(-1);
  const before = await looks();
  const arrives = async (id = 0) => {
    world.later(2 * minute); // what comes within half a second is one look in any case
    expect(await github.webhooks.redeliver({ id })).toBe(1);
    await github.webhooks.idle();
  };

  await arrives(first?.id);
  await person('maria').until('a look', async () => (await looks()) > before);
  for (let again = 0; again < 3; again += 1) await arrives(first?.id);
  await arrives(last?.id);
  await person('maria').until('another look', async () => (await looks()) > before + 1);
  expect(await looks()).toBe(before + 2);
  const statuses = (await github.webhooks.deliveries()).filter(({ redelivery }) => redelivery);
  expect(statuses.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202, 202]);
  await nothingWasRefused(world);
});
