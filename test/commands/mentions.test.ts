import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { slackManifest } from '../../src/slack-manifest.ts';
import { billingStarted } from '../views/billing.ts';
import { type StartRig, startRig } from './start-rig.ts';

const backend = '#dev-backend-github';
let on: StartRig;
let maria: PersonClient;
let id: string;
let card: string;
beforeAll(async () => {
  on = await startRig({ manifest: slackManifest('/release', { kind: 'socket' }) });
  maria = on.slack.person('maria');
  id = 'billing-1.5.0-run1';
  await on.execute(id, { ...billingStarted(), type: 'StartRelease' });
  await on.settle(id);
  card = (await on.execute.load(id))?.posted['card']?.ts ?? '';
}, 60_000);
afterAll(() => on[Symbol.asyncDispose]());
afterEach(async () => {
  expect(on.troubles.splice(0)).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

/** What Slipway answers to a mention: to the person alone unless said otherwise. */
async function answerTo(person: PersonClient, text: string, thread?: string): Promise<string> {
  const before = new Set((await person.channel(backend)).map(({ ts }) => ts));
  const typed = await person.types(backend, text, thread === undefined ? {} : { thread });
  return await person.until('an answer', async () => {
    const fresh = (await person.channel(backend)).filter(({ ts }) => !before.has(ts) && ts !== typed.ts);
    return fresh.find(({ user }) => user === 'slipway')?.rendered;
  });
}

describe('a mention in the thread of a release', () => {
  it('is answered by what is waited for, with the buttons of whoever asks, to them alone', async () => {
    const answer = await answerTo(maria, 'hi @slipway', card);
    expect(answer).toContain('waits for');
    expect(answer).toContain('[Open checklist]');
    expect(answer).toContain('[Pause…]');
    const ben = on.slack.person('ben');
    const bens = await answerTo(ben, '@slipway what now', card);
    expect(bens).toContain('Nothing of it waits for you.');
    expect(bens).not.toContain('[Open checklist]');
    expect(bens).not.toContain('[Pause…]');
    const seen = (await on.slack.person('tom').channel(backend)).filter(
      ({ user, ephemeral }) => user === 'slipway' && ephemeral,
    );
    expect(seen).toEqual([]);
  });

  it('acts by a button of the answer', async () => {
    await answerTo(maria, '@slipway', card);
    await maria.clicks('Open checklist', { in: backend });
    expect(await maria.sees('modal', '0 of 3 ticked')).toContain('Release discipline holds');
    await maria.closes();
  });

  it('understands the words of the slash command that need no form', async () => {
    expect(await answerTo(maria, '@slipway status', card)).toContain('stage 1 of 5, Ready');
    expect(await answerTo(maria, '@slipway list', card)).toContain('One release is running');
    expect(await answerTo(maria, '@slipway resume', card)).toContain('The release is not paused.');
  });

  it('opens the form of a pause by a button, with its reason; nothing is paused before', async () => {
    expect(await answerTo(maria, '@slipway pause because alarms <!channel> fire', card)).toContain('[Pause…]');
    expect((await on.execute.load(id))?.status).toBe('open');
    await maria.clicks('Pause…', { in: backend });
    expect(await maria.sees('modal', 'Why?')).toContain('alarms');
    await maria.submits();
    expect((await on.execute.load(id))?.statusChange.reason).toContain('alarms');
    expect(await answerTo(maria, '@slipway resume', card)).toContain('goes on');
  });

  it('opens other forms by a button as well', async () => {
    expect(await answerTo(maria, '@slipway details', card)).toContain('[Open the form]');
    await maria.clicks('Open the form', { in: backend });
    await maria.sees('modal', 'of 15 steps done');
    await maria.closes();
  });

  it('refuses a guest, and records nothing for them', async () => {
    expect(await answerTo(on.slack.person('gus'), '@slipway resume', card)).toContain('Guests cannot use Slipway');
  });
});

describe('a mention elsewhere', () => {
  it('is answered by how to', async () => {
    expect(await answerTo(maria, '@slipway status')).toContain('Mention Slipway in the thread of a release');
    const { ts = '' } = await maria.types(backend, 'a thread of ours');
    expect(await answerTo(maria, '@slipway pause', ts)).toContain('`/release help`');
  });
});

describe('the shortcut on a message', () => {
  it('opens what the person can do now, on the card and on its thread', async () => {
    await maria.shortcut('release-actions', { message: card });
    expect(await maria.sees('modal', 'It waits for you:')).toContain('[Open checklist]');
    await maria.clicks('Open checklist', { in: 'modal' });
    await maria.sees('modal', '0 of 3 ticked');
    await maria.closes();
    const reply = (await maria.thread(backend, card)).find(({ ts, ephemeral }) => ts !== card && !ephemeral);
    await maria.shortcut('release-actions', { message: reply?.ts ?? '' });
    await maria.sees('modal', 'It waits for you:');
    await maria.closes();
  });

  it('says so on a message of no release', async () => {
    const { ts = '' } = await maria.types(backend, 'hello');
    await maria.shortcut('release-actions', { message: ts });
    await maria.sees('modal', 'This message belongs to no running release.');
    await maria.closes();
  });

  it('turns away a guest', async () => {
    const gus = on.slack.person('gus');
    await gus.shortcut('release-actions', { message: card });
    await gus.sees(backend, 'Guests cannot use Slipway');
  });
});
