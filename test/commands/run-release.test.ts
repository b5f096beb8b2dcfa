import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
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
  id = await on.begin(component, storyTo('signed'));
});
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

const conflict: readonly ReleaseEvent[] = [
  {
    type: 'StepFailed',
    step: 'merged',
    sentence: 'GitHub refuses to merge: conflicts',
    remedy: 'Resolve the conflicts, then Retry.',
    link: 'https://github.com/acme/billing/pull/12',
  },
  { type: 'ReleasePaused', by: 'slipway', reason: 'GitHub refuses to merge: conflicts', step: 'merged' },
];

async function status(): Promise<string | undefined> {
  return (await on.execute.load(id))?.status;
}

describe('those who run a release', () => {
  it('pause it in one line, and resume it by the card', async () => {
    const maria = on.slack.person('maria');
    await maria.types(home, `/release pause ${component} too many *alarms*`);
    await maria.sees(home, `⏸️ ${component} 1.5.0 is paused. \`/release resume\` lets it go on.`);
    await on.settle(id);
    await maria.sees(home, /Paused\* by @maria today .*: too many/);
    await maria.types(home, `/release pause ${component} again`);
    await maria.sees(home, /The release is paused already\. @maria did that today/);
    await maria.clicks('Resume', await on.card(id));
    await maria.sees(home, `▶️ ${component} 1.5.0 goes on.`);
    expect(await status()).toBe('open');
  });

  it('pause it by a form that asks why', async () => {
    const maria = on.slack.person('maria');
    await maria.clicks('Pause…', await on.card(id));
    await maria.until('the form is open', () => maria.modal());
    await maria.fills({ reason: '  ' });
    expect((await maria.submits()).errors).toEqual({
      'Why? Everybody in the thread reads it.': 'Say why: the reason goes into the record.',
    });
    await maria.fills({ reason: 'Lunch' });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    expect(await status()).toBe('paused');
  });

  it('cancel it after a form that names version and what stays', async () => {
    const maria = on.slack.person('maria');
    await on.happens(
      id,
      { type: 'StepCompleted', step: 'merged', how: 'made', sentence: 'Merged' },
      {
        type: 'StepCompleted',
        step: 'tagged',
        how: 'made',
        sentence: 'Tagged',
        facts: { tag: 'v1.5.0', url: 'https://github.com/acme/billing/releases/tag/v1.5.0' },
      },
    );
    await maria.types(home, `/release cancel ${component} wrong branch`);
    const form = await maria.until('the form is open', () => maria.modal());
    expect(form.text).toContain(`*${component} 1.5.0* ends here, for good`);
    expect(form.text).toContain('is merged and stays merged');
    expect(form.text).toContain('• Tag v1.5.0 (https://github.com/acme/billing/releases/tag/v1.5.0) stays');
    expect(form.text).toContain('wrong branch');
    expect(await status()).toBe('open');
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    expect(await status()).toBe('cancelled');
    await on.settle(id);
    await maria.sees(home, '🚫 Cancelled by @maria: wrong branch');
    await maria.sees(home, /\*🚫 Cancelled\* by @maria today .*: wrong branch/);
  });

  it('are answered how it ended when they click on a release that has', async () => {
    const maria = on.slack.person('maria');
    const card = await on.card(id);
    await on.happens(id, { type: 'ReleaseCancelled', by: 'U0MARIA', reason: 'wrong branch' });
    await maria.clicks('Cancel the release…', card);
    await maria.sees(home, new RegExp(`${component} 1\\.5\\.0 was cancelled by @maria today`));
    await maria.clicks('Done outside…', card);
    expect(await maria.modal()).toBeUndefined();
  });

  it('retry what failed, once', async () => {
    const maria = on.slack.person('maria');
    await on.happens(id, ...conflict);
    await on.settle(id);
    await maria.sees(home, '*What to do:* Resolve the conflicts, then Retry.');
    const card = await on.card(id);
    await maria.clicks('Retry', card);
    await maria.sees(home, '🔁 *Merge into main* is tried again.');
    expect(await status()).toBe('open');
    await maria.clicks('Retry', card);
    await maria.sees(home, '*Merge into main* was retried already.');
    await maria.types(home, `/release retry ${component}`);
    await maria.sees(home, 'Nothing of this release has failed');
  });

  it('say that a failed step was done outside, with evidence', async () => {
    const [maria, ben] = [on.slack.person('maria'), on.slack.person('ben')];
    const own = await on.begin(`${component}-artifacts`, [
      ...storyTo('tagged'),
      { type: 'StepFailed', step: 'artifacts', sentence: 'publish.yml failed.', remedy: 'Mend it, then Retry.' },
      { type: 'ReleasePaused', by: 'slipway', reason: 'publish.yml failed.', step: 'artifacts' },
    ]);
    await ben.clicks('Done outside…', await on.card(own));
    await ben.sees(home, 'Only those who run this release may do that. Ask @maria.');
    expect(await ben.modal()).toBeUndefined();
    await maria.types(home, `/release done-outside ${component}-artifacts`);
    const form = await maria.until('the form is open', () => maria.modal());
    expect(form.text).toContain('❌ Failed: *Artifacts published*');
    await maria.fills({ evidence: 'https://github.com/acme/billing/packages/1' });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    expect((await on.settle(own)).status).toBe('open');
    await maria.sees(
      home,
      '✋ Done outside by @maria: *Artifacts published* · https://github.com/acme/billing/packages/1',
    );
  });

  it('are told to do on GitHub what later steps stand on', async () => {
    const maria = on.slack.person('maria');
    await on.happens(id, ...conflict);
    await on.settle(id);
    await maria.clicks('Done outside…', await on.card(id));
    await maria.sees(home, 'Do it on GitHub: Slipway finds it there and adopts it');
    expect(await maria.modal()).toBeUndefined();
  });

  it('choose which of several steps was done outside', async () => {
    const several = await on.begin(`${component}-several`);
    const away = { type: 'StepRead', outcome: 'unavailable', sentence: 'GitHub is away.' } as const;
    const checks = (await on.execute.load(several))?.plan.filter(({ kind, group }) => kind === 'check' && group === 0);
    await on.happens(several, ...(checks ?? []).map(({ id: step }) => ({ ...away, step })));
    const maria = on.slack.person('maria');
    await maria.clicks('Done outside…', await on.card(several));
    await maria.until('the form is open', () => maria.modal());
    await maria.fills({ 'What was done?': 'dev contains main', evidence: 'Merged in the stand-up' });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    const release = await on.execute.load(several);
    expect(release?.steps['branch-contains']?.done).toMatchObject({
      how: 'outside',
      by: 'U0MARIA',
      sentence: 'Merged in the stand-up',
    });
  });
});

describe('everybody', () => {
  it('may look at every stage and step, and what can be done stands beside it', async () => {
    const ben = on.slack.person('ben');
    await on.happens(id, ...conflict);
    await ben.types(home, `/release details ${component}`);
    const { text } = await ben.until('the details are open', () => ben.modal());
    expect(text).toContain('2. Release pull request');
    expect(text).toContain('✅ Done: *Backend lead signs*\napproved by @lena');
    expect(text).toContain('❌ Failed: *Merge into main*');
    expect(text).toContain('⚪ To come: *Tag v1.5.0*');
    expect(text).toContain('Release manager or Operations: @maria or @omar');
    await ben.clicks('Retry', { in: 'modal' });
    await ben.sees('modal', 'Only those who run this release may do that. Ask @maria.');
    const maria = on.slack.person('maria');
    await maria.types(home, `/release details ${component}`);
    await maria.until('the details are open', () => maria.modal());
    await maria.clicks('Retry', { in: 'modal' });
    await maria.until('the details show it', async () => (await maria.modal())?.text.includes('❌ Failed') === false);
  });

  it('may leaf through a long release, from where it stands', async () => {
    const check = (n: number) => ({ check: 'file-present', title: `Step ${n}`, path: 'a', ref: 'dev' });
    const playbook = playbookSchema.parse({
      playbook: 'long',
      title: 'Long',
      roles: { starter: { title: 'Starter', from: 'starter' } },
      stages: [{ stage: 'All', steps: Array.from({ length: 70 }, (_, n) => check(n + 1)) }],
    });
    const passed = Array.from(
      { length: 35 },
      (_, n): ReleaseEvent => ({
        type: 'StepCompleted',
        step: n === 0 ? 'file-present' : `file-present-${n + 1}`,
        how: 'made',
        sentence: 'Found',
      }),
    );
    await on.begin(`${component}-long`, passed, { playbook, answers: {}, roles: { starter: ['U0MARIA'] } });
    const ben = on.slack.person('ben');
    await ben.types(home, `/release details ${component}-long`);
    await ben.sees('modal', 'page 2 of 3');
    await ben.clicks('Later steps', { in: 'modal' });
    await ben.sees('modal', '*Step 70*');
    await ben.clicks('Earlier steps', { in: 'modal' });
    await ben.sees('modal', '⚙️ Working: *Step 36*');
    await ben.clicks('Earlier steps', { in: 'modal' });
    await ben.sees('modal', '✅ Done: *Step 1*');
  });

  it('but those who run a release cannot pause, resume or cancel it', async () => {
    const lena = on.slack.person('lena');
    for (const word of ['pause', 'resume', 'cancel']) await lena.types(home, `/release ${word} ${component} because`);
    await lena.until(
      'three refusals',
      async () =>
        (await lena.channel(home)).filter(
          (m) => m.ephemeral && m.text.includes('Only those who run this release may do that'),
        ).length === 3,
    );
    expect(await lena.modal()).toBeUndefined();
    expect(await status()).toBe('open');
  });
});
