import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeToPerson } from '../../src/jobs/write-to-person.ts';
import { Outage } from '../../src/release/outside-errors.ts';
import { type SlipwayInSlack, slipwayInSlack } from '../commands/slipway-in-slack.ts';
import { loaded, peoplePorts, tellPeople } from '../jobs/people-ports.ts';
import { completed } from '../release/given.ts';
import { billingStarted, storyTo } from '../views/billing.ts';

const asked = [...storyTo('pullRequest'), completed('ci-green'), completed('request-review')];
let on: SlipwayInSlack;
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());

it('a conversation that Slack limits keeps nobody else waiting, and is told when its time is over, once', async () => {
  const id = await on.begin('billing1', asked);
  const by = peoplePorts(on, {}, () => new Date());
  const channel = 'U0LENA';
  await on.slack.fault({ method: 'chat.postMessage', channel, kind: '429', ms: 1000 });
  const limited = await writeToPerson(by, await loaded(on, id), 'U0LENA').catch((error: unknown) => error);
  expect(limited).toBeInstanceOf(Outage);
  await writeToPerson(by, await loaded(on, id), 'U0TOM');
  const to = async (name: string) => (await on.slack.person(name).dm()).filter((m) => m.rendered.includes('billing1'));
  expect(await to('tom')).toHaveLength(1);
  expect(await to('lena')).toEqual([]);
  await on.slack.person('lena').until('her message', async () => {
    await tellPeople(on, id, by).catch((error: unknown) => {
      if (!(error instanceof Outage)) throw error;
    });
    return (await to('lena')).length > 0;
  });
  await tellPeople(on, id, by);
  expect(await to('lena')).toHaveLength(1);
  const posts = (await on.slack.calls('chat.postMessage')).filter(({ args }) => args['channel'] === channel);
  expect(posts.filter(({ error }) => error === 'ratelimited')).toHaveLength(1); // nobody asked before the time
});

it('somebody who left is given up and recorded; the release and the others go on', async () => {
  const { component } = billingStarted();
  const id = await on.begin('billing2', asked, {
    roles: { 'release-manager': ['U0MARIA'], 'backend-lead': ['U0GONE', 'U0LENA'], operations: ['U0OMAR'] },
    component: { ...component, github: { ...component.github, U0GONE: 'gina-g' } },
  });
  const by = peoplePorts(on, {}, () => new Date());
  await tellPeople(on, id, by);
  await tellPeople(on, id, by);
  const { chased, status } = await loaded(on, id);
  expect(chased['U0GONE']?.unreachable).toBe(true);
  expect(chased['U0LENA']?.message).toBeDefined();
  expect(status).toBe('open');
  const tries = (await on.slack.calls('chat.postMessage')).filter(({ args }) => args['channel'] === 'U0GONE');
  expect(tries).toHaveLength(1);
});
