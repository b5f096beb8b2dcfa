import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { stepState } from '../../src/release/release.ts';
import { sha } from '../release/given.ts';
import { storyTo } from '../views/billing.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

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
  const ci: ReleaseEvent = { type: 'StepRead', step: 'ci-green', outcome: 'wait', sentence: '3 of 5 checks are green' };
  id = await on.begin(component, [...storyTo('pullRequest'), ci]);
});
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

const step = 'sign-off-backend-lead';
const moved: ReleaseEvent = {
  type: 'HeadMoved',
  step: 'pr',
  from: sha('a'),
  to: sha('c'),
  sentence: 'ana-d pushed a commit: Fix <!channel> rounding',
  facts: { title: 'Release 1.5.0' },
};
const everything = ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'];

async function opens(name: string) {
  const person = on.slack.person(name);
  await person.clicks('Review and sign', await on.card(id));
  await person.until('the sign-off is open', () => person.modal());
  return person;
}

async function refusedAttempts(): Promise<readonly string[]> {
  const release = await on.execute.load(id);
  return release === undefined ? [] : Object.values(release.steps).flatMap((s) => s.signatures.map((g) => g.by));
}

describe('a sign-off', () => {
  it('shows changes, gates, evidence, plan and consequences above the decision', async () => {
    const lena = await opens('lena');
    const { text = '' } = (await lena.modal()) ?? {};
    for (const part of [
      `*Backend lead signs* of *${component} 1.5.0* · due to`, // day, or morrow
      'Pull request #12: Release 1.5.0 (https://github.com/acme/billing/pull/12) at `aaaaaaa`, after v1.4.2',
      '⏳ Waiting: CI of the pull request · 3 of 5 checks are green',
      '✅ Done: dev contains main',
      '☑️ Ticked: Documentation links are right · @maria',
      '*Rollout plan*\nCanary, then all',
      'Then Slipway does by itself: Merge into main → Tag v1.5.0 → Artifacts published → GitHub release → main merged back into dev.',
      'After that, people are asked for: Deploy to production.',
    ])
      expect(text).toContain(part);
    expect(text.indexOf('Then Slipway does by itself')).toBeLessThan(text.indexOf('○ Approve'));
  });

  it('is approved only with everything confirmed', async () => {
    const lena = await opens('lena');
    await lena.fills({ 'Your decision': 'Approve', 'To approve, confirm': everything.slice(0, 1) });
    expect((await lena.submits()).errors).toEqual({
      'To approve, confirm': 'Tick all of these to approve, or choose another decision.',
    });
    await lena.fills({ 'To approve, confirm': everything });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    expect(stepState(await on.settle(id), step).status).toBe('done');
    await lena.sees(home, '🖊️ Approved by @lena: *Backend lead signs* for `aaaaaaa`.');
  });

  it('tells a second signer who has signed', async () => {
    await opens('tom');
    const lena = await opens('lena');
    await lena.fills({ 'Your decision': 'Approve', 'To approve, confirm': everything });
    await lena.submits();
    const tom = on.slack.person('tom');
    await tom.fills({ 'Your decision': 'Approve', 'To approve, confirm': everything });
    expect((await tom.submits()).kind).toBe('updated');
    expect((await tom.modal())?.text).toContain('*Backend lead signs* is done already: approved by @lena today');
    expect(await refusedAttempts()).toEqual(['U0LENA']);
  });

  it('asks for a reason before changes are asked for or it is rejected', async () => {
    const lena = await opens('lena');
    await lena.fills({ 'Your decision': 'Ask for changes' });
    expect((await lena.submits()).errors).toEqual({ Comment: 'Say what is wrong, so that it can be put right.' });
    await lena.fills({ Comment: 'The tests of *rounding* are missing, <@U0TOM>' });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    await on.settle(id);
    const told = await lena.sees(home, 'Changes asked by @lena');
    expect(told).toContain('tests of');
    const messages = (await lena.channel(home)).filter((m) => m.text.includes('Changes asked'));
    expect(messages.at(-1)?.text).not.toContain('<@U0TOM>');
  });

  it('that is rejected pauses the release, and Retry asks again', async () => {
    const lena = await opens('lena');
    await lena.fills({ 'Your decision': 'Reject', Comment: 'Not before the audit' });
    await lena.submits();
    expect((await on.settle(id)).status).toBe('paused');
    const maria = on.slack.person('maria');
    await maria.sees(home, '⛔ Rejected by @lena: *Backend lead signs* for `aaaaaaa`. “Not before the audit”');
    await maria.clicks('Retry', await on.card(id));
    await maria.sees(home, '🔁 *Backend lead signs* is tried again.');
    expect((await on.settle(id)).status).toBe('open');
    await lena.sees(home, 'It is asked again: what was there before no longer counts.');
  });

  it('of a commit that moved is not recorded: it says what moved and opens anew with empty boxes', async () => {
    const lena = await opens('lena');
    await lena.fills({ 'Your decision': 'Approve', 'To approve, confirm': everything, Comment: 'Looks good' });
    await on.happens(id, moved, ...storyTo('ready').slice(0, 3));
    expect((await lena.submits()).kind).toBe('updated');
    const stale = await lena.modal();
    expect(stale?.text).toContain(
      'The pull request moved from `aaaaaaa` to `ccccccc` while this was open, so *nothing was signed*.',
    );
    expect(await refusedAttempts()).toEqual([]);
    await lena.clicks('Look at it as it is now');
    await lena.sees('modal', 'at `ccccccc`');
    expect((await lena.modal())?.text).not.toMatch(/☑ I reviewed|● Approve/);
    await lena.fills({ 'Your decision': 'Approve', 'To approve, confirm': everything });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    expect(stepState(await on.settle(id), step).signatures).toMatchObject([{ by: 'U0LENA', subject: sha('c') }]);
  });

  it('of a commit that moved waits for its checks, and says so', async () => {
    const lena = await opens('lena');
    await lena.fills({ 'Your decision': 'Approve', 'To approve, confirm': everything });
    await on.happens(id, moved);
    expect((await lena.submits()).kind).toBe('updated');
    const stale = await lena.modal();
    expect(stale?.text).toContain('Its checks run again first; you are asked anew as soon as it can be signed.');
    await lena.clicks('Look at it as it is now');
    await lena.sees('modal', 'The turn of this step has not come');
    await lena.closes();
    await on.happens(id, ...storyTo('ready').slice(0, 3));
    await lena.clicks('Look at it as it is now');
    await lena.sees('modal', 'at `ccccccc`');
  });

  it('that a push voided is asked for again, and the thread says what moved, inert', async () => {
    const lena = on.slack.person('lena');
    await on.happens(id, moved);
    await on.settle(id);
    await lena.sees(home, '♻️ Changed: *Release pull request dev → main* moved from `aaaaaaa` to `ccccccc`');
    const told = (await lena.channel(home)).filter((m) => m.text.includes('♻️'));
    expect(told.at(-1)?.text).toContain('&lt;!channel&gt;');
  });

  it('is refused to the starter and to other roles, with who may', async () => {
    const maria = on.slack.person('maria');
    await maria.clicks('Review and sign', await on.card(id));
    await maria.sees(home, /Only the role Backend lead may sign this\. Ask @lena or @tom\./);
    expect(await maria.modal()).toBeUndefined();
  });

  it('is refused at the field while the release is paused, and loses nothing', async () => {
    const lena = await opens('lena');
    await lena.fills({ 'Your decision': 'Approve', 'To approve, confirm': everything });
    await on.happens(id, { type: 'ReleasePaused', by: 'U0MARIA', reason: 'lunch' });
    expect((await lena.submits()).errors).toEqual({ 'Your decision': 'The release is paused. Resume it first.' });
    await on.happens(id, { type: 'ReleaseResumed', by: 'U0MARIA' });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
  });
});
