import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { hintedWords } from '../../src/slack-manifest.ts';
import { billingStarted } from '../views/billing.ts';
import { billing, type StartRig, startRig } from './start-rig.ts';

const backend = '#dev-backend-github';
let on: StartRig;
let ben: PersonClient;
beforeAll(async () => {
  on = await startRig({
    components: { billing, ledger: { ...billing, channel: 'C0RANDOM' }, invoices: { ...billing, channel: 'C0RANDOM' } },
  });
  ben = on.slack.person('ben');
}, 60_000);
afterAll(() => on[Symbol.asyncDispose]());
afterEach(async () => {
  for (const { id } of await on.releases.listOpen())
    await on.execute(id, { type: 'Cancel', by: 'U0MARIA', reason: 'the test is over' });
  expect(on.troubles.splice(0)).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

async function answerTo(line: string, where = backend): Promise<string> {
  const before = (await ben.channel(where)).length;
  await ben.types(where, line);
  const messages = await ben.until(`an answer to ${line}`, async () => {
    const all = await ben.channel(where);
    return all.length > before ? all : undefined;
  });
  return messages.at(-1)?.rendered ?? '';
}

let runNumber = 0;
async function runs(component: string, channel: string): Promise<void> {
  runNumber += 1;
  const id = `${component}-1.5.0-run${runNumber}`;
  const start = billingStarted({});
  await on.execute(id, {
    ...start,
    type: 'StartRelease',
    component: { ...start.component, name: component, channel },
  });
  await on.settle(id);
}

test('nothing after the command is help, and help lists every word', async () => {
  const help = await answerTo('/release');
  expect(await answerTo('/release help')).toBe(help);
  const listed = [...help.matchAll(/\/release ([a-z-]+)/g)].map(([, word]) => word);
  expect(listed.filter((word) => word !== 'can')).toEqual([...hintedWords]);
});

test('the command may have another name', async () => {
  expect(await answerTo('/slipway help')).toContain('/slipway start');
});

test('a word that nobody knows is answered with the line that was meant', async () => {
  expect(await answerTo('/release strat billing minor')).toBe(
    'Slipway does not know “strat”. Did you mean `/release start billing minor`?',
  );
  expect(await answerTo('/release <!channel> *x*')).not.toContain('@channel');
  expect(await answerTo('/release zzzzzz')).toBe(
    'Slipway does not know “zzzzzz”. `/release help` lists what it knows.',
  );
});

test('words may be written large, and spaces do not count', async () => {
  expect(await answerTo('/release   STATUS  ')).toContain('No release of billing is running.');
});

test('status without a release says how to start one', async () => {
  expect(await answerTo('/release status')).toBe(
    'No release of billing is running. `/release start billing` begins one.',
  );
  expect(await answerTo('/release status', '#random')).toBe(
    'No release of ledger and invoices is running. `/release start ledger` or `/release start invoices` begins one.',
  );
  expect(await answerTo('/release status', '#changelog')).toBe(
    'No component lives in this channel, so no release runs here. `/release list` shows those of other channels.',
  );
  expect(await answerTo('/release status ledger')).toBe(
    'No release of ledger is running. `/release start ledger` begins one.',
  );
  expect(await answerTo('/release status bilng')).toBe(
    'Slipway knows no component “bilng”. Did you mean `/release status billing`?',
  );
  expect(await answerTo('/release list')).toBe(
    "No release is running. `/release start` in a component's channel begins one.",
  );
});

test('status says stage, what is waited for, on whom, since when, and leads to the card', async () => {
  await runs('billing', 'C0BACKEND');
  const status = await answerTo('/release status');
  expect(status).toContain('billing 1.5.0');
  expect(status).toMatch(/archives\/C0BACKEND\/p\d+/);
  expect(status).toContain('stage 1 of 5, Ready');
  expect(status).toMatch(/waiting: Expectations · on @maria · since/);
  expect(status).toContain('Started by @maria');
  expect(await answerTo('/release status billing', '#random')).toContain('billing 1.5.0');
});

test('list shows the releases of all channels', async () => {
  await runs('billing', 'C0BACKEND');
  await runs('ledger', 'C0RANDOM');
  const list = await answerTo('/release list');
  expect(list).toContain('2 releases are running');
  expect(list).toMatch(/billing 1\.5\.0.* in #dev-backend-github: stage 1 of 5, Ready, waits on @maria/);
  expect(list).toMatch(/ledger 1\.5\.0.* in #random/);
});

test('where several components live in a channel, the form is of the one that is free, and another can be chosen', async () => {
  await runs('ledger', 'C0RANDOM');
  await ben.types('#random', '/release start');
  await ben.until('the filled form', async () => (await ben.modal())?.text.includes('v1.5.0'));
  expect((await ben.modal())?.text).toContain('*invoices*');
  await ben.fills({ 'Rollout plan': 'kept, for the playbook is the same', Component: 'ledger' });
  const filled = await ben.until('the form of ledger', async () => {
    const text = (await ben.modal())?.text ?? '';
    return text.includes('*ledger*') && text.includes('v1.5.0') && !text.includes('GitHub is asked') ? text : undefined;
  });
  expect(filled).toContain('kept, for the playbook is the same');
  await ben.closes();
});

test('when all of them are running, the answer leads to the running ones', async () => {
  await runs('ledger', 'C0RANDOM');
  await runs('invoices', 'C0RANDOM');
  expect(await answerTo('/release start', '#random')).toContain('is running already in #random');
});
