import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hasBegun } from '../../src/release/begun-deployment.ts';
import { isRepinnable } from '../../src/release/decide-repin.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { plannedStep, stepState } from '../../src/release/release.ts';
import { completed, given, releaseAfter, sha, started } from './given.ts';

const playbook = playbookSchema.parse(
  parse(`
playbook: early
title: Early
released-from: main
roles: { manager: { title: Manager, from: starter }, sre: { title: SRE } }
stages:
  - stage: All
    steps:
      - { action: pin-commit, ref: main, as: candidate }
      - { check: no-open-issues, labelled: [blocker], as: issues }
      - { deploy: staging, by: [manager], with: [sre], at: <candidate.sha>, workflow: deploy.yml, as: staged, title: Staging }
      - { action: create-tag, at: <candidate.sha>, as: tagged }
`),
);
const begun = [
  started({ playbook, answers: {}, roles: { manager: ['U-maria'], sre: ['U-cyd'] } }),
  completed('candidate', { head: sha('a'), sha: sha('a') }),
  completed('issues'),
];
const pressed: ReleaseEvent = { type: 'DeployRequested', step: 'staged', by: 'U-maria' };
const goes: readonly ReleaseEvent[] = [
  pressed,
  { type: 'DeployConfirmed', step: 'staged', by: 'U-cyd' },
  { type: 'CheckSeenGreen', step: 'issues', before: 'staged' },
];
const runs = (facts: Record<string, string> = { run: '77', try: '1' }): ReleaseEvent => ({
  type: 'StepRead',
  step: 'staged',
  outcome: 'wait',
  sentence: 'deploy.yml is in progress.',
  facts,
});
const failed: ReleaseEvent = { type: 'StepFailed', step: 'staged', sentence: 'It failed.', remedy: 'Retry' };
const paused: ReleaseEvent = { type: 'ReleasePaused', by: 'U-maria', reason: 'x' };
const repin = { type: 'Repin', step: 'candidate', by: 'U-maria', reason: 'A fix came in' } as const;
const repinned: ReleaseEvent = {
  type: 'CommitRepinned',
  step: 'candidate',
  by: 'U-maria',
  reason: 'A fix came in',
  from: sha('a'),
};

describe('a pinned commit that is being deployed', () => {
  it('stays until the deployment has ended; what is said is which one, and what to do', () => {
    given(...begun, ...goes, runs())
      .when(repin)
      .refused(
        'not_current',
        /^“Staging” is deploying aaaaaaa\. Wait for its end, then pin anew; or cancel the release\.$/,
      );
    given(...begun, ...goes, runs(), completed('staged'))
      .when(repin)
      .refused('not_current', /The tag v1\.5\.0 is being made/);
    given(...begun, ...goes, runs(), failed)
      .when(repin)
      .yields(repinned);
  });

  it('stays also where its run is not known yet, and while the release is paused', () => {
    given(...begun, ...goes)
      .when(repin)
      .refused('not_current', /“Staging” may begin at any moment to deploy aaaaaaa/);
    given(...begun, ...goes, runs({ 'asked-dispatch': '1 1 accepted 2026-11-20T05:06:00.000Z' }), paused)
      .when(repin)
      .refused('not_current', /is deploying aaaaaaa/);
  });

  it('is pinned anew while nothing of it has begun', () => {
    given(...begun)
      .when(repin)
      .yields(repinned);
    given(...begun, pressed)
      .when(repin)
      .yields(repinned);
    given(...begun, ...goes, paused)
      .when(repin)
      .yields(repinned);
  });

  it('offers that only then', () => {
    const offers = (...events: readonly ReleaseEvent[]) => {
      const release = releaseAfter(...begun, ...events);
      const planned = plannedStep(release, 'candidate');
      return planned !== undefined && isRepinnable(release, planned);
    };
    expect(offers(pressed)).toBe(true);
    expect(offers(...goes, runs())).toBe(false);
  });
});

describe('a deployment has begun', () => {
  const retried: readonly ReleaseEvent[] = [failed, { type: 'StepRetried', step: 'staged', by: 'U-maria' }];
  const begunAfter = (...events: readonly ReleaseEvent[]) =>
    hasBegun(stepState(releaseAfter(...begun, ...goes, ...events), 'staged'));

  it.each([
    [{}, false],
    [{ run: '77', try: '1' }, true],
    [{ run: '77' }, true],
    [{ deployment: '5' }, true],
    [{ 'asked-dispatch': '1 1 lost 2026-11-20T05:06:00.000Z' }, true],
    [{ 'asked-deployment': '1 1 accepted 2026-11-20T05:06:00.000Z' }, true],
    [{ 'asked-dispatch': '1 1 refused 2026-11-20T05:06:00.000Z' }, false],
  ])('by what is known of it: %o', (facts, expected) => {
    expect(begunAfter(runs(facts))).toBe(expected);
    expect(begunAfter(runs(facts), ...retried)).toBe(false); // what is known of an earlier try says nothing of this one
  });

  it('anew once the run of this try is known', () => {
    expect(begunAfter(runs(), ...retried, runs({ run: '78', try: '2' }))).toBe(true);
  });
});
