import { afterEach, expect, it } from 'vitest';
import { reachesSignOff } from '../journeys/stages.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ledger } from './rig/ledger.ts';
import { playRelease } from './rig/player.ts';

let fleet: Fleet | undefined;
afterEach(() => fleet?.dispose());

const budget = 5000; // requests an hour that GitHub gives an installation
const usualPollSeconds = 30; // POLL_SECONDS unless set
const atOnce = 10; // releases of one repository's owner that may wait side by side within the budget

it('no webhook ever arrives: polling alone brings the release to its end', async () => {
  fleet = await startFleet({ store: storeKind });
  await fleet.github.webhooks.pause();
  await playRelease(fleet, { features: ['tax-rounding', 'invoice-export'], yesTo: ['public', 'routing', 'archived'] });
  const arrived = (await fleet.github.webhooks.deliveries()).filter(({ state }) => state !== 'missed');
  expect(arrived).toEqual([]);
  expect(await ledger(fleet, { version: '1.5.0' })).toEqual([]);
});

it('what is polled while a release waits fits into the hourly budget, for many releases', async () => {
  fleet = await startFleet({ store: storeKind });
  const { billing, github, person } = fleet;
  await github.webhooks.pause();
  const { number, headSha } = await reachesSignOff(fleet);
  await person('maria').sees(backend, 'are asked for a review on GitHub');
  await person('maria').until('our status', async () =>
    (await billing.statuses(headSha)).some(({ description }) =>
      description?.endsWith('CI of the pull request, Backend lead signs'),
    ),
  );
  await github.forgetCalls();
  const watches = async () => {
    const calls = await github.calls();
    return calls.filter(({ method, path }) => method === 'GET' && path === `/repos/acme/billing/pulls/${number}`);
  };
  const polls = 8;
  await person('maria').until(`${polls} polls`, async () => (await watches()).length >= polls);
  const calls = await github.calls();
  const seen = (await watches()).length;
  const paid = calls.filter(({ status }) => status !== 304).length; // GitHub counts no answer that has not changed
  expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(calls.length / seen).toBeLessThanOrEqual(8);
  const perHour = (paid / seen) * (3600 / usualPollSeconds);
  expect(perHour * atOnce).toBeLessThan(budget);
});
