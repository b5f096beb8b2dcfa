import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { mayNotCompleteOutside } from '../../src/release/may-complete-outside.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { plannedStep } from '../../src/release/release.ts';
import { trackingSection } from '../../src/release/tracking-section.ts';
import { releaseCard } from '../../src/views/release-card.ts';
import { completed, given, releaseAfter, sha, started } from './given.ts';

const playbook = playbookSchema.parse(
  parse(`playbook: outside
title: Outside
released-from: dev
break-glass: [lead]
roles:
  manager: { title: Manager, from: starter }
  lead: { title: Lead }
stages:
  - stage: Release
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - together:
          - { check: ci-green, of: pr, as: ci, title: CI }
          - { check: bump-fits, as: bump, waive: [lead] }
          - { check: milestone-complete, milestone: <version>, as: milestone, done-outside: [lead] }
`),
);
const begun = [
  started({ playbook, answers: {}, roles: { manager: ['U-maria'], lead: ['U-lena'] } }),
  completed('pr', { number: '12', head: sha('a') }),
] as const;
const read = (step: string, outcome: 'wait' | 'fail' | 'unavailable'): ReleaseEvent => ({
  type: 'StepRead',
  step,
  outcome,
  sentence: `It is ${outcome}.`,
});
const evidence = 'https://ci.example.com/runs/12';
const outside = (step: string, by = 'U-maria', words = evidence) =>
  ({ type: 'CompleteOutside', step, by, evidence: words }) as const;
const done = (step: string, by = 'U-maria', sentence = evidence): ReleaseEvent => ({
  type: 'StepCompleted',
  step,
  how: 'outside',
  by,
  sentence,
});

describe('a check that is said to be done outside', () => {
  it.each(['wait', 'fail'] as const)('counts not while Slipway reads it as %s', (outcome) => {
    given(...begun, read('ci', outcome))
      .when(outside('ci'))
      .refused('not_current', /Mend what it finds.*lets nobody waive it.*break-glass; the role Lead.*done-outside:/);
    given(...begun, read('bump', outcome))
      .when(outside('bump'))
      .refused('not_current', /the role Lead waives it/);
  });

  it('counts while it cannot be read, and only of those who run the release', () => {
    given(...begun, read('ci', 'unavailable'))
      .when(outside('ci'))
      .yields(done('ci'));
    given(...begun, read('ci', 'unavailable'))
      .when(outside('ci', 'U-lena'))
      .refused('not_entitled');
    given(...begun, { type: 'StepFailed', step: 'ci', sentence: 'No permission.', remedy: 'Grant it.' })
      .when(outside('ci'))
      .yields(done('ci'));
  });

  it('counts not before it was read, nor through an outage that came after it was red', () => {
    given(...begun)
      .when(outside('ci'))
      .refused('not_current', /has not read this check yet/);
    given(...begun, read('ci', 'fail'), read('ci', 'unavailable'))
      .when(outside('ci'))
      .refused('not_current', /is red/);
    given(...begun, read('ci', 'wait'), read('ci', 'unavailable'))
      .when(outside('ci'))
      .yields(done('ci'));
  });

  it('counts of those whom the playbook names, whatever was read', () => {
    given(...begun, read('milestone', 'fail'))
      .when(outside('milestone', 'U-lena'))
      .yields(done('milestone', 'U-lena'));
    given(...begun, read('milestone', 'fail'))
      .when(outside('milestone'))
      .refused('not_entitled', /Only the role Lead/);
  });

  it('is offered to nobody while it is read', () => {
    const release = releaseAfter(...begun, read('ci', 'fail'));
    const ci = plannedStep(release, 'ci');
    expect(ci === undefined ? undefined : mayNotCompleteOutside(release, ci, 'U-maria')?.refused).toBe('not_current');
  });

  it.each(['x', 'done', 'see above', '!!!!!!!!!!!!', 'https://x'])('wants more evidence than %j', (words) => {
    given(...begun, read('ci', 'unavailable'))
      .when(outside('ci', 'U-maria', words))
      .refused('evidence_missing', /says too little: give a link/);
  });

  it.each(['Ran by hand, all green', '手で確認しました', evidence])('takes %j as evidence', (words) => {
    given(...begun, read('ci', 'unavailable'))
      .when(outside('ci', 'U-maria', words))
      .yields(done('ci', 'U-maria', words));
  });

  it('is marked at once with by whom and the evidence, on the card and in the tracking issue', () => {
    const release = releaseAfter(...begun, read('ci', 'unavailable'), done('ci'));
    expect(JSON.stringify(releaseCard(release, 'https://github.com'))).toContain(
      `✋ CI: done outside by <@U-maria>: <${evidence}`,
    );
    expect(trackingSection(release)).toMatch(new RegExp(`✋ \\*\\*CI\\*\\*: done outside by maria-r, .*<${evidence}>`));
  });
});
