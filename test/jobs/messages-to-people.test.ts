import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { remindPerson } from '../../src/jobs/remind-person.ts';
import { writeToPerson } from '../../src/jobs/write-to-person.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { Outage } from '../../src/release/outside-errors.ts';
import { owedBy } from '../../src/release/owed.ts';
import { type SlipwayInSlack, slipwayInSlack } from '../commands/slipway-in-slack.ts';
import { completed, sha } from '../release/given.ts';
import { storyTo } from '../views/billing.ts';
import { loaded, peoplePorts, tellPeople } from './people-ports.ts';

let on: SlipwayInSlack;
let number = 0;
let component = '';
let now = new Date();
const asked = [...storyTo('pullRequest'), completed('ci-green'), completed('request-review')];
const released = [completed('merged', { sha: sha('b') }), completed('tagged', { tag: 'v1.5.0', sha: sha('b') })];
const passed = { type: 'DeadlinePassed', step: 'sign-off-backend-lead', times: 1 } as const;
/** A push, after which the sign-off is asked for anew. */
const pushed = (from: string, to: string): readonly ReleaseEvent[] => [
  { type: 'HeadMoved', step: 'pr', from: sha(from), to: sha(to), sentence: 'pushed', facts: {} },
  ...storyTo('ready').filter(({ type }) => type === 'StepCompleted'),
  completed('ci-green'),
];
const signs = {
  type: 'SignOffGiven',
  step: 'sign-off-backend-lead',
  by: 'U0TOM',
  decision: 'approve',
  subject: sha('a'),
} as const;

beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
beforeEach(async () => {
  number += 1;
  component = `billing${number}`;
  now = new Date('2026-11-19T15:00:00Z'); // a Thursday, four in the afternoon in Berlin, midnight in Tokyo
  for (const { id } of await on.releases.listOpen())
    await on.execute(id, { type: 'Cancel', by: 'U0MARIA', reason: 'the test before is over' });
});

const zones = { U0LENA: 'Europe/Berlin', U0TOM: 'Asia/Tokyo', U0OMAR: 'Mars/Base' };
const ports = () => peoplePorts(on, zones, () => now);
const load = (id: string) => loaded(on, id);
const tells = (id: string, by = ports()) => tellPeople(on, id, by);
const to = async (name: string) => (await on.slack.person(name).dm()).filter((m) => m.rendered.includes(component));

describe('the message to a person', () => {
  it('is one to each of whom the release waits, says what, since when, until when, and has the button', async () => {
    const id = await on.begin(component, asked);
    await tells(id);
    const [message, ...others] = await to('lena');
    expect(others).toEqual([]);
    expect(message?.text).toContain(`${component} 1.5.0 waits for you: Backend lead signs, by `);
    expect(message?.rendered).toMatch(/since .* · due .* · Pull request #12/);
    expect(message?.rendered).toContain('[Review and sign]');
    expect(await to('tom')).toHaveLength(1);
    expect(await to('omar')).toEqual([]);
    await tells(id);
    expect(await to('lena')).toHaveLength(1);
  });

  it('is posted once, though the reply to the post is lost', async () => {
    const id = await on.begin(component, asked);
    await on.slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(writeToPerson(ports(), await load(id), 'U0LENA')).rejects.toThrow(Outage);
    await tells(id);
    expect(await to('lena')).toHaveLength(1);
    expect((await load(id)).chased['U0LENA']?.message?.channel).toMatch(/^D/);
  });

  it('that was lost and is found is brought up to date, and below it they are told what is asked anew', async () => {
    const id = await on.begin(component, asked);
    await on.slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(writeToPerson(ports(), await load(id), 'U0LENA')).rejects.toThrow(Outage);
    await on.happens(id, ...pushed('a', 'c'));
    await tells(id);
    const [message, reply, ...more] = await to('lena');
    expect(message?.edited).toBeDefined();
    expect(message?.rendered).toContain('[Review and sign]');
    expect(reply?.thread_ts).toBe(message?.ts);
    expect(reply?.text).toContain('<@U0LENA>');
    expect(more).toEqual([]);
  });

  it('that was lost asks no more for what was done before it was found', async () => {
    const id = await on.begin(component, asked);
    await on.slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(writeToPerson(ports(), await load(id), 'U0LENA')).rejects.toThrow(Outage);
    await on.happens(id, signs);
    await tells(id);
    const [message, ...more] = await to('lena');
    expect(message?.rendered).toContain('nothing waits for you now');
    expect(message?.rendered).not.toContain('[Review and sign]');
    expect(more).toEqual([]);
  });

  it.each([
    ['never left', 'reset-before'],
    ['was limited', '429'],
  ] as const)(
    'that %s is none where it was done before the next try, and is one when they are asked again',
    async (_, kind) => {
      const id = await on.begin(component, asked);
      await on.slack.fault({ method: 'chat.postMessage', kind, ...(kind === '429' ? { ms: 1000 } : {}) });
      await expect(writeToPerson(ports(), await load(id), 'U0LENA')).rejects.toThrow(Outage);
      await on.happens(id, signs);
      await writeToPerson(ports(), await load(id), 'U0LENA');
      expect(await to('lena')).toEqual([]);
      expect(owedBy(await load(id), now).some((owed) => 'person' in owed && owed.person === 'U0LENA')).toBe(false);
      await on.happens(id, ...pushed('a', 'c'));
      await on.slack.person('lena').until('her message', async () => {
        await writeToPerson(ports(), await load(id), 'U0LENA').catch((error: unknown) => {
          if (!(error instanceof Outage)) throw error;
        });
        return (await to('lena')).length > 0;
      });
      expect(await to('lena')).toHaveLength(1);
    },
  );

  it('is brought up to date in place: what was signed, by whom; nobody is asked any more', async () => {
    const id = await on.begin(component, asked);
    await tells(id);
    await on.happens(id, signs);
    await tells(id);
    const [[lena], [tom]] = [await to('lena'), await to('tom')];
    expect(lena?.rendered).toContain('nothing waits for you now');
    expect(lena?.rendered).toMatch(/\*Backend lead signs\*: ✅ Done by @tom /);
    expect(tom?.rendered).toMatch(/\*Backend lead signs\*: 🖊️ Signed by you /);
    expect(lena?.rendered).not.toContain('[Review and sign]');
    expect(await to('lena')).toHaveLength(1);
  });

  it('says that a release which was over is withdrawn', async () => {
    const id = await on.begin(component, asked);
    await tells(id);
    await on.happens(id, signs, ...released, { type: 'ReleaseClosed' });
    await tells(id);
    expect((await to('lena'))[0]?.rendered).toContain('🏁 Released');
    await on.happens(id, { type: 'ReleaseWithdrawn', by: 'U0MARIA', reason: 'Invoices are lost' });
    await tells(id);
    const [lena] = await to('lena');
    expect(lena?.rendered).toMatch(/⛔ Withdrawn by @maria .*: Invoices are lost/);
    expect(lena?.rendered).not.toContain('🏁 Released');
  });

  it('is given up where Slack knows nobody to write to, and the release goes on', async () => {
    const id = await on.begin(component, asked, {
      roles: { 'release-manager': ['U0MARIA'], 'backend-lead': ['U0GONE', 'U0LENA'], operations: ['U0OMAR'] },
      component: {
        name: component,
        repository: 'acme/billing',
        channel: 'C0BACKEND',
        values: { gateway: 'acme/api-gateway' },
        announcements: {},
        github: { U0GONE: 'gina', U0LENA: 'lena-b' },
      },
    });
    await tells(id);
    const { chased } = await load(id);
    expect(chased['U0GONE']).toMatchObject({ unreachable: true });
    expect(await to('lena')).toHaveLength(1);
  });

  it('stays owed while Slack is out', async () => {
    const id = await on.begin(component, asked);
    await on.slack.fault({ method: 'chat.postMessage', kind: '5xx' });
    await expect(writeToPerson(ports(), await load(id), 'U0LENA')).rejects.toThrow(Outage);
    await tells(id);
    expect(await to('lena')).toHaveLength(1);
  });
});

describe('a reminder', () => {
  it('is a reply that names the person, at once while they are at work; once', async () => {
    const id = await on.begin(component, asked);
    await tells(id);
    await on.happens(id, passed);
    await tells(id);
    const [message, reply, ...more] = await to('lena');
    expect(reply?.thread_ts).toBe(message?.ts);
    expect(reply?.text).toContain(`<@U0LENA>: ${component} 1.5.0 waits for you: Backend lead signs`);
    expect(more).toEqual([]);
  });

  it('is found again after a lost reply', async () => {
    const id = await on.begin(component, asked);
    await tells(id);
    await on.happens(id, passed);
    await on.slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(remindPerson(ports(), await load(id), 'U0LENA')).rejects.toThrow(Outage);
    await tells(id);
    expect(await to('lena')).toHaveLength(2);
  });

  it('that is found again tells nothing of what was asked since: that is told by one of its own', async () => {
    const id = await on.begin(component, asked);
    await tells(id);
    await on.happens(id, ...pushed('a', 'c'));
    await on.slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(remindPerson(ports(), await load(id), 'U0LENA')).rejects.toThrow(Outage);
    await on.happens(id, ...pushed('c', 'd'));
    await tells(id);
    expect(await to('lena')).toHaveLength(3);
    await tells(id);
    expect(await to('lena')).toHaveLength(3);
  });

  it('waits for the morning of whoever sleeps, by their own clock and past the holidays', async () => {
    now = new Date('2026-11-20T15:00:00Z'); // Friday; in Tokyo it is Saturday, and Monday is a holiday
    const id = await on.begin(component, asked);
    await tells(id);
    await on.happens(id, passed);
    await tells(id);
    expect(await to('tom')).toHaveLength(1);
    expect((await load(id)).chased['U0TOM']?.putOff).toEqual(new Date('2026-11-24T00:00:00Z'));
    now = new Date('2026-11-23T23:59:59Z');
    await tells(id);
    expect(await to('tom')).toHaveLength(1);
    now = new Date('2026-11-24T00:00:00Z');
    await tells(id);
    await tells(id);
    expect(await to('tom')).toHaveLength(2);
  });

  it('is none for what was signed meanwhile', async () => {
    const id = await on.begin(component, asked);
    await tells(id);
    await on.happens(id, passed, signs);
    await tells(id);
    expect(await to('lena')).toHaveLength(1);
  });

  it('goes by slipway.yml’s zone where Slack names none that is one', async () => {
    const id = await on.begin(component, storyTo('published'));
    await tells(id);
    await on.happens(id, { type: 'DeadlinePassed', step: 'deployed', times: 1 });
    await tells(id);
    expect((await load(id)).chased['U0OMAR']?.putOff).toEqual(new Date('2026-11-20T00:00:00Z'));
  });
});

describe('the morning of somebody for whom three releases wait', () => {
  it('brings one message for all of them, found again after a lost reply', async () => {
    const names = ['one', 'two', 'three'].map((name) => `${component}${name}`);
    const ids = [];
    for (const name of names) ids.push(await on.begin(name, asked));
    const by = ports();
    for (const id of ids) {
      await tells(id, by);
      await on.happens(id, passed);
      await tells(id, by);
    }
    const before = (await to('tom')).length;
    expect(before).toBe(3);
    now = new Date('2026-11-20T00:00:00Z');
    await on.slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(remindPerson(by, await load(ids[0] ?? ''), 'U0TOM')).rejects.toThrow(Outage);
    await on.happens(ids[2] ?? '', signs); // two wait still, but their message is there already
    for (const id of ids) await tells(id, by);
    const digest = (await on.slack.person('tom').dm()).filter((m) => m.text.includes('3 releases wait for you'));
    expect(digest).toHaveLength(1);
    for (const name of names) expect(digest[0]?.rendered).toContain(name);
    expect(await to('tom')).toHaveLength(before + 1);
  });

  it('tells nothing that came after it was written, where it is found again: that is told by a reply', async () => {
    now = new Date('2026-11-24T15:00:00Z'); // another morning: there is one message for each
    const names = ['one', 'two', 'three', 'four'].map((name) => `${component}${name}`);
    const ids: string[] = [];
    for (const name of names) ids.push(await on.begin(name, asked));
    const [one = '', , three = '', four = ''] = ids;
    const by = ports();
    for (const id of ids) {
      await tells(id, by);
      await on.happens(id, passed);
      await tells(id, by);
    }
    now = new Date('2026-11-25T00:00:00Z');
    await on.happens(four, { type: 'ReleasePaused', by: 'U0MARIA', reason: 'Breakfast' });
    await on.slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(remindPerson(by, await load(one), 'U0TOM')).rejects.toThrow(Outage);
    await on.happens(three, { ...passed, times: 2 });
    await on.happens(four, { type: 'ReleaseResumed', by: 'U0MARIA' });
    for (const id of ids) await tells(id, by);
    const mine = await to('tom');
    const replies = mine.filter(({ thread_ts }) => thread_ts !== undefined);
    expect(replies.map(({ text }) => names.find((name) => text.includes(`${name} 1.5.0`)))).toEqual([
      `${component}three`,
      `${component}four`,
    ]);
    expect(mine.filter(({ text }) => text.includes('3 releases wait for you'))).toHaveLength(1);
  });

  it('is a reply each where there are fewer', async () => {
    const ids = [await on.begin(`${component}one`, asked), await on.begin(`${component}two`, asked)];
    for (const id of ids) {
      await tells(id);
      await on.happens(id, passed);
      await tells(id);
    }
    now = new Date('2026-11-20T00:00:00Z');
    for (const id of ids) await tells(id);
    expect(await to('tom')).toHaveLength(4);
  });
});

it('all that was sent is what Slack takes', async () => {
  const refused = (await on.slack.refusals()).filter(({ error }) => error !== 'channel_not_found');
  expect(refused).toEqual([]);
});
