import { afterEach, expect, test, vi } from 'vitest';
import { deviceFlows } from '../../src/adapters/device-flows.ts';
import { githubLinks } from '../../src/adapters/github-links.ts';
import { spreadLinks } from '../../src/jobs/spread-links.ts';
import { readEvent } from '../../src/release/events.ts';
import { upTo } from '../release/given.ts';
import { type StartRig, startRig } from './start-rig.ts';

vi.setConfig({ testTimeout: 60_000 });

const backend = '#dev-backend-github';
const clientId = 'Iv1.localgithub00000';
const rigs: StartRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) {
    const refused = await rig.slack.refusals(); // of a form that was closed Slack says so, and the channel is used
    expect(refused.filter(({ where, error }) => where !== 'views.update' || error !== 'not_found')).toEqual([]);
    expect(rig.troubles).toEqual([]);
    await rig[Symbol.asyncDispose]();
  }
});
async function rigOf(options: Parameters<typeof startRig>[0] = { clientId }): Promise<StartRig> {
  const rig = await startRig(options);
  rigs.push(rig);
  return rig;
}

const codeIn = (text: string): string => /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(text)?.[0] ?? '';

test('the word shows a code to the person alone, until when it is good, and what not to do with it', async () => {
  const rig = await rigOf();
  const lena = rig.slack.person('lena');
  await lena.types(backend, '/release link');
  const shown = await lena.sees('modal', 'Enter no code that you have not asked for yourself');
  expect(codeIn(shown)).not.toBe('');
  expect(shown).toContain('/login/device');
  expect(shown).toMatch(/good until/);
  expect(rig.followed).toHaveLength(1);
  const [flow = ''] = rig.followed;
  const kept = await deviceFlows(rig.store.database.pool).byId(flow);
  expect(kept).toMatchObject({ person: 'U0LENA', channel: 'C0BACKEND', outcome: undefined });
  expect(shown).not.toContain(kept?.deviceCode);
  const everything = (await rig.slack.person('maria').channel(backend)).map(({ rendered }) => rendered).join('\n');
  expect(everything).not.toContain(codeIn(shown));
});

test('another code makes the first one void', async () => {
  const rig = await rigOf();
  const lena = rig.slack.person('lena');
  await lena.types(backend, '/release link');
  const first = codeIn(await lena.sees('modal', 'good until'));
  await lena.types(backend, '/release link');
  await lena.until('another code', async () => {
    const now = codeIn((await lena.modal())?.text ?? '');
    return now !== '' && now !== first;
  });
  const flows = deviceFlows(rig.store.database.pool);
  const [one = '', other = ''] = rig.followed;
  expect([await flows.byId(one), await flows.byId(other)]).toEqual([
    undefined,
    expect.objectContaining({ person: 'U0LENA' }),
  ]);
});

test('who closes the form before the code is there reads it in the channel', async () => {
  const rig = await rigOf();
  await rig.github.fault({ kind: 'delay', path: '/login/device/code', ms: 1500 });
  const lena = rig.slack.person('lena');
  await lena.types(backend, '/release link');
  await lena.sees('modal', 'Asking GitHub for a code');
  await lena.closes();
  expect(codeIn(await lena.sees(backend, 'good until'))).not.toBe('');
});

test('without a client id the word says what an administrator does', async () => {
  const rig = await rigOf({});
  const lena = rig.slack.person('lena');
  await lena.types(backend, '/release link');
  await lena.sees(backend, /Linking is not set up here\. An administrator .*GITHUB_CLIENT_ID/);
  expect(await lena.modal()).toBeUndefined();
});

test.each([
  ['the flow is not enabled', 'is not enabled for its GitHub App'],
  ['the client id is wrong', 'correct `GITHUB_CLIENT_ID`'],
  ['GitHub is away', 'there is no code yet'],
] as const)('where %s it says so', async (what, sentence) => {
  const rig = await rigOf(what === 'the client id is wrong' ? { clientId: 'Iv1.other' } : { clientId });
  if (what === 'the flow is not enabled') await rig.github.deviceFlow(false);
  if (what === 'GitHub is away') await rig.github.fault({ kind: '5xx', path: '/login/device/code' });
  const lena = rig.slack.person('lena');
  await lena.types(backend, '/release link');
  await lena.sees('modal', sentence);
  expect(rig.followed).toEqual([]);
});

test('guests and strangers link nothing', async () => {
  const rig = await rigOf();
  const gus = rig.slack.person('gus');
  await gus.types(backend, '/release link');
  await gus.sees(backend, 'Guests cannot use Slipway');
  expect(rig.followed).toEqual([]);
});

/** Lena has entered a code as somebody. */
async function linked(rig: StartRig, login: string, id: number): Promise<void> {
  const { pool } = rig.store.database;
  const soon = new Date(Date.now() + 900_000);
  const flows = deviceFlows(pool);
  const flow = await flows.begin({
    ...{ person: 'U0LENA', deviceCode: 'd', intervalSeconds: 5, nextAt: soon, expiresAt: soon, view: 'V', channel: '' },
  });
  await flows.link(flow, { id, login }, new Date());
  await flows.forget(flow);
}

test('a start takes what people have confirmed before what slipway.yml says', async () => {
  const rig = await rigOf();
  await linked(rig, 'lena-new', 900);
  const maria = rig.slack.person('maria');
  await maria.types(backend, '/release start');
  await maria.sees('modal', 'Round tax per line');
  await maria.fills({
    'Which features?': ['tax-rounding', 'invoice-export'],
    'Rollout plan': 'Canary',
    'What to watch after the deployment': 'Errors',
  });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  const [row] = await rig.releases.listOpen();
  const release = await rig.execute.load(row?.id ?? '');
  expect(release?.component.github).toMatchObject({ U0LENA: 'lena-new', U0TOM: 'tom-h' });
  expect(release?.component.accounts).toEqual({ U0LENA: [{ login: 'lena-new', id: 900 }, { login: 'lena-b' }] });
});

/** A release with its pull request open, which lena may sign as far as she is known on GitHub. */
async function waitsForLena(rig: StartRig): Promise<string> {
  const id = 'billing-1.5.0-link';
  const [begun, ...rest] = upTo.pullRequest();
  if (begun?.type !== 'ReleaseStarted') throw new Error('A release begins with its start.');
  const component = { ...begun.component, channel: 'C0BACKEND', github: { U0MARIA: 'maria-r' } };
  const roles = { 'release-manager': ['U0MARIA'], 'backend-lead': ['U0LENA'], operations: ['U0OMAR'] };
  await rig.execute(id, { ...begun, type: 'StartRelease', by: 'U0MARIA', component, roles });
  for (const event of rest) {
    if (event.type === 'StepCompleted')
      await rig.execute(id, { ...event, type: 'RecordCompletion', attempt: 1, how: 'made' });
    if (event.type === 'ChecklistSaved')
      await rig.execute(id, { type: 'SaveChecklist', step: event.step, by: 'U0MARIA', ticks: event.ticks });
  }
  return id;
}

test('who is refused because nobody knows them on GitHub links from the refusal, and signs in the same release', async () => {
  const rig = await rigOf();
  const id = await waitsForLena(rig);
  const lena = rig.slack.person('lena');
  await lena.types(backend, '/release sign-off');
  await lena.sees(backend, /does not know who you are on GitHub.*\(\/release link\)/);
  await lena.clicks('Link my GitHub account', { in: backend });
  await lena.sees('modal', 'good until');
  await lena.closes();

  await linked(rig, 'lena-b', 102);
  const links = githubLinks(rig.store.database.pool);
  let now = Date.now();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const spread = () =>
    spreadLinks({ links, execute: rig.execute, listOpen: rig.releases.listOpen, log, now: () => new Date(now) });
  await spread();
  await spread();
  const { rows } = await rig.store.database.pool.query("select body from event where type = 'IdentityLinked'");
  expect(rows.map(({ body }) => readEvent(JSON.parse(body)))).toEqual([
    { type: 'IdentityLinked', person: 'U0LENA', login: 'lena-b', id: 102 },
  ]);
  expect(await links.toSpread()).toHaveLength(1); // a release may be starting at this moment, with what was known before
  now += 120_000;
  await spread();
  expect(await links.toSpread()).toEqual([]);

  await lena.types(backend, '/release sign-off');
  await lena.sees('modal', 'Your decision');
  expect((await rig.execute.load(id))?.component.github['U0LENA']).toBe('lena-b');
});

test('unlink takes the link back, and says what counts now', async () => {
  const rig = await rigOf();
  const lena = rig.slack.person('lena');
  await lena.types(backend, '/release unlink');
  await lena.sees(backend, 'You have not linked a GitHub account');
  await linked(rig, 'lena-new', 900);
  await lena.types(backend, '/release unlink');
  await lena.sees(
    backend,
    /lena-new\* is no longer linked to you\. What slipway\.yml says of you counts again: lena-b/,
  );
  expect(await githubLinks(rig.store.database.pool).of('U0LENA')).toBeUndefined();
});

test('unlink stops a code that is still waited for', async () => {
  const rig = await rigOf();
  const lena = rig.slack.person('lena');
  await lena.types(backend, '/release link');
  await lena.sees('modal', 'good until');
  await lena.types(backend, '/release unlink');
  await lena.sees(backend, 'You have not linked a GitHub account');
  expect(await deviceFlows(rig.store.database.pool).byId(rig.followed[0] ?? '')).toBeUndefined();
});
