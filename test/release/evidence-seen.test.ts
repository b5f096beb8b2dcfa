import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { evidenceSeen, turnedSince } from '../../src/release/evidence-seen.ts';
import { plannedStep, type Release } from '../../src/release/release.ts';
import { completed, given, releaseAfter, sha } from './given.ts';
import { approval, pinned, ticked } from './joint.ts';

const read = (outcome: 'wait' | 'fail' | 'unavailable', sentence: string = outcome): ReleaseEvent => ({
  type: 'StepRead',
  step: 'ci',
  outcome,
  sentence,
});
const outside = (sentence: string): ReleaseEvent => ({
  type: 'StepCompleted',
  step: 'ci',
  how: 'outside',
  by: 'U-maria',
  sentence,
});
const saved = (ticks: Record<string, { ticked: boolean; evidence?: string }>): ReleaseEvent => ({
  type: 'ChecklistSaved',
  step: 'list',
  by: 'U-maria',
  ticks,
});
const signed = (release: Release) => {
  const planned = plannedStep(release, 'signed');
  if (planned === undefined) throw new Error('no sign-off');
  return planned;
};
/** What is said to have turned between two moments. */
function turned(before: readonly ReleaseEvent[], since: readonly ReleaseEvent[]): readonly string[] {
  const [was, is] = [releaseAfter(...pinned(), ...before), releaseAfter(...pinned(), ...before, ...since)];
  return turnedSince(is, signed(is), evidenceSeen(was, signed(was))).map(({ what, now }) => `${what}: ${now}`);
}

describe('what a decision is bound to', () => {
  it.each([
    ['a gate that turned red', [read('wait')], [read('fail')], ['CI: red']],
    ['a gate that was red and is green', [read('fail')], [completed('ci')], ['CI: green']],
    ['a gate that somebody says was done outside', [], [outside('by hand')], ['CI: said to be done outside: by hand']],
    ['a box that was ticked', [], [saved({ 1: { ticked: true } })], ['Told: ticked']],
    [
      'a box that was unticked',
      [saved({ 1: { ticked: true } })],
      [saved({ 1: { ticked: false } })],
      ['Told: unticked'],
    ],
    [
      'evidence that changed',
      [saved({ 0: { ticked: true, evidence: 'a' } })],
      [saved({ 0: { ticked: true, evidence: 'b' } })],
      ['Ready: ticked, with: b'],
    ],
  ] as const)('is %s', (_, before, since, said) => {
    expect(turned(before, since)).toEqual(said);
  });

  it.each([
    ['what a waiting gate says of itself', [read('wait', '3 of 5')], [read('wait', '4 of 5')]],
    ['an outage of a red gate', [read('fail')], [read('unavailable')]],
    ['that a gate that was waited for is green', [read('wait')], [completed('ci')]],
    ['another signature', [], [approval('U-ada')]],
    ['the same evidence once more', [ticked], [ticked]],
  ] as const)('is not %s', (_, before, since) => {
    expect(turned(before, since)).toEqual([]);
  });

  it('that turned refuses the decision, and the present one is taken', () => {
    const [was, is] = [releaseAfter(...pinned()), releaseAfter(...pinned(), read('fail'))];
    const sign = { type: 'SignOff', step: 'signed', by: 'U-bob', decision: 'approve', subject: sha('a') } as const;
    given(...pinned(), read('fail'))
      .when({ ...sign, evidence: evidenceSeen(was, signed(was)) })
      .refused('stale_evidence', /has changed since you opened this/);
    given(...pinned(), read('fail'))
      .when({ ...sign, evidence: evidenceSeen(is, signed(is)) })
      .yields(approval('U-bob'));
    given(...pinned(), read('fail'))
      .when(sign)
      .yields(approval('U-bob')); // a form of an earlier version
  });

  it('fits into a form however much there is, and still tells that something turned', () => {
    const items = Array.from({ length: 600 }, (_, n) => ({ say: `Item ${n}` }));
    const many = pinned().map((event) =>
      event.type !== 'ReleaseStarted'
        ? event
        : {
            ...event,
            playbook: {
              ...event.playbook,
              stages: event.playbook.stages.map((stage) => ({
                ...stage,
                steps: stage.steps.map((step) =>
                  'together' in step
                    ? { together: step.together.map((one) => ('checklist' in one ? { ...one, items } : one)) }
                    : step,
                ),
              })),
            },
          },
    );
    const all = saved(
      Object.fromEntries(items.slice(1).map((_, n) => [n, { ticked: true, evidence: `https://e.example/${n}` }])),
    );
    const was = releaseAfter(...many, all);
    const shown = evidenceSeen(was, signed(was));
    expect(shown.length).toBeLessThan(2000);
    expect(turnedSince(was, signed(was), shown)).toEqual([]);
    const is = releaseAfter(...many, all, read('fail'));
    expect(turnedSince(is, signed(is), shown)).toHaveLength(1);
  });
});
