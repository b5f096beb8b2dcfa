import { afterAll, expect, it } from 'vitest';
import { answersExpectations, startsBilling } from '../journeys/acts.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { recorder } from './door/recorder.ts';
import { sender } from './door/sender.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { readLog } from './rig/read-log.ts';

const { send, close } = sender();
let fleet: Fleet | undefined;
let tap: Awaited<ReturnType<typeof recorder>> | undefined;
afterAll(async () => {
  close();
  tap?.close();
  await fleet?.dispose();
});

/** What people see of it, and what Slack was asked to show. */
async function effects({ slack, person, billing }: Fleet) {
  const shown = (await slack.calls()).filter(({ method }) => /^(chat|views)\.|^response_url$/.test(method));
  const seen = (await person('ben').channel(backend)).filter(({ ephemeral }) => ephemeral);
  return { shown: shown.map(({ method }) => method), seen: seen.length, pulls: (await billing.pulls('all')).length };
}

/** Resolves when nothing has been shown for two looks at the world after each other. */
async function quiet(world: Fleet): Promise<void> {
  let before = '';
  await world.slack.until('quiet', async () => {
    const now = JSON.stringify(await effects(world));
    const same = now === before;
    before = now;
    if (!same) await world.slack.changes(await world.slack.changes(-1), 1500);
    return same;
  });
}

it('whatever Slack signed has one effect, however often and to whichever process it is sent again', async () => {
  fleet = await startFleet({ store: storeKind, web: 2, workers: 1, revives: false });
  const { web, slack, slackServer, person } = fleet;
  const [first] = web;
  tap = await recorder(() => first?.port ?? 0);
  slackServer.setEventsUrl(`${tap.url}/slack/events`);

  const [maria, ben] = [person('maria'), person('ben')];
  await startsBilling(fleet);
  await answersExpectations(fleet);
  await maria.sees(backend, 'and sign: *Backend lead signs*');
  await ben.types(backend, '/release status');
  await maria.types(backend, '/release pause for lunch');
  await maria.sees(backend, /is paused/);
  await ben.types(backend, '/release resume'); // who may not: that is recorded
  await ben.sees(backend, /may not|only/i);
  await maria.types(backend, '/release resume');
  await maria.sees(backend, /goes on/);
  await maria.clicks('Details', { in: backend }).catch(() => undefined); // where the card has it
  await quiet(fleet);
  const before = await effects(fleet);
  const sent = [...tap.recorded];
  expect(sent.length).toBeGreaterThan(8);

  const statuses: number[] = [];
  for (let times = 0; times < 2; times += 1)
    for (const { path, headers, body } of sent)
      for (const { port } of web)
        statuses.push((await send(port ?? 0, { method: 'POST', path, headers, body })).status);
  expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
  await slack.idle();
  await quiet(fleet);
  expect(await effects(fleet)).toEqual(before);

  const events = (await readLog(fleet)).map(({ event }) => event.type);
  const count = (type: string) => events.filter((one) => one === type).length;
  expect({
    started: count('ReleaseStarted'),
    answered: count('ChecklistSaved'),
    refused: count('AttemptRefused'),
    paused: count('ReleasePaused'),
    resumed: count('ReleaseResumed'),
  }).toEqual({ started: 1, answered: 1, refused: 1, paused: 1, resumed: 1 });
}, 180_000);
