import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { playbookSchema } from '../../src/release/playbook.ts';
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

const playbook = playbookSchema.parse({
  playbook: 'lessons',
  title: 'Lessons',
  roles: { 'release-manager': { title: 'Release manager', from: 'starter' } },
  stages: [{ stage: 'All', steps: [{ action: 'retrospective-issue', as: 'retro' }] }],
});

describe('a lesson', () => {
  it('is noted by anybody in one line, and the thread reads it', async () => {
    const id = await on.begin('orders', [], { playbook, answers: {} });
    const tom = on.slack.person('tom');
    await tom.types(home, '/release note orders Tag *earlier* <!channel>');
    await tom.sees(home, '📝 Noted for its retrospective: orders 1.5.0.');
    await on.settle(id);
    await tom.sees(home, /Noted for the retrospective by @tom: Tag .*earlier/);
    await tom.types(home, '/release note orders');
    await tom.sees(home, 'Write what is to be remembered after the word note.');
    expect((await on.execute.load(id))?.lessons).toMatchObject([{ by: 'U0TOM', text: 'Tag *earlier* <!channel>' }]);
  });

  it('goes to the newest release of the component, also once that has ended', async () => {
    const facts = { number: '40', url: 'https://github.com/acme/billing/issues/40', lessons: '0' };
    const id = await on.begin('payments', [], { playbook, answers: {} });
    await on.happens(
      id,
      { type: 'StepCompleted', step: 'retro', how: 'made', sentence: 'Open.', facts },
      { type: 'ReleaseClosed' },
    );
    const tom = on.slack.person('tom');
    await tom.types(home, '/release note payments Ask operations first');
    await tom.sees(home, '📝 Noted for issue #40: payments 1.5.0.');
    expect((await on.execute.load(id))?.lessons).toHaveLength(1);
  });

  it('of a release that ended without an issue is refused with the reason', async () => {
    await on.begin('ledger', [{ type: 'ReleaseCancelled', by: 'U0MARIA', reason: 'No' }], { playbook, answers: {} });
    const tom = on.slack.person('tom');
    await tom.types(home, '/release note ledger Ask operations first');
    await tom.sees(home, /This release is cancelled already, and Slipway opened no issue for its retrospective/);
  });
});
