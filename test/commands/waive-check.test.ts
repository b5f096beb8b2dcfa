import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { completed } from '../release/given.ts';
import { pullRequest } from '../views/billing.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

const playbook = playbookSchema.parse(
  parse(`
playbook: waived
title: Waived
released-from: dev
roles: { release-manager: { title: Release manager, from: starter }, backend-lead: { title: Backend lead } }
stages:
  - stage: Review
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - together:
          - { check: ci-green, of: pr, title: CI, waive: [backend-lead] }
          - { check: bump-fits, title: Bump, waive: [backend-lead, release-manager], re-run: [backend-lead] }
          - { check: milestone-complete, milestone: <version>, title: Milestone }
      - { action: merge-pull-request, of: pr }
`),
);
const red = (step: string, sentence = `${step} is red`): ReleaseEvent => ({
  type: 'StepRead',
  step,
  outcome: 'fail',
  sentence,
});
const why = 'Why may the release go on without it?';
const reason = 'The flaky test is known, #12';

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
  const roles = { 'release-manager': ['U0MARIA'], 'backend-lead': ['U0LENA', 'U0TOM'] };
  id = await on.begin(component, [completed('pr', pullRequest)], { playbook, answers: {}, roles });
});
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

async function state(step: string) {
  const release = await on.execute.load(id);
  if (release === undefined) throw new Error('no release');
  return stepState(release, step);
}
async function happens(...events: readonly ReleaseEvent[]) {
  await on.happens(id, ...events);
  await on.settle(id);
}

describe('waiving a check', () => {
  it('by the button of its red message, with a reason that everybody reads', async () => {
    await happens(red('ci-green', '1 check failed: lint.'));
    const lena = on.slack.person('lena');
    await lena.clicks('Waive…', await on.card(id));
    const form = await lena.until('the form is open', () => lena.modal());
    expect(form.text).toContain('🔴 Red: *CI*');
    expect(form.text).toContain('1 check failed: lint.');
    await lena.fills({ [why]: 'flaky' });
    expect((await lena.submits()).errors).toEqual({
      [why]: 'Say in a few words why the release may go on without it: they go into the record.',
    });
    await lena.fills({ [why]: reason });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    expect(await state('ci-green')).toMatchObject({ status: 'done', done: { how: 'waived', by: 'U0LENA' } });
    await on.settle(id);
    await lena.sees(home, `🟡 Waived by @lena: *CI* · “${reason}”`);
    await lena.sees(home, 'It last said (red): 1 check failed: lint.');
  });

  it('is refused to others with a sentence, and where the playbook lets nobody', async () => {
    await happens(red('ci-green'));
    const [omar, maria] = [on.slack.person('omar'), on.slack.person('maria')];
    await omar.clicks('Waive…', await on.card(id));
    await omar.sees(home, 'Only the role Backend lead may waive this check. Ask @lena or @tom.');
    expect(await omar.modal()).toBeUndefined();
    await omar.types(home, `/release waive ${component}`);
    await omar.sees(home, 'Only the role Backend lead may waive this check. Ask @lena or @tom.');
    expect(await omar.modal()).toBeUndefined();
    await happens(completed('ci-green'), completed('bump-fits'));
    await maria.types(home, `/release waive ${component}`);
    await maria.sees(home, 'The playbook lets nobody waive this check');
    await happens(completed('milestone-complete'));
    await maria.types(home, `/release waive ${component}`);
    await maria.sees(home, 'The release waits for no check at this moment, so there is nothing to waive.');
  });

  it('is over with the release, whatever button is still there', async () => {
    await happens(red('ci-green'));
    const lena = on.slack.person('lena');
    const card = await on.card(id);
    await on.happens(id, { type: 'ReleaseCancelled', by: 'U0MARIA', reason: 'wrong branch' });
    await lena.clicks('Waive…', card);
    await lena.sees(home, new RegExp(`${component} 1\\.5\\.0 was cancelled by @maria`));
    expect(await lena.modal()).toBeUndefined();
    await lena.clicks('Re-run', card);
    expect((await state('ci-green')).rerun).toBeUndefined();
  });

  it('offers those that the person may waive, where there are several', async () => {
    await happens(red('ci-green'), red('bump-fits'), red('milestone-complete'));
    const [maria, tom] = [on.slack.person('maria'), on.slack.person('tom')];
    await maria.types(home, `/release waive ${component}`);
    const own = await maria.until('the form is open', () => maria.modal());
    expect(own.text).toContain('*Bump*');
    expect(own.text).not.toContain('Which check?');
    await tom.types(home, `/release waive ${component}`);
    const form = await tom.until('the form is open', () => tom.modal());
    expect(form.text).toContain('Which check?');
    expect(form.text).not.toContain('Milestone');
    await tom.fills({ 'Which check?': 'Bump', [why]: reason });
    expect(await tom.submits()).toEqual({ kind: 'closed' });
    expect((await state('bump-fits')).done).toMatchObject({ how: 'waived', by: 'U0TOM' });
    expect((await state('ci-green')).status).toBe('active');

    await maria.fills({ [why]: reason });
    expect(Object.values((await maria.submits()).errors ?? {})).toEqual([
      expect.stringMatching(/^That is done already, by tom/),
    ]);
    expect((await state('bump-fits')).done?.by).toBe('U0TOM');
  });

  it('is decided again when it is sent off', async () => {
    await happens(red('ci-green'));
    const lena = on.slack.person('lena');
    await lena.clicks('Waive…', await on.card(id));
    await lena.until('the form is open', () => lena.modal());
    await happens({ type: 'ReleasePaused', by: 'U0MARIA', reason: 'Too many alarms' });
    await lena.fills({ [why]: reason });
    expect((await lena.submits()).errors).toEqual({ [why]: 'The release is paused. Resume it first.' });
    await happens({ type: 'ReleaseResumed', by: 'U0MARIA' });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    expect((await state('ci-green')).done?.sentence).toBe(reason);
  });
});

it('a form that a push has overtaken is shown again, with what was typed and what the check says now', async () => {
  await happens(red('ci-green'), red('bump-fits'));
  const [lena, tom] = [on.slack.person('lena'), on.slack.person('tom')];
  await tom.types(home, `/release waive ${component}`);
  await tom.until('the form is open', () => tom.modal());
  await happens(completed('bump-fits'));
  await lena.types(home, `/release waive ${component}`);
  await lena.until('the form is open', () => lena.modal());
  const { head } = pullRequest;
  await happens(
    { type: 'HeadMoved', step: 'pr', from: head, to: 'b'.repeat(40), sentence: 'm', facts: {} },
    completed('bump-fits'),
    red('ci-green', '2 checks failed.'),
  );
  await lena.fills({ [why]: reason });
  expect(await lena.submits()).not.toEqual({ kind: 'closed' });
  const again = await lena.until('the form as it is now', () => lena.modal());
  expect(again.text).toContain('⚠️ What this check reads has changed since the form was opened.');
  expect(again.text).toContain('2 checks failed.');
  expect(again.text).toContain(reason);
  expect((await state('ci-green')).status).toBe('active');
  await tom.fills({ 'Which check?': 'CI', [why]: reason });
  expect(await tom.submits()).not.toEqual({ kind: 'closed' });
  expect((await state('ci-green')).status).toBe('active');
  expect(await lena.submits()).toEqual({ kind: 'closed' });
  expect((await state('ci-green')).done).toMatchObject({ how: 'waived', by: 'U0LENA' });
});

describe('having checks run again', () => {
  it('by the card, or by a line for all that do not pass', async () => {
    await happens(red('ci-green'), red('milestone-complete'));
    const maria = on.slack.person('maria');
    await maria.types(home, `/release re-run ${component}`);
    await maria.sees(home, '🔁 *CI* is read again, and what failed of it on GitHub is run again.');
    await maria.sees(
      home,
      '🔁 *Milestone* is read again. It runs nothing on GitHub that could be run again: what it finds has to be mended.',
    );
    expect((await state('ci-green')).rerun).toMatchObject({ by: 'U0MARIA', ask: 1, answered: false });
    expect((await state('bump-fits')).rerun).toBeUndefined();
    await maria.clicks('Re-run', await on.card(id));
    await maria.sees(home, 'It was asked for already, and is on its way.');
    expect((await state('ci-green')).rerun).toMatchObject({ ask: 1 });
  });

  it('is refused to others with a sentence', async () => {
    await happens(red('bump-fits'));
    const omar = on.slack.person('omar');
    await omar.clicks('Read again', await on.card(id));
    await omar.sees(
      home,
      'Only those who run this release, and the role Backend lead, may have this check run again. Ask @maria, @lena or @tom.',
    );
    expect((await state('bump-fits')).rerun).toBeUndefined();
    const tom = on.slack.person('tom');
    await tom.clicks('Read again', await on.card(id));
    await tom.sees(home, '🔁 *Bump* is read again');
    await happens(completed('ci-green'), completed('bump-fits'), completed('milestone-complete'));
    await tom.types(home, `/release re-run ${component}`);
    await tom.sees(home, 'The release waits for no check at this moment, so there is nothing to run again.');
  });
});
