import { afterEach, expect, it } from 'vitest';
import { ends, lenaSigns } from '../journeys/acts.ts';
import { card } from '../journeys/sights.ts';
import { mergeOf, reachesSignOff } from '../journeys/stages.ts';
import { backend, nothingWasRefused } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { onTheHour } from './rig/on-the-hour.ts';
import { toldToWait } from './rig/told-to-wait.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

const waitSeconds = 10;
const usual = 5000;
const anHour = 3_600_000;

interface Limit {
  readonly name: string;
  /** GitHub begins to refuse. */
  readonly begins: (world: Fleet) => Promise<unknown>;
  /** It would answer again, to whoever disregards what it said. */
  readonly tempts?: (world: Fleet) => Promise<unknown>;
}

const limits: readonly Limit[] = [
  {
    name: 'a 403 of a secondary limit',
    begins: ({ github }) => github.fault({ kind: '403-secondary', path: /^\/repos\//, retryAfter: waitSeconds }),
  },
  {
    name: 'a 429',
    begins: ({ github }) => github.fault({ kind: '429', path: /^\/repos\//, retryAfter: waitSeconds }),
  },
  {
    name: 'an hourly budget that is used up',
    begins: ({ github }) => github.rateLimit('core', 0, waitSeconds),
    tempts: ({ github }) => github.rateLimit('core', usual),
  },
];

/** Only the sign-off is waited for, and nothing is polled: the next look is a single request, and nothing else is under way. */
async function waitsForSignOff(): Promise<{ readonly world: Fleet; readonly number: number }> {
  const world = await startFleet({ store: storeKind, environment: { POLL_SECONDS: '3600' } });
  fleet = world;
  onTheHour(world);
  const { number } = await reachesSignOff(world);
  const maria = world.person('maria');
  await maria.sees(backend, 'are asked for a review on GitHub');
  await ends(world, 'ci.yml');
  await maria.until('green', async () => !(await card(world)).includes('CI of the pull request'));
  await maria.until('the status of a green CI', async () => {
    const [{ headSha } = { headSha: '' }] = (await world.billing.pulls()).filter(({ base }) => base === 'main');
    const said = (await world.billing.statuses(headSha)).findLast(({ context }) => context === 'slipway/release');
    return said !== undefined && !(said.description ?? '').includes('CI of');
  });
  await world.github.webhooks.idle();
  return { world, number };
}

it.each(limits)(
  '$name: no process asks GitHub before it may, whatever happens meanwhile; then all goes on unaided',
  async ({ begins, tempts }) => {
    const { world, number } = await waitsForSignOff();
    const { billing, github, person } = world;
    const maria = person('maria');
    await begins(world);
    await billing.comments('ana-d', number, 'a webhook');
    const refused = await maria.until('a refusal', async () =>
      (await github.calls()).find(({ status }) => status === 403 || status === 429),
    );
    const told = await maria.until('a process that says so', () =>
      toldToWait(world).find(({ message }) => message.startsWith('GitHub')),
    );
    const since = performance.now();
    await tempts?.(world);

    // The others have not met the limit themselves: they know of it by the store. Where one process does all, it comes anew.
    await told.process.stop();
    if (storeKind === 'embedded') await told.process.start();
    await billing.comments('ana-d', number, 'another one');
    await lenaSigns(world);
    await maria.until('the time that GitHub named', () => performance.now() - since > (waitSeconds + 1) * 1000);
    world.later(anHour); // whatever was told to wait is looked at with the next poll
    await mergeOf(world, number);
    await maria.sees(backend, 'v1.5.0 stands at');
    if (storeKind !== 'embedded') await told.process.start();

    // A secondary limit counts from its answer, the reset of a budget in whole seconds.
    const answered = Date.parse(refused.at);
    const from = (tempts === undefined ? answered : Math.floor(answered / 1000) * 1000) + waitSeconds * 1000;
    const later = (await github.calls()).filter(({ id }) => id > refused.id);
    const early = later.filter(({ at }) => Date.parse(at) < from);
    expect(early.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(later.length).toBeGreaterThan(0);
    expect(told.until).toBeGreaterThanOrEqual(from);
    await nothingWasRefused(world);
  },
);
