import { expect, it } from 'vitest';
import type { WorldInput } from '../../sandbox/github/control/commands.ts';
import { ends, lenaSigns, omarDeploys, runOf } from './acts.ts';
import { messagesWith } from './sights.ts';
import { madeOnce, mergeOf, reachesSignOff } from './stages.ts';
import { backend, newWorld, nothingWasRefused, type World } from './world.ts';

type Kind = WorldInput<'fault'>['kind'];

/** GitHub does the write, and its answer is lost. */
const lost = ({ github }: World, method: string, path: RegExp, kind: Kind = 'reset-after') =>
  github.fault({ kind, method, path });

/** No message is told twice: each carries the key of what it tells. */
async function toldOnce(world: World): Promise<void> {
  const messages = (await world.person('maria').channel(backend)).filter(({ ephemeral }) => !ephemeral);
  const keys = messages.map(({ metadata }) => metadata?.event_payload['key']);
  expect(keys).not.toContain(undefined);
  expect(new Set(keys).size).toBe(keys.length);
}

it('whatever answer of GitHub or Slack gets lost, and whenever Slipway starts anew, each thing is made once', async () => {
  const world = await newWorld();
  const { billing, github, slack, person } = world;
  const maria = person('maria');
  await github.webhooks.pause(); // polling repairs what no webhook tells
  await slack.fault({ method: 'chat.postMessage', kind: 'reset-after', times: 2 });
  await lost(world, 'POST', /\/pulls$/, '502-after-write');
  const { number } = await reachesSignOff(world);
  await ends(world, 'ci.yml');

  await lost(world, 'PUT', /\/merge$/);
  await lost(world, 'POST', /\/git\/tags$/, '502-after-write');
  await lost(world, 'POST', /\/git\/refs$/);
  await lost(world, 'POST', /\/dispatches$/);
  await lenaSigns(world);
  const merge = await mergeOf(world, number);
  await world.restart();
  const run = await runOf(world, 'publish.yml');
  await world.restart();

  await lost(world, 'POST', /\/releases$/);
  await lost(world, 'POST', /\/assets$/, '502-after-write');
  await lost(world, 'PATCH', /\/releases\/\d+$/);
  await lost(world, 'POST', /\/merges$/);
  await slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
  await billing.finishes(run.id, 'success');
  await maria.sees(backend, 'Release v1.5.0 is published');
  await world.restart();
  await lost(world, 'POST', /\/dispatches$/, '502-after-write');
  await omarDeploys(world);
  const deploying = await runOf(world, 'deploy.yml');
  await world.restart();
  await billing.finishes(deploying.id, 'success');
  await person('kenji').sees(backend, 'please answer the checklist *Metrics and alarms*');

  await madeOnce(world);
  expect(await billing.refs('refs/tags/v1.5.0')).toMatchObject([{ commit: merge.sha, annotated: true }]);
  expect(await billing.runs({ workflow: 'deploy.yml' })).toHaveLength(1);
  const release = (await billing.releases()).find(({ tag }) => tag === 'v1.5.0');
  expect(release).toMatchObject({ draft: false, assets: [{ name: 'release-record.json' }] });
  const merges = (await billing.log('dev', 5)).filter(({ message }) => message.startsWith('Merge main back'));
  expect(merges).toHaveLength(1);
  expect((await github.calls()).filter(({ fault }) => fault !== null)).toHaveLength(10);
  await toldOnce(world);
  await nothingWasRefused(world);
});

it('webhooks that GitHub delivers again, four times each and out of order, change nothing', async () => {
  const world = await newWorld();
  const { github, person } = world;
  await github.webhooks.pause({ hold: true });
  const { number } = await reachesSignOff(world);
  await ends(world, 'ci.yml');
  await lenaSigns(world);
  await mergeOf(world, number);
  await github.webhooks.resume({ shuffle: 7 });
  await ends(world, 'publish.yml');
  await person('omar').sees(backend, /is ready for \*production\*: please deploy it/);
  await github.webhooks.idle();

  const told = (await messagesWith(world, '')).length;
  const deliveries = (await github.webhooks.deliveries()).filter(({ redelivery }) => !redelivery);
  for (let time = 0; time < 4; time += 1)
    for (const { id } of deliveries) expect(await github.webhooks.redeliver({ id })).toBe(1);
  await github.webhooks.idle();
  await person('omar').types(backend, '/release status');
  await person('omar').sees(backend, /Started by @maria/);
  await madeOnce(world);
  expect((await messagesWith(world, '')).length).toBe(told);
  await toldOnce(world);
  await nothingWasRefused(world);
});
