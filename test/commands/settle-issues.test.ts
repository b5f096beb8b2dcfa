import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stepState } from '../../src/release/release.ts';
import { issuesPlaybook, stoppedBy } from '../release/issues-playbook.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

let on: SlipwayInSlack;
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

const many = Array.from({ length: 50 }, (_, n) => n + 100);
const leads = { playbook: issuesPlaybook({ settle: ['backend-lead'] }), answers: {} };

async function settledOf(id: string) {
  const release = await on.execute.load(id);
  return release === undefined ? undefined : stepState(release, 'issues').settled;
}

describe('open issues that stop a release', () => {
  it('are closed or deferred by the card, with a reason that nobody can leave out', async () => {
    const id = await on.begin('orders', [stoppedBy(12, 15, 17)], leads);
    const lena = on.slack.person('lena');
    const card = await on.card(id);
    await lena.sees(home, /Red: \*No blocker is open\*/);
    await lena.clicks('Settle issues…', card);
    await lena.until('the form is open', () => lena.modal());
    await lena.fills({
      'What becomes of #12?': 'Close it as done',
      'What becomes of #15?': 'Defer it: stays open, past this release',
      reason: ' ',
    });
    expect((await lena.submits()).errors).toEqual({
      'Why? It goes to the issues, and into the record.':
        'Say in a few words why: the reason goes to the issue on GitHub and into the record.',
    });
    await lena.fills({ reason: 'No customer meets *these* <!channel>' });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    expect(await settledOf(id)).toMatchObject([
      { number: 12, how: 'completed', by: 'U0LENA' },
      { number: 15, how: 'deferred', by: 'U0LENA' },
    ]);
    await on.settle(id);
    await lena.sees(
      home,
      /Issues settled by @lena: #12 “Bad .*thing.* 12.*” closed as done and #15 .* deferred past this release\. No customer meets/,
    );
  });

  it('are settled by a line too, which is refused to others with who can, and says when nothing stops', async () => {
    const id = await on.begin('payments', [stoppedBy(21)], leads);
    const maria = on.slack.person('maria');
    await maria.types(home, '/release issues payments');
    await maria.sees(
      home,
      /Only the role Backend lead may close or defer the issues that stop this release\. Ask @lena or @tom/,
    );
    const lena = on.slack.person('lena');
    await lena.types(home, '/release issues payments');
    await lena.until('the form is open', () => lena.modal());
    await lena.fills({ reason: 'Because it can wait' });
    expect((await lena.submits()).errors).toEqual({
      'Why? It goes to the issues, and into the record.':
        'Choose for at least one issue whether it is closed or deferred.',
    });
    await on.happens(id, { type: 'StepCompleted', step: 'issues', how: 'made', sentence: 'None is left.' });
    await lena.fills({ 'What becomes of #21?': 'Close it as not planned' });
    expect((await lena.submits()).errors?.['What becomes of #21?']).toMatch(/^That is done already/);
    await lena.types(home, '/release issues payments');
    await lena.sees(home, /No open issue stops payments 1\.5\.0 now/);
  });

  it('are shown first where they are asked for by number, of more than a form holds', async () => {
    await on.begin('ledger', [stoppedBy(...many)], { ...leads, playbook: issuesPlaybook() });
    const maria = on.slack.person('maria');
    await maria.types(home, '/release issues ledger #149');
    const modal = await maria.until('the form is open', () => maria.modal());
    const shown = JSON.stringify(modal);
    expect(shown).toContain('What becomes of #149?');
    expect(shown).not.toContain('What becomes of #148?');
    expect(shown).toContain('5 more issues do not fit here.');
  });
});
