import { expect, it } from 'vitest';
import { guideOf } from '../../demo/guide.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { releaseAfter, sha, signed, upTo } from '../release/given.ts';
import { scenery } from './guide-given.ts';

const after = (...events: readonly ReleaseEvent[]) => guideOf(scenery, [releaseAfter(...events)]);

it('a newcomer is told to start a release, and once the form is open, to fill it in', () => {
  expect(guideOf(scenery, [])).toMatchObject({
    hints: [{ id: 'start', as: ['U-maria'], where: 'C-backend' }],
    of: 0,
  });
  expect(guideOf(scenery, []).hints[0]?.text).toContain('type /release start billing');
  expect(guideOf({ ...scenery, formOpen: () => true }, []).hints).toMatchObject([
    {
      id: 'fill',
      text: 'Look at its fields, answer the questions, and press Start. What is missing is said at its field.',
    }, // not every playbook asks for features
  ]);
});

it('whoever is waited for is named, with what to click', () => {
  const { hints, done, of } = after(...upTo.pullRequest());
  expect(hints).toContainEqual({
    id: 'sign-off-backend-lead',
    title: 'Backend lead signs: it is the turn of lena.',
    text: 'Click “Review and sign”, read what is signed, decide, and press Send decision.',
    as: ['U-lena'], // tom wrote some of it
    where: 'C-backend',
  });
  expect(done).toBeGreaterThan(0);
  expect(of).toBeGreaterThan(done);
});

it('what waits for GitHub leads to the GitHub side, with what was last read there', () => {
  const reading: ReleaseEvent = {
    type: 'StepRead',
    step: 'ci-green',
    outcome: 'wait',
    sentence: 'CI on aaaaaaa: ci still runs.',
  };
  const { hints } = after(...upTo.pullRequest(), reading, signed('U-lena', sha('a')));
  expect(hints).toMatchObject([{ id: 'ci-green', as: [], where: 'github' }]);
  expect(hints[0]?.text).toContain('CI on aaaaaaa: ci still runs.');
});

it('deploying is for operations, although whoever started the release may', () => {
  const { hints } = after(...upTo.published());
  expect(hints).toMatchObject([{ id: 'deployed', as: ['U-omar'] }]);
});

it('a pause says who can end it; a release that is over leads to the next', () => {
  const paused = after(...upTo.pullRequest(), { type: 'ReleasePaused', by: 'U-maria', reason: 'Lunch.' });
  expect(paused.hints).toMatchObject([
    { id: 'paused', as: ['U-maria'], text: 'Lunch. Type /release resume to go on.' },
  ]);
  const cancelled = after(...upTo.pullRequest(), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'Wrong branch.' });
  expect(cancelled.hints).toMatchObject([{ title: 'billing 1.5.0 was cancelled.' }, { id: 'again' }]);
});
