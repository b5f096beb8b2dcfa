import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Command } from '../../src/release/commands.ts';
import { decide, isRefusal } from '../../src/release/decide.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { evolve } from '../../src/release/evolve.ts';
import { owedBy } from '../../src/release/owed.ts';
import { currentSteps, type Release, stepState } from '../../src/release/release.ts';
import { sha, started } from './given.ts';

const people = ['U-maria', 'U-lena', 'U-tom', 'U-omar', 'U-stranger'] as const;
const person = fc.constantFrom(...people);
const stepId = fc.constantFrom(
  'feature-merged.tax-rounding',
  'branch-contains',
  'boxes-ticked.tax-rounding',
  'checklist-release-manager',
  'pr',
  'ci-green',
  'request-review',
  'sign-off-backend-lead',
  'merged',
  'tagged',
  'artifacts',
  'deployed',
);
const head = fc.constantFrom(sha('a'), sha('c'));
const all = { '0': { ticked: true }, '1': { ticked: true }, '2': { ticked: true } };

/** Anything that people and jobs may send, in any order, by anybody. */
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('RecordCompletion' as const),
      step: stepId,
      attempt: fc.integer({ min: 1, max: 3 }),
      how: fc.constantFrom('made' as const, 'adopted' as const),
      sentence: fc.constant('done'),
      facts: fc.constant({ head: sha('a'), authors: 'tom-h' }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('SignOff' as const),
      step: fc.constant('sign-off-backend-lead'),
      by: person,
      decision: fc.constantFrom('approve' as const, 'reject' as const),
      comment: fc.constant('because'),
      subject: head,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('SaveChecklist' as const),
      step: fc.constant('checklist-release-manager'),
      by: person,
      ticks: fc.constant(all),
    }),
  },
  fc.record({
    type: fc.constant('RecordHeadMoved' as const),
    step: fc.constant('pr'),
    to: head,
    sentence: fc.constant('moved'),
    facts: fc.constant({}),
  }),
  fc.record({
    type: fc.constant('RecordFailure' as const),
    step: stepId,
    attempt: fc.integer({ min: 1, max: 3 }),
    sentence: fc.constant('failed'),
    remedy: fc.constant('mend'),
  }),
  fc.record({
    type: fc.constant('CompleteOutside' as const),
    step: stepId,
    by: person,
    evidence: fc.constant('https://evidence.example'),
  }),
  fc.record({ type: fc.constant('RetryStep' as const), by: person, step: stepId }),
  fc.record({ type: fc.constantFrom('Pause' as const, 'Cancel' as const), by: person, reason: fc.constant('because') }),
  fc.record({ type: fc.constant('Resume' as const), by: person }),
);

interface Played {
  readonly release: Release;
  readonly events: readonly ReleaseEvent[];
}

function play(commands: readonly Command[]): Played {
  const events: ReleaseEvent[] = [started()];
  const at = new Date('2026-11-20T05:00:00Z');
  let release = evolve(undefined, { event: started(), at, version: 1 }, 'r');
  for (const one of commands) {
    const decided = decide(release, one, at, 'r');
    if (isRefusal(decided)) continue;
    for (const event of decided) {
      events.push(event);
      release = evolve(release, { event, at, version: release.version + 1 }, 'r');
    }
  }
  return { release, events };
}

const stories = fc.array(command, { maxLength: 60 });

it('is never tagged unsigned: whatever people and machines send, a made tag follows a sign-off by an entitled person for the present head', () => {
  fc.assert(
    fc.property(stories, (commands) => {
      const { release } = play(commands);
      const signOff = stepState(release, 'sign-off-backend-lead');
      if (signOff.status !== 'done') return;
      const by =
        signOff.done?.how === 'outside'
          ? [signOff.done.by]
          : signOff.signatures.filter((s) => s.subject === stepState(release, 'pr').facts['head']).map((s) => s.by);
      expect(by).toEqual(['U-lena']); // tom wrote part of it, maria started it, omar and the stranger are not leads
    }),
    { numRuns: 2_000 },
  );
});

it('always says where it stands: a running release has a current step, and no step of a later group is current', () => {
  fc.assert(
    fc.property(stories, (commands) => {
      const { release } = play(commands);
      if (release.status !== 'open' && release.status !== 'paused') return;
      const active = currentSteps(release).filter((p) => stepState(release, p.id).status === 'active');
      expect(currentSteps(release).length).toBeGreaterThan(0);
      expect(new Set(active.map((p) => p.group)).size).toBeLessThanOrEqual(1);
    }),
    { numRuns: 2_000 },
  );
});

it('never owes an effect to GitHub while paused or over', () => {
  fc.assert(
    fc.property(stories, (commands) => {
      const { release } = play(commands);
      if (release.status === 'open') return;
      const effects = owedBy(release, new Date('2027-01-01T00:00:00Z')).map((o) => o.effect);
      const words = new Set(['message', 'mirror-status', 'direct-message', 'reminder']);
      expect(effects.filter((e) => !words.has(e))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

it('is over when it is over: nothing follows ReleaseClosed or ReleaseCancelled but what machines still report', () => {
  fc.assert(
    fc.property(stories, (commands) => {
      const { events } = play(commands);
      const end = events.findIndex((e) => e.type === 'ReleaseClosed' || e.type === 'ReleaseCancelled');
      const after = end < 0 ? [] : events.slice(end + 1).map((e) => e.type);
      expect(after.filter((t) => !['StepCompleted', 'StepFailed', 'StepRead', 'HeadMoved'].includes(t))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
