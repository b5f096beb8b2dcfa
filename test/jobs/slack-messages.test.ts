import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announce } from '../../src/jobs/announce.ts';
import { postMessage } from '../../src/jobs/post-message.ts';
import { refreshCard } from '../../src/jobs/refresh-card.ts';
import type { StepOutcome } from '../../src/jobs/step-outcome.ts';
import { workOf } from '../../src/jobs/step-work.ts';
import { Outage, RefusedOutside } from '../../src/release/outside-errors.ts';
import type { AnnounceStep } from '../../src/release/playbook-steps.ts';
import { type Release, stepState } from '../../src/release/release.ts';
import type { StepState } from '../../src/release/step-state.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from '../commands/slipway-in-slack.ts';
import { billing, githubUrl, storyTo } from '../views/billing.ts';

let on: SlipwayInSlack;
let number = 0;
let component = '';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
beforeEach(() => {
  number += 1;
  component = `billing${number}`;
});

async function load(id: string): Promise<Release> {
  const release = await on.execute.load(id);
  if (release === undefined) throw new Error(`There is no ${id}.`);
  return release;
}
async function about(text: string, channel = home) {
  return (await on.slack.person('maria').channel(channel)).filter((m) => m.text.includes(text));
}
const post = async (id: string) =>
  await postMessage({ execute: on.execute, log: quiet, slack: on.posts, githubUrl }, await load(id));

describe('posting what is owed', () => {
  it('puts the card into the channel and the rest into its thread, in order', async () => {
    const id = await on.begin(component, storyTo('pullRequest'));
    const [card, ...thread] = await about(component);
    expect(card?.thread_ts).toBeUndefined();
    expect(thread.map((m) => m.thread_ts)).toEqual(thread.map(() => card?.ts));
    expect(thread.map((m) => m.text.slice(0, 30)).at(-1)).toContain('@U0LENA');
    expect((await load(id)).outbox).toEqual([]);
  });

  it('posts once, though the reply to the post is lost and a second try finds it', async () => {
    const id = await on.begin(component);
    await on.execute(id, { type: 'Pause', by: 'U0MARIA', reason: 'lunch' });
    await on.slack.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(post(id)).rejects.toThrow(Outage);
    expect((await load(id)).outbox).toHaveLength(1);
    await post(id);
    expect((await load(id)).outbox).toEqual([]);
    expect(await about(`${component} 1.5.0: ⏸️ Paused`)).toHaveLength(1);
  });

  it('keeps owing what people can put right: it is posted when the channel is open again', async () => {
    const id = await on.begin(component);
    await on.slack.change({ change: 'archive', channel: 'dev-backend-github' });
    await on.execute(id, { type: 'Pause', by: 'U0MARIA', reason: 'lunch' });
    await expect(post(id)).rejects.toThrow(RefusedOutside);
    expect((await load(id)).outbox).toHaveLength(1);
    await on.slack.change({ change: 'unarchive', channel: 'dev-backend-github' });
    await on.settle(id);
    expect(await about(`${component} 1.5.0: ⏸️ Paused`)).toHaveLength(1);
  });

  it('drops an ask that is done before it could be posted', async () => {
    const id = await on.begin(component);
    const before = (await about('please answer the checklist')).length;
    await on.happens(id, ...storyTo('pullRequest'), ...storyTo('signed').slice(-1));
    const release = await on.settle(id);
    expect(release.outbox).toEqual([]);
    expect(await about(`please review ${component} 1.5.0`)).toEqual([]);
    expect(await about('please answer the checklist')).toHaveLength(before);
  });
});

describe('refreshing the card', () => {
  it('shows the present state, and remembers what it shows', async () => {
    const id = await on.begin(component);
    await on.execute(id, { type: 'Pause', by: 'U0MARIA', reason: 'lunch' });
    await on.settle(id);
    const [card] = await about(`${component} 1.5.0 is paused at`);
    expect(card?.rendered).toContain('*⏸️ Paused* by @maria');
    expect(card?.edited).toBe(true);
  });

  it('gives up on a card that cannot be changed, and waits out an outage', async () => {
    const shown: number[] = [];
    const ports = {
      log: quiet,
      slack: on.posts,
      githubUrl,
      now: () => new Date(),
      releases: { markShown: async (_: string, v: number) => void shown.push(v) },
    };
    const release = await load(await on.begin(component));
    await on.slack.fault({ method: 'chat.update', kind: '5xx' });
    await expect(refreshCard(ports, release)).rejects.toThrow(Outage);
    expect(shown).toEqual([]);
    await refreshCard(ports, { ...release, posted: { card: { channel: 'C0BACKEND', ts: '1.000001' } } });
    expect(shown).toEqual([release.visible]);
  });
});

const step: AnnounceStep = {
  announce: 'changelog',
  say: '<component> <version> was released at <published.at>.',
  notes: true,
};

async function announced(
  release: Release,
  as: AnnounceStep = step,
  body = '## Fixes\n\n- Round half up',
  state: Partial<StepState> = {},
): Promise<StepOutcome> {
  const planned = { id: `announce-${component}`, kind: 'announce' as const, stage: 0, group: 0, step: as };
  const untouched = stepState(release, 'checklist-operations');
  const steps = { ...release.steps, [planned.id]: { ...untouched, status: 'active' as const, ...state } };
  const client = {
    post: on.posts.post,
    messageUrl: ({ channel, ts }: { channel: string; ts: string }) =>
      `https://acme.slack.com/archives/${channel}/p${ts}`,
    listReleases: async () => [{ tag: 'v1.5.0', body, draft: false }],
  };
  const work = workOf({ ...release, id: component, steps, plan: [...release.plan, planned] }, planned, new Date());
  return await announce(client, { ...work, step: as });
}

describe('announcing', () => {
  it('posts once with notes, and a second try finds the first', async () => {
    const release = billing('published');
    const first = await announced(release);
    expect(first).toMatchObject({
      kind: 'completed',
      how: 'made',
      sentence: 'Announced in changelog.',
      link: expect.stringMatching(/archives\/C0CHANGELOG\/p/),
    });
    expect(await announced(release)).toEqual(first);
    const posts = await about('was released at 2026-11-20 15:00 JST', '#changelog');
    expect(posts).toHaveLength(1);
    expect(posts[0]?.rendered).toContain('*Fixes*\n• Round half up');
  });

  it('that is reviewed first is only written; once reviewed it is posted once, as it was shown and edited', async () => {
    const release = billing('published');
    const reviewed = { ...step, 'reviewed-by': ['operations'] };
    const written = await announced(release, reviewed);
    expect(written).toMatchObject({ kind: 'reading', outcome: 'wait' });
    expect(await about(`${component}`, '#changelog')).toEqual([]);
    const facts = written.kind === 'reading' ? (written.facts ?? {}) : {};
    expect(facts).toEqual({
      draft: expect.stringMatching(/^billing 1\.5\.0 was released at 2026-11-20 15:00 JST\.$/),
      notes: '*Fixes*\n• Round half up',
    });
    const text = 'Hello @channel <!here>, *billing* is out';
    const by = { facts, reviewed: { by: 'U0OMAR', at: new Date(), text } };
    const first = await announced(release, reviewed, 'changed since on GitHub', by);
    expect(await announced(release, reviewed, 'changed since on GitHub', by)).toEqual(first);
    const posts = await about('*billing* is out', '#changelog');
    expect(posts).toHaveLength(1);
    expect(posts[0]?.text).toBe('Hello @\u200Bchannel &lt;!here&gt;, *billing* is out');
    expect(posts[0]?.rendered).toContain('*Fixes*\n• Round half up');
  });

  it('fails with what to do where slipway.yml has no such channel, or a value is missing', async () => {
    expect(await announced(billing('published'), { ...step, announce: 'status' })).toMatchObject({
      kind: 'failed',
      sentence: expect.stringContaining('named no channel status'),
    });
    expect(await announced(billing('tagged'))).toMatchObject({
      kind: 'failed',
      sentence: expect.stringContaining('<published.at>'),
    });
    expect(await about('released at <', '#changelog')).toEqual([]);
  });
});
