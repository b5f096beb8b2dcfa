import { afterAll, expect, it } from 'vitest';
import { storeKind } from '../stores.ts';
import { sender } from './door/sender.ts';
import { seconds, signedByGitHub, signedBySlack } from './door/signing.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { readLog } from './rig/read-log.ts';

const { send, close } = sender();
let fleet: Fleet | undefined;
afterAll(async () => {
  close();
  await fleet?.dispose();
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const command = Buffer.from(
  new URLSearchParams({
    command: '/release',
    text: 'start billing',
    user_id: 'U0MARIA',
    team_id: 'T0SLIPWAY',
    channel_id: 'C0BACKEND',
    trigger_id: '1.2.3',
    response_url: 'http://127.0.0.1:9/response',
  }).toString(),
);
const webhook = Buffer.from(JSON.stringify({ repository: { full_name: 'acme/billing' } }));
type Headers = Readonly<Record<string, string>>;

function without(headers: Headers, name: string): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

/** Each a way to come without Slack's signature of this moment over these bytes. */
function forgeries(secret: string): readonly (readonly [what: string, Headers])[] {
  const good = signedBySlack(secret, command);
  const signature = good['x-slack-signature'] ?? '';
  const now = seconds();
  const at = (time: number | string) => signedBySlack(secret, command, time);
  return [
    ['no signature at all', {}],
    ['no signature', without(good, 'x-slack-signature')],
    ['no time', without(good, 'x-slack-request-timestamp')],
    ['another secret', signedBySlack(`${secret}x`, command)],
    ['other bytes', signedBySlack(secret, `${command.toString()}&x=1`)],
    ['the time of another request', { ...good, 'x-slack-request-timestamp': String(now - 10) }],
    ['capital letters', { ...good, 'x-slack-signature': signature.toUpperCase() }],
    ['another version', { ...good, 'x-slack-signature': signature.replace('v0', 'v1') }],
    ['half a signature', { ...good, 'x-slack-signature': signature.slice(0, 40) }],
    ['two signatures', { ...good, 'x-slack-signature': `${signature}, ${signature}` }],
    ['six minutes old', at(now - 360)],
    ['six minutes ahead', at(now + 360)],
    ...['NaN', '1e10', `-${now}`, `${now}.5`, `0x${now.toString(16)}`, `+${now}`, '9'.repeat(30), '', '0'].map(
      (time): readonly [string, Headers] => [`the time “${time}”`, at(time)],
    ),
  ];
}

it('without a genuine signature of this moment nothing is done: no event, no call, no answer but 401', async () => {
  fleet = await startFleet({ store: storeKind, web: 1, workers: 1, revives: false });
  const { web, slack, slackServer, github, githubServer } = fleet;
  const port = web[0]?.port ?? 0;
  await slack.until('the names are known', async () => (await slack.calls('users.info')).length >= 8);
  const [calls, asked] = [await slack.calls(), await github.calls()];

  const to = (path: string, body: Buffer, headers: Headers) => send(port, { method: 'POST', path, headers, body });
  const tried: Record<string, number> = {};
  for (const [what, headers] of forgeries(slackServer.signingSecret))
    tried[what] = (await to('/slack/events', command, { ...form, ...headers })).status;
  expect([...new Set(Object.values(tried))], JSON.stringify(tried)).toEqual([401]);
  const payload = Buffer.from(`payload=${encodeURIComponent(JSON.stringify({ type: 'view_submission' }))}`);
  expect((await to('/slack/events', payload, form)).status).toBe(401);

  const id = { 'x-github-delivery': '1', 'x-github-event': 'push', 'content-type': 'application/json' };
  const secret = githubServer.webhookSecret;
  const genuine = signedByGitHub(secret, webhook)['x-hub-signature-256'] ?? '';
  const webhooks: readonly Headers[] = [
    id,
    { ...id, ...signedByGitHub(`${secret}x`, webhook) },
    { ...id, ...signedByGitHub(secret, `${webhook.toString()} `) },
    { ...id, 'x-hub-signature': genuine.replace('sha256', 'sha1') },
    { ...id, 'x-hub-signature-256': genuine.slice(0, 30) },
    { ...id, 'x-hub-signature-256': genuine.toUpperCase() },
    { 'content-type': 'application/json', 'x-hub-signature-256': genuine },
  ];
  for (const headers of webhooks) expect((await to('/github/webhooks', webhook, headers)).status).toBe(401);

  // What is signed is let in, so it was the signature that kept the others out.
  const help = Buffer.from(command.toString().replace('start+billing', 'help'));
  const signed = { ...form, ...signedBySlack(slackServer.signingSecret, help) };
  expect((await to('/slack/events', help, signed)).status).toBe(200);
  expect((await to('/github/webhooks', webhook, { ...id, 'x-hub-signature-256': genuine })).status).toBe(202);

  expect(await slack.calls()).toEqual(calls);
  expect(await github.calls()).toEqual(asked);
  expect(await readLog(fleet)).toEqual([]);
});
