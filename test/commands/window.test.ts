import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { tellWindow } from '../../src/jobs/tell-window.ts';
import { Outage } from '../../src/release/outside-errors.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { begins } from '../release/given.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

const playbook = playbookSchema.parse(
  parse(`
playbook: windowed
title: Windowed
roles: { manager: { title: Manager, from: starter }, planner: { title: Planner }, operations: { title: Operations } }
stages:
  - stage: Plan
    steps:
      - { window: production, title: When, by: [planner], lasts: 2h, told-in: [changelog], as: slot }
  - stage: Production
    steps:
      - { deploy: production, title: Production, by: [operations], as: deployed }
`),
);
const minute = 60_000;
const inMinutes = (n: number): string => new Date(Math.floor(Date.now() / minute) * minute + n * minute).toISOString();
const [opens, lasts, why] = ['When does it open?', 'How long is it open?', 'Why is it moved?'];
const schedule = 'Schedule the window…';

let on: SlipwayInSlack;
let number = 0;
let id = '';
let component = '';
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
beforeEach(async () => {
  number += 1;
  component = `billing${number}`;
  const roles = { manager: ['U0MARIA'], planner: ['U0LENA'], operations: ['U0OMAR'] };
  id = await on.begin(component, [], { playbook, answers: {}, roles });
});
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

async function release() {
  const found = await on.execute.load(id);
  if (found === undefined) throw new Error('no release');
  return found;
}
const window = async () => stepState(await release(), 'slot').window;
const requested = async () => stepState(await release(), 'deployed').requested;

/** Lena opens the form by the card's button, fills it in and sends it. */
async function lenaFills(button: string, values: Readonly<Record<string, string>>) {
  const lena = on.slack.person('lena');
  if ((await lena.modal()) === undefined) {
    await lena.clicks(button, await on.card(id));
    await lena.until('the form is open', () => lena.modal());
  }
  await lena.fills(values);
  return await lena.submits();
}

/** What a worker does about windows now. */
async function works(): Promise<void> {
  for (;;) {
    const now = await release();
    const owed = owedBy(now, new Date()).find(({ effect }) => effect === 'window-turn' || effect === 'tell-window');
    if (owed?.effect === 'tell-window') await tellWindow({ execute: on.execute, slack: on.posts }, now, owed);
    else if (owed?.effect === 'window-turn') await on.execute(id, { type: 'RecordWindowTurn' });
    else break;
  }
  await on.settle(id);
}
const inChangelog = async () =>
  (await on.slack.person('maria').channel('#changelog')).filter(({ rendered }) =>
    rendered.includes(`*${component} 1.5.0*`),
  );

describe('scheduling a window', () => {
  it('by a form with the usual length; a start that is over, and a length that is none, are said at their fields', async () => {
    const lena = on.slack.person('lena');
    await lena.sees(home, `please schedule when *${component} 1.5.0* may be deployed: *When*`);
    expect(await lenaFills(schedule, { [opens]: inMinutes(-3) })).toMatchObject({
      errors: { [opens]: 'That start is over. Choose one that is still to come, or this minute.' },
    });
    expect(await lenaFills(schedule, { [opens]: inMinutes(600), [lasts]: 'two hours' })).toMatchObject({
      errors: { [lasts]: 'Write a number with m, h or d, such as 45m, 2h or 1d.' },
    });
    expect(await lenaFills(schedule, { [lasts]: '90 M' })).toEqual({ kind: 'closed' });
    const { from, until } = (await window()) ?? {};
    expect(from?.toISOString()).toBe(inMinutes(600));
    expect(Number(until) - Number(from)).toBe(90 * minute);
    await works();
    await lena.sees(home, /🗓️ Scheduled by @lena: the window for \*production\* is \S+ .* – /);
    expect((await inChangelog()).map(({ rendered }) => rendered)).toEqual([
      expect.stringMatching(/the deployment to \*production\* is scheduled: .+ – .+\.$/),
    ]);
  });

  it('is for its role, whoever asks and however', async () => {
    const ben = on.slack.person('ben');
    await ben.clicks(schedule, await on.card(id));
    await ben.sees(home, 'Only the role Planner may do this. Ask @lena.');
    await ben.types(home, `/release window ${component}`);
    expect(await ben.modal()).toBeUndefined();
    const lena = on.slack.person('lena');
    await lena.types(home, `/release window ${component}`);
    await lena.sees('modal', `*${component} 1.5.0* can be deployed to *production* within this window only.`);
    await lena.closes();
  });

  it('that somebody else did meanwhile loses nothing typed: the form comes back and asks why', async () => {
    const lena = on.slack.person('lena');
    await lena.clicks(schedule, await on.card(id));
    await lena.until('the form is open', () => lena.modal());
    await lena.fills({ [opens]: inMinutes(300), [lasts]: '45m' });
    const [from, until] = [new Date(inMinutes(100)), new Date(inMinutes(200))];
    await on.execute(id, { type: 'ScheduleWindow', step: 'slot', by: 'U0LENA', from, until, reason: '' });
    expect((await lena.submits()).kind).toBe('updated');
    const again = await lena.sees('modal', 'Somebody has scheduled it since you opened this form.');
    expect(again).toContain('45m');
    await lena.fills({ [why]: 'Traffic' });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    expect((await window())?.from.toISOString()).toBe(inMinutes(300));
  });
});

describe('a window that is scheduled', () => {
  it('refuses the deploy button until it opens, and can be moved to now', async () => {
    await lenaFills(schedule, { [opens]: inMinutes(600) });
    await works();
    const [lena, omar] = [on.slack.person('lena'), on.slack.person('omar')];
    const card = await on.card(id);
    await lena.sees(home, /🗓️ Window for \*production\* .+ – .+: opens /);
    expect((await lena.channel(home)).some(({ rendered }) => rendered.includes(`*${component} 1.5.0* is ready`))).toBe(
      false,
    );
    await omar.clicks('Deploy 1.5.0 to production', { ...card, confirm: true });
    await omar.sees(
      home,
      /The window for production opens .+: deploy then\. The role Planner can move it, with a reason\. Ask @lena\./,
    );
    expect(await requested()).toBeUndefined();
    expect(await lenaFills('Move the window…', { [opens]: inMinutes(0), [lasts]: '2h', [why]: '  ' })).toMatchObject({
      errors: { [why]: 'Say why it is moved: those who were told of it read the reason.' },
    });
    expect(await lenaFills('', { [why]: 'No traffic <!channel>' })).toEqual({ kind: 'closed' });
    await works();
    await lena.sees(home, /🗓️ Moved by @lena: the window for \*production\* is .+ · “No traffic/);
    const [, moved] = await inChangelog();
    expect(moved?.rendered).toContain('Why: No traffic');
    expect(moved?.text).not.toContain('<!channel>');
    await omar.sees(home, `@omar: *${component} 1.5.0* is ready for *production*`);
    await omar.sees(home, /🗓️ Window for \*production\* .+: open until /);
    await omar.clicks('Deploy 1.5.0 to production', { ...card, confirm: true });
    await omar.until('it was started', async () => (await requested()) !== undefined);
    await on.happens(id, begins('deployed'));
    await lena.types(home, `/release window ${component}`);
    await lena.sees(home, 'The deployment has begun, so its window stays as it is.');
  });

  it('that was missed says so, with whom to ask, and is scheduled anew', async () => {
    const [from, until] = [new Date(Date.now() - 120 * minute), new Date(Date.now() - 60 * minute)];
    await on.happens(id, {
      type: 'WindowScheduled',
      step: 'slot',
      by: 'U0LENA',
      from: from.toISOString(),
      until: until.toISOString(),
    });
    await works();
    const [lena, omar] = [on.slack.person('lena'), on.slack.person('omar')];
    await lena.sees(
      home,
      /⌛ Closed: the window for \*production\*, .+, is over, and this was not deployed in it: \*Production\*\.\n@lena: schedule it anew/,
    );
    expect((await inChangelog()).at(-1)?.rendered).toContain('did not take place');
    await omar.types(home, `/release deploy ${component}`);
    await omar.sees(home, /The window for production closed .+ Ask @lena\./);
    expect(await lenaFills(schedule, { [opens]: inMinutes(30), [why]: 'Next try' })).toEqual({ kind: 'closed' });
  });
});

it('tells a channel once, though the reply to the post is lost and a second try finds it', async () => {
  await lenaFills(schedule, { [opens]: inMinutes(600) });
  const telling = { window: 'slot', channel: 'changelog', news: 0 };
  const tell = async () => await tellWindow({ execute: on.execute, slack: on.posts }, await release(), telling);
  await on.slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
  await expect(tell()).rejects.toThrow(Outage);
  await tell();
  await tell();
  expect(await inChangelog()).toHaveLength(1);
  expect((await window())?.told).toEqual({ changelog: 1 });
});

it('says in the thread which channel could not be told', async () => {
  await lenaFills(schedule, { [opens]: inMinutes(600) });
  await on.slack.change({ change: 'archive', channel: 'changelog' });
  await works();
  await on.slack.change({ change: 'unarchive', channel: 'changelog' });
  await on.slack
    .person('lena')
    .sees(home, /⚠️ In the channel changelog, the window for \*production\* could not be told: .+\nTell them by hand\./);
  expect((await on.slack.refusals()).map(({ error }) => error)).toEqual(['is_archived']);
  await on.slack.forget();
});
