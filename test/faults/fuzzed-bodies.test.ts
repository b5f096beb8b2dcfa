import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Hostile, hostileRequest } from './door/hostile-requests.ts';
import { sender } from './door/sender.ts';
import { signedByGitHub, signedBySlack } from './door/signing.ts';
import { sink } from './door/sink.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';

const usual = storeKind === 'embedded' ? 10_000 : 50_000; // the door is the same one
const wanted = Number(process.env['FUZZ_RUNS'] ?? usual);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
const atOnce = 100;

const { send, close } = sender();
const answers = await sink();
let fleet: Fleet | undefined;
afterAll(async () => {
  close();
  answers.close();
  await fleet?.dispose();
});

/** What Slack really delivered while people used Slipway, with answers going to a place that takes any number. */
async function recordedDeliveries({ person, slack }: Fleet): Promise<readonly object[]> {
  const maria = person('maria');
  for (const line of ['status', 'list', 'help', 'details', 'pause too early', 'nonsense'])
    await maria.types(backend, `/release ${line}`);
  await maria.types(backend, '/release start billing');
  await maria.until('the filled form', async () => (await maria.modal())?.text.includes('v1.5.0'));
  expect((await maria.submits()).kind).toBe('errors'); // nothing is filled in: it stays as it is
  await maria.closes();
  return (await slack.deliveries()).map(({ payload }) => ({
    ...payload,
    ...('response_url' in payload ? { response_url: answers.url } : {}),
  }));
}

const webhooks = [
  { action: 'opened', number: 1, pull_request: { number: 1 }, repository: { full_name: 'acme/billing' } },
  { ref: 'refs/heads/dev', before: '0', after: '1', commits: [], repository: { full_name: 'acme/billing' } },
  { zen: 'Keep it logically awesome.', hook_id: 1 },
];

let sent = 0;
/** Each delivery is one that never came before: its trigger or id is new. */
function fresh(body: Buffer): Buffer {
  sent += 1;
  return Buffer.from(
    body.toString('latin1').replaceAll(/\d{10}\.\d{10}\.\w{32}/g, () => `${sent}.1.fuzz`),
    'latin1',
  );
}

function headersOf(secrets: { slack: string; github: string }, hostile: Hostile, body: Buffer): Record<string, string> {
  const type = { 'content-type': hostile.type };
  if (hostile.signed === 'slack') return { ...type, ...signedBySlack(secrets.slack, body), ...hostile.headers };
  if (hostile.signed === 'github') return { ...type, ...signedByGitHub(secrets.github, body), ...hostile.headers };
  return { ...type, ...hostile.headers };
}

/** Why an answer is none that this request may have; undefined where it is well. */
function wrongWith({ what, signed }: Hostile, status: number): string | undefined {
  if (status < 200 || status > 499) return `${what} was answered with ${status}.`;
  const refused = status >= 400;
  if (signed === 'badly' && status !== 401) return `What nobody signed was answered with ${status}.`;
  if (['bytes', 'elsewhere', 'big'].includes(what) && !refused) return `${what} was let in with ${status}.`;
  return undefined;
}

function residentMegabytes(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

it(`${wanted} bodies that nobody should send: all are answered, and the process lives (FUZZ_SEED=${seed})`, async () => {
  fleet = await startFleet({ store: storeKind, web: 1, workers: 1, revives: false });
  const { slackServer, githubServer, web, slack, person, github } = fleet;
  const [process] = web;
  const [port, pid] = [process?.port ?? 0, process?.pid];
  const secrets = { slack: slackServer.signingSecret, github: githubServer.webhookSecret };
  const recorded = await recordedDeliveries(fleet);
  await slack.forget();

  const statuses = new Map<string, number>();
  async function answered(hostile: Hostile): Promise<void> {
    const body = fresh(hostile.body);
    const { method, path } = hostile;
    const { status, error } = await send(port, { method, path, body, headers: headersOf(secrets, hostile, body) });
    const kind = `${hostile.what} ${status}`;
    statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
    const wrong = wrongWith(hostile, status);
    if (wrong === undefined) return;
    const said = process?.lines.slice(-3).join('\n') ?? '';
    throw new Error(`${wrong} ${error ?? ''}\n${body.toString('latin1').slice(0, 1500)}\n${said}`);
  }

  const memory = [residentMegabytes(pid)];
  const several = fc.array(hostileRequest(recorded, webhooks), { minLength: 1, maxLength: atOnce, size: 'max' });
  const property = fc.asyncProperty(several, (requests) => Promise.all(requests.map(answered)).then(() => undefined));
  for (let round = 0; sent < wanted; round += 1) {
    await fc.assert(property, { seed: seed + round, numRuns: 50 });
    memory.push(residentMegabytes(pid));
  }
  console.info(
    [...statuses]
      .sort()
      .map(([kind, count]) => `${count} × ${kind}`)
      .join('\n'),
  );
  console.info(
    `${sent} bodies; resident MB: ${memory.map(Math.round).join(' ')}; answers elsewhere: ${answers.count()}`,
  );

  expect(process?.pid).toBe(pid);
  expect(process?.lines.filter((line) => line.includes('Slipway is ready'))).toHaveLength(1);
  expect((await send(port, { method: 'GET', path: '/healthz', headers: {}, body: Buffer.alloc(0) })).status).toBe(200);
  const maria = person('maria');
  const before = (await maria.channel(backend)).length;
  expect((await maria.types(backend, '/release status')).ok).toBe(true);
  await maria.until('an answer', async () => (await maria.channel(backend)).length > before);
  // Of what it asked by ids that are none; nothing that it made itself was wrong.
  const unfit = (await slack.refusals()).map(({ where, error }) => `${where}: ${error}`);
  const ofIds =
    /: (user_not_found|not_found|hash_conflict|(invalid|expired|exchanged)_trigger_id|trigger_(expired|exchanged))$/;
  expect([...new Set(unfit)].filter((one) => !ofIds.test(one))).toEqual([]);
  expect(await github.refusals()).toEqual([]);
}, 900_000);
