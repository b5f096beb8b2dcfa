import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { startsBilling } from '../journeys/acts.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { overSocket, statusesIn } from './door/raw-socket.ts';
import { sender } from './door/sender.ts';
import { signedBySlack } from './door/signing.ts';
import { sink } from './door/sink.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ledger } from './rig/ledger.ts';
import { playRelease } from './rig/player.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function oneProcess(environment: Readonly<Record<string, string>> = {}): Promise<Fleet> {
  const fleet = await startFleet({ store: storeKind, web: 1, workers: 1, revives: false, environment });
  closing.push(() => fleet.dispose());
  return fleet;
}

let sent = 0;
function command(text: string, responseUrl: string, secret: string) {
  sent += 1;
  const fields = { command: '/release', text, user_id: 'U0MARIA', team_id: 'T0SLIPWAY', channel_id: 'C0BACKEND' };
  const body = Buffer.from(
    new URLSearchParams({ ...fields, trigger_id: `${sent}.stop`, response_url: responseUrl }).toString(),
  );
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signedBySlack(secret, body) };
  return { method: 'POST', path: '/slack/events', headers, body };
}
const get = (path: string) => ({ method: 'GET', path, headers: {}, body: Buffer.alloc(0) });

it('every command that was acknowledged before a stop is answered after it, and the process ends well', async () => {
  const fleet = await oneProcess();
  const [{ send, close }, answers] = [sender(20), await sink()];
  closing.push(close, answers.close);
  await startsBilling(fleet);
  const [web] = fleet.web;
  const port = web?.port ?? 0;
  const counts = new Map<number, number>();
  let answeredAtOnce = 0;

  async function keepsAsking(): Promise<void> {
    for (let n = 0; ; n += 1) {
      const line = n % 2 === 0 ? 'pause for a moment' : 'resume';
      const { status, text } = await send(port, command(line, answers.url, fleet.slackServer.signingSecret));
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (text !== '') answeredAtOnce += 1;
      if (status !== 200) return;
    }
  }
  const people = Array.from({ length: 20 }, keepsAsking);
  await expect.poll(() => counts.get(200) ?? 0, { timeout: 30_000 }).toBeGreaterThan(100);
  expect(await web?.stop()).toBe(0);
  await Promise.all(people);

  expect([...counts.keys()].sort()).toEqual([0, 200]); // refused at the door of the machine, or acknowledged
  await expect.poll(() => answers.count() + answeredAtOnce).toBe(counts.get(200));
});

it('a release goes through although every process is stopped and started all the time', {
  timeout: 600_000,
}, async () => {
  const fleet = await startFleet({ store: storeKind, web: 2, workers: 2, revives: false });
  closing.push(() => fleet.dispose());
  const exits: (number | null)[] = [];
  let done = false;
  const rolling = (async () => {
    for (let n = 0; !done; n += 1) {
      const one = fleet.processes[n % fleet.processes.length];
      await fleet.slack.changes(await fleet.slack.changes(-1), 1500);
      exits.push((await one?.stop()) ?? null);
      await one?.start();
      if (storeKind === 'embedded') await setTimeout(4000); // there is no other: people need somebody to talk to
    }
  })();
  await playRelease(fleet, { features: ['tax-rounding'], yesTo: ['announcement'] }).finally(() => {
    done = true;
  });
  await rolling;
  expect(exits.length).toBeGreaterThan(1); // how many there are depends on the machine
  expect(new Set(exits)).toEqual(new Set([0]));
  expect(await ledger(fleet, { version: '1.5.0' })).toEqual([]);
});

it('what hangs does not hold a stop for ever: it is left, and goes on after the next start', {
  timeout: 300_000,
}, async () => {
  const fleet = await oneProcess();
  const [worker, web] = [fleet.workers[0], fleet.web[0]];
  await fleet.slack.fault({ method: 'chat.postMessage', kind: 'hang', times: 1 });
  const maria = fleet.person('maria');
  await maria.types(backend, '/release start billing');
  await maria.until('the filled form', async () => (await maria.modal())?.text.includes('v1.5.0'));
  await maria.fills({
    'Which features?': ['tax-rounding'],
    'Rollout plan': 'All at once',
    'What to watch after the deployment': 'Errors',
  });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.until('a call that hangs', async () => (await fleet.slack.calls('chat.postMessage')).length > 0);
  const half = overSocket(web?.port ?? 0, 'POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slow: ', /\r\n\r\n/, 60_000);
  expect(await worker?.stop()).toBe(0);
  expect(await web?.stop()).toBe(0);
  expect(statusesIn(await half)).not.toContain(200); // and it did not hold the stop
  expect(worker?.lines.join('\n')).toContain('what still runs is left to be resumed');

  await worker?.start();
  if (web !== worker) await web?.start();
  await maria.sees(backend, /billing 1\.5\.0 · Backend service/);
  await playRelease(fleet, { features: ['tax-rounding'], yesTo: [] });
  expect(await ledger(fleet, { version: '1.5.0' })).toEqual([]);
});

it('with a time to drain it says at /readyz that it stops, and serves until nobody sends any more', async () => {
  const fleet = await oneProcess({ DRAIN_SECONDS: '3' });
  const [{ send, close }, answers] = [sender(2), await sink()];
  closing.push(close, answers.close);
  const [web] = fleet.web;
  const port = web?.port ?? 0;
  expect((await send(port, get('/readyz'))).status).toBe(200);
  const exit = web?.stop();
  await expect
    .poll(async () => await send(port, get('/readyz')), { timeout: 2500 })
    .toMatchObject({
      status: 503,
      text: 'stopping',
    });
  expect((await send(port, get('/healthz'))).status).toBe(200);
  const asked = command('help', answers.url, fleet.slackServer.signingSecret);
  expect((await send(port, asked)).status).toBe(200);
  expect(await exit).toBe(0);
  expect((await send(port, get('/healthz'))).status).toBe(0);
});
