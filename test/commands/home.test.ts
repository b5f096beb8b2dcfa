import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { type Playbook, playbookSchema } from '../../src/release/playbook.ts';
import { billingStarted } from '../views/billing.ts';
import { type StartRig, startRig } from './start-rig.ts';

const backend = '#dev-backend-github';
let on: StartRig;
let maria: PersonClient;
beforeAll(async () => {
  on = await startRig();
  maria = on.slack.person('maria');
}, 60_000);
afterAll(() => on[Symbol.asyncDispose]());
afterEach(async () => {
  for (const { id } of await on.releases.listOpen())
    await on.execute(id, { type: 'Cancel', by: 'U0MARIA', reason: 'the test is over' });
  await on.slack.clearFaults();
  expect(on.troubles.splice(0)).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
  await on.slack.forget();
});

let runNumber = 0;
async function runs(rig: StartRig = on, playbook?: Playbook): Promise<string> {
  runNumber += 1;
  const id = `billing-1.5.0-run${runNumber}`;
  const own = { answers: {}, roles: { starter: ['U0MARIA'] } };
  const start = billingStarted(playbook === undefined ? {} : { ...own, playbook });
  await rig.execute(id, { ...start, type: 'StartRelease' });
  await rig.settle(id);
  return id;
}

/** A playbook of one step, which waits for whoever started. */
function waitingFor(step: object): Playbook {
  return playbookSchema.parse({
    playbook: 'short',
    title: 'Short',
    roles: { starter: { title: 'Starter', from: 'starter' } },
    stages: [{ stage: 'All', steps: [step] }],
  });
}

const home = async (who: PersonClient) => (await who.home())?.text ?? '';
const published = async () => (await on.slack.calls('views.publish')).length;

test('Home says that nothing waits and nothing runs, and how to start', async () => {
  await maria.opens('home');
  const text = await maria.sees('home', 'Nothing waits for you.');
  expect(text).toContain(`No release is running. This begins one:\n• \`/release start billing\` in ${backend}`);
  expect(text).toMatch(/Last refreshed today /);
});

test('a checklist is answered from Home, which then shows that it waits no more', async () => {
  const id = await runs();
  await maria.opens('home');
  expect(await maria.sees('home', '*Expectations*')).toMatch(/billing 1\.5\.0 \(\S+archives\/C0BACKEND\/p\d+\)/);
  await maria.clicks('Open checklist', { in: 'home' });
  await maria.sees('modal', '0 of 3 ticked');
  for (const item of [/^Release discipline/, /^Ready to roll back/, /^Documentation links/])
    await maria.fills({ [await labelled(item)]: ['Done'] });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees('home', 'Nothing waits for you.');
  expect(await home(maria)).toContain('stage 1 of 5, Ready');
  expect((await on.execute.load(id))?.steps['checklist-release-manager']?.status).toBe('done');
  expect(await on.slack.calls('views.push')).toEqual([]);
});

/** The label of the one input of the open modal that begins so. */
async function labelled(begins: RegExp): Promise<string> {
  const lines = (await maria.modal())?.text.split('\n') ?? [];
  const found = lines.find((line) => begins.test(line));
  if (found === undefined) throw new Error(`The modal has no input ${String(begins)}:\n${lines.join('\n')}`);
  return found;
}

test('page after page of a modal that was opened from Home keeps Home up to date', async () => {
  const items = Array.from({ length: 25 }, (_, n) => ({ say: `Item ${n + 1}` }));
  await runs(on, waitingFor({ checklist: 'starter', title: 'Long list', items }));
  await maria.opens('home');
  await maria.sees('home', '*Long list*');
  await maria.clicks('Open checklist', { in: 'home' });
  await maria.sees('modal', '0 of 25 ticked');
  const tick = async (from: number, to: number) => {
    for (let n = from; n <= to; n += 1) await maria.fills({ [`Item ${n}`]: ['Done'] });
  };
  await tick(1, 20);
  const before = await published();
  expect((await maria.submits()).kind).toBe('updated');
  await maria.until('Home after a page', async () => (await published()) === before + 1);
  await maria.clicks('Save and go back a page');
  await maria.until('Home after the way back', async () => (await published()) === before + 2);
  await maria.sees('modal', 'page 1 of 2');
  expect((await maria.submits()).kind).toBe('updated');
  await maria.sees('modal', 'page 2 of 2');
  await tick(21, 25);
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees('home', 'Nothing waits for you.');
});

test('what is refused at a field does not bring Home up to date, what is taken does, once', async () => {
  const items = [{ say: 'Metrics are normal', evidence: 'text' }];
  await runs(on, waitingFor({ checklist: 'starter', title: 'Metrics', items }));
  await maria.opens('home');
  await maria.sees('home', '*Metrics*');
  await maria.clicks('Open checklist', { in: 'home' });
  await maria.sees('modal', '0 of 1 ticked');
  await maria.fills({ 'Metrics are normal': ['Done'] });
  const before = await published();
  expect((await maria.submits()).kind).toBe('errors');
  await maria.fills({ 'Evidence for “Metrics are normal”': 'seen' });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees('home', 'Nothing waits for you.');
  expect(await published()).toBe(before + 1);
});

test('a deployment is started from Home, and said in front of it', async () => {
  const id = await runs(
    on,
    waitingFor({ deploy: 'production', title: 'Deploy', by: ['starter'], workflow: 'deploy.yml' }),
  );
  await maria.opens('home');
  await maria.sees('home', '[Deploy 1.5.0 to production]');
  await maria.clicks('Deploy 1.5.0 to production', { in: 'home', confirm: true });
  await maria.sees('modal', '🚀 billing 1.5.0 is being deployed to *production*.');
  await maria.sees('home', 'Nothing waits for you.');
  expect((await on.execute.load(id))?.steps['deploy-production']?.requested?.by).toBe('U0MARIA');
  await maria.closes();
});

test('what failed waits for whoever runs the release, with Retry; for nobody else', async () => {
  const id = await runs();
  const step = 'feature-merged.tax-rounding';
  await on.execute(id, { type: 'RecordFailure', step, attempt: 1, sentence: 'It broke.', remedy: 'Mend it.' });
  const lena = on.slack.person('lena');
  for (const person of [maria, lena]) await person.opens('home');
  expect(await maria.sees('home', 'It broke.')).toContain('[Retry]');
  expect(await lena.sees('home', 'Nothing waits for you.')).not.toContain('[Retry]');
  await maria.clicks('Retry', { in: 'home' });
  await maria.until('the retry', async () => (await on.execute.load(id))?.steps[step]?.attempt === 2);
});

test('a button of a Home that is behind is answered in front of it', async () => {
  const id = await runs();
  await maria.opens('home');
  await maria.sees('home', '[Open checklist]');
  const ticks = { '0': { ticked: true }, '1': { ticked: true }, '2': { ticked: true } };
  const step = 'checklist-release-manager';
  await on.execute(id, { type: 'SaveChecklist', step, by: 'U0MARIA', ticks });
  await maria.clicks('Open checklist', { in: 'home' });
  await maria.sees('modal', '*Expectations* is done already');
  await maria.closes();
});

test('Refresh and opening again show what happened meanwhile', async () => {
  const lena = on.slack.person('lena');
  for (const person of [maria, lena]) {
    await person.opens('home');
    await person.sees('home', 'No release is running.');
  }
  await runs();
  expect(await home(maria)).toContain('No release is running.');
  await maria.clicks('Refresh', { in: 'home' });
  await maria.sees('home', '*Expectations*');
  await lena.opens('home');
  expect(await lena.sees('home', 'stage 1 of 5, Ready')).toContain('Nothing waits for you.');
});

describe('those whom Slipway does not serve', () => {
  test.each([
    ['gus', 'Guests cannot use Slipway. Ask a full member of this workspace to do it.'],
    ['olaf', 'You belong to another workspace.'],
  ])('read why not in their Home: %s', async (name, sentence) => {
    await runs();
    const who = on.slack.person(name);
    await who.opens('home');
    expect(await who.sees('home', sentence)).not.toContain('billing');
    await who.clicks('Refresh', { in: 'home' });
    await who.sees('modal', sentence);
    await who.closes();
  });

  test('so do those of whom Slack does not tell', async () => {
    await on.slack.fault({ method: 'users.info', kind: '5xx', times: 1000 });
    const ana = on.slack.person('ana');
    await ana.opens('home');
    const sentence = 'Slack does not tell Slipway who you are at this moment';
    await ana.sees('home', sentence);
    await ana.clicks('Refresh', { in: 'home' });
    await ana.sees('modal', sentence);
    await ana.closes();
    expect(await home(ana)).toContain(sentence);
    await on.slack.clearFaults();
    await ana.clicks('Refresh', { in: 'home' });
    await ana.sees('home', 'Nothing waits for you.');
  });
});

test('a Slack that takes no Home costs nothing but a line of the log', async () => {
  await on.slack.fault({ method: 'views.publish', kind: '5xx', times: 2 });
  await maria.opens('home');
  await maria.until('both tries', async () => on.troubles.length === 2);
  const [delivery] = await on.slack.deliveries();
  expect(delivery?.tries.map(({ outcome }) => outcome)).toEqual(['acknowledged']);
  expect(on.troubles.splice(0)).toEqual([
    expect.stringContaining('A Home could not be drawn'),
    expect.stringContaining('A Home could not be answered'),
  ]);
});

test('a store that is down is said in Home; over HTTP too', async () => {
  await using other = await startRig({ transport: 'http' });
  const ben = other.slack.person('ben');
  await runs(other);
  await ben.opens('home');
  await ben.sees('home', 'stage 1 of 5, Ready');
  await other.losesStore();
  const sentence = "Slipway's store does not answer, so nothing can be recorded at this moment.";
  await ben.clicks('Refresh', { in: 'home' });
  expect(await ben.sees('home', sentence)).not.toContain('stage 1 of 5');
  await ben.opens('home');
  await other.slack.until('the second try', () => other.troubles.length === 2);
  expect(other.troubles).toHaveLength(2);
  expect(await other.slack.refusals()).toEqual([]);
}, 60_000);
