import { afterEach, expect, it } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { card } from '../journeys/sights.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ownSetup } from './rig/own-setup.ts';
import { readLog } from './rig/read-log.ts';

const [pages, onPage] = [25, 20];
const itemOf = (n: number): string => `Item ${n + 1} of all`;
const items = Array.from({ length: pages * onPage }, (_, n) => ({ say: itemOf(n) }));
const changes = Array.from(
  { length: 30 },
  (_, n) => `feat: change ${n + 1} ${'with many words '.repeat(43)}that end in ${n}`,
);

const playbook = {
  playbook: 'long-list',
  title: 'Long list',
  'released-from': 'dev',
  roles: { 'release-manager': { title: 'Release manager', from: 'starter' }, ops: { title: 'Operations' } },
  stages: [
    { stage: 'All', steps: [{ checklist: 'ops', title: 'Five hundred items', items }] },
    {
      stage: 'Published',
      steps: [
        { action: 'pin-commit', ref: 'dev', as: 'pin' },
        { action: 'create-tag', at: '<pin.sha>', message: '<component> <version>', as: 'tagged' },
        { action: 'publish-release', as: 'published' },
      ],
    },
    { stage: 'Told', steps: [{ announce: 'changelog', say: '<component> <version> is out.', notes: true }] },
  ],
};

let fleet: Fleet | undefined;
let remove: (() => Promise<void>) | undefined;
afterEach(async () => {
  await fleet?.dispose();
  await remove?.();
});

async function opensList(person: PersonClient): Promise<void> {
  await person.clicks('Open checklist', { in: backend });
  await person.sees('modal', `page 1 of ${pages}`);
}

/** Saves the page, and again where a slow machine did not store it in Slack's time: then the form is still there, with all that was filled in. */
async function saves(person: PersonClient, page: number): Promise<string> {
  return await person.until(`page ${page + 1} is saved`, async () => {
    const { kind } = await person.submits();
    const shown = (await person.modal())?.text ?? 'closed';
    return kind !== 'errors' && shown;
  });
}

it('two people save pages of one checklist of 500 items at the same moments, through all processes: no tick is lost, each is told of the other’s, and long notes are told', async () => {
  const roles = { ops: { people: ['U0OMAR', 'U0KENJI'] } };
  const setup = await ownSetup(playbook, { billing: { playbook: playbook.playbook, roles, values: {} } });
  remove = setup.remove;
  const world = await startFleet({ store: storeKind, environment: setup.environment });
  fleet = world;
  const { billing, person, slack } = world;
  for (const [n, title] of changes.entries()) await billing.pushes('ana-d', 'dev', { [`docs/${n}.md`]: `${n}` }, title);
  const [maria, omar, kenji] = [person('maria'), person('omar'), person('kenji')];
  expect(await maria.types(backend, '/release start billing')).toMatchObject({ ok: true });
  await maria.until('a form that can be sent', async () => (await maria.submits()).kind === 'closed');
  await maria.sees(backend, 'please answer the checklist *Five hundred items*');
  for (const one of [omar, kenji]) await opensList(one);

  let told = 0;
  for (let page = 0; page < pages; page += 1) {
    for (const [who, one] of [omar, kenji].entries()) {
      await one.sees('modal', `page ${page + 1} of ${pages}`);
      const own = Array.from({ length: onPage }, (_, n) => page * onPage + n).filter((n) => n % 2 === who);
      await one.fills(Object.fromEntries(own.map((n) => [itemOf(n), ['Done']])));
    }
    const shown = await Promise.all([omar, kenji].map((one) => saves(one, page)));
    if (shown.some((text) => text.includes('Meanwhile:'))) told += 1;
  }
  expect(told).toBe(pages); // whoever came second on a page read what the first one had ticked
  await maria.sees('#changelog', 'billing 1.5.0 is out.');
  await maria.until('the end', async () => (await card(world, / · Long list/)).includes('Released'));

  const ticked = new Map<string, string>();
  for (const { event } of await readLog(world))
    if (event.type === 'ChecklistSaved') for (const item of Object.keys(event.ticks)) ticked.set(item, event.by);
  expect(ticked.size).toBe(items.length);
  for (const [item, by] of ticked) expect(by).toBe(Number(item) % 2 === 0 ? 'U0OMAR' : 'U0KENJI');

  const news = (await maria.channel('#changelog')).map(({ rendered }) => rendered).join('\n');
  expect(changes.join('\n').length).toBeGreaterThan(20_000);
  expect(news).toMatch(/that end in \d+/);
  expect(news).toMatch(/… and \d+ more/); // as many as Slack takes, and where the others are
  expect(news).toContain('All notes on GitHub');
  const [published] = (await billing.releases()).filter(({ tag }) => tag === 'v1.5.0');
  for (const n of changes.keys()) expect(published?.body).toContain(`that end in ${n}`);
  expect(await slack.refusals()).toEqual([]);
});
