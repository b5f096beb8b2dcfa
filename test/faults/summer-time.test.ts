import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { isWorkingTime } from '../../src/release/working-time.ts';
import { type SlipwayInSlack, slipwayInSlack } from '../commands/slipway-in-slack.ts';
import { loaded, peoplePorts, tellPeople } from '../jobs/people-ports.ts';
import { completed } from '../release/given.ts';
import { storyTo } from '../views/billing.ts';

const minute = 60_000;
const hour = 60 * minute;
const passed = { type: 'DeadlinePassed', step: 'sign-off-backend-lead', times: 1 } as const;

let on: SlipwayInSlack;
let number = 0;
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
beforeEach(async () => {
  number += 1;
  for (const { id } of await on.releases.listOpen())
    await on.execute(id, { type: 'Cancel', by: 'U0MARIA', reason: 'the test before is over' });
});

/** A Friday evening after work, and the Monday morning after the clock was changed in between. */
const weekends = [
  ['put forward in Berlin', 'Europe/Berlin', '2026-03-27T19:00:00Z', '2026-03-30T07:00:00Z'],
  ['put back in Berlin', 'Europe/Berlin', '2026-10-23T19:00:00Z', '2026-10-26T08:00:00Z'],
  ['put forward in New York', 'America/New_York', '2026-03-06T23:30:00Z', '2026-03-09T13:00:00Z'],
  ['put back in New York', 'America/New_York', '2026-10-30T22:30:00Z', '2026-11-02T14:00:00Z'],
  ['put back by half an hour on Lord Howe', 'Australia/Lord_Howe', '2026-04-03T08:00:00Z', '2026-04-05T22:30:00Z'],
] as const;

it.each(weekends)(
  'the clock is %s: one reminder, as the day begins, none before',
  async (_, zone, evening, morning) => {
    const component = `billing${number}`;
    let now = new Date(evening);
    const by = peoplePorts(on, { U0LENA: zone, U0TOM: 'Pacific/Kiritimati' }, () => now);
    const id = await on.begin(component, [
      ...storyTo('pullRequest'),
      completed('ci-green'),
      completed('request-review'),
    ]);
    await tellPeople(on, id, by);
    await on.happens(id, passed);
    const told = async () =>
      (await on.slack.person('lena').dm()).filter(({ rendered }) => rendered.includes(`${component} 1.5.0`)).length;
    const end = new Date(morning).getTime() + 26 * hour;
    let first: Date | undefined;
    for (let at = now.getTime(); at <= end; at += 15 * minute) {
      now = new Date(at);
      await tellPeople(on, id, by);
      if (
        first === undefined &&
        (await loaded(on, id)).chased['U0LENA']?.overdue.some(({ version }) => version > 0) === true
      )
        first = (await told()) > 1 ? now : undefined;
    }
    expect(first).toEqual(new Date(morning));
    expect(isWorkingTime(new Date(morning), zone, by.hours, by.holidays)).toBe(true);
    expect(await told()).toBe(2); // the message, and one reminder below it
  },
);

it('two processes whose clocks are an hour apart remind once, neither before its own clock says so', async () => {
  const component = `billing${number}`;
  let now = new Date('2026-03-27T19:00:00Z');
  const zones = { U0LENA: 'Europe/Berlin', U0TOM: 'Europe/Berlin' };
  const behind = peoplePorts(on, zones, () => now);
  const ahead = peoplePorts(on, zones, () => new Date(now.getTime() + hour));
  const id = await on.begin(component, [...storyTo('pullRequest'), completed('ci-green'), completed('request-review')]);
  await tellPeople(on, id, behind);
  await on.happens(id, passed);
  const told = async () =>
    (await on.slack.person('lena').dm()).filter(({ rendered }) => rendered.includes(`${component} 1.5.0`)).length;
  const morning = Date.parse('2026-03-30T07:00:00Z');
  for (let at = now.getTime(); at < morning - hour; at += hour) {
    now = new Date(at);
    for (const by of [ahead, behind]) await tellPeople(on, id, by);
  }
  expect(await told()).toBe(1);
  for (let at = morning - hour; at < morning + 3 * hour; at += hour) {
    now = new Date(at);
    for (const by of [behind, ahead, behind]) await tellPeople(on, id, by);
  }
  expect(await told()).toBe(2);
});
