import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { begins, completed, given, releaseAfter, started } from './given.ts';
import { active, looked, owed, red, relapse, seen, tagged } from './held-release.ts';

describe('deployments side by side', () => {
  const twice = playbookSchema.parse(
    parse(`playbook: twice
title: Twice
released-from: dev
roles: { manager: { title: Manager, from: starter } }
stages:
  - stage: Release
    steps:
      - { check: no-open-issues, labelled: [blocker], as: issues }
      - together:
          - { deploy: eu, by: [manager], workflow: deploy.yml, as: eu }
          - { deploy: us, by: [manager], workflow: deploy.yml, as: us }
`),
  );
  const pressed = (step: string): ReleaseEvent => ({ type: 'DeployRequested', step, by: 'U-maria' });
  const euRuns = [
    started({ playbook: twice, answers: {}, roles: { manager: ['U-maria'] } }),
    completed('issues'),
    pressed('eu'),
    seen('issues', 'eu'),
    begins('eu', { run: '77', try: '1' }),
  ] as const;
  const bothPressed = [...euRuns, pressed('us')] as const;

  it('the second is looked at for, and begins, while the first runs', () => {
    expect(owed(...bothPressed)).toEqual(['step.eu.1 polls', 'held.issues.1.us']);
    given(...bothPressed)
      .when({ ...red, before: 'us', outcome: 'pass', facts: undefined })
      .yields(seen('issues', 'us'));
    expect(owed(...bothPressed, seen('issues', 'us'))).toContain('step.us.1');
  });

  it('a check that turns red calls the second back and leaves the first, which runs', () => {
    given(...bothPressed)
      .when({ ...red, before: 'us' })
      .yields(relapse);
    const back = [...bothPressed, relapse] as const;
    expect(active(...back)).toEqual(['issues', 'eu']);
    expect(stepState(releaseAfter(...back), 'us')).toMatchObject({ status: 'pending', requested: undefined });
    expect(owed(...back)).toEqual(['step.issues.2 polls', 'step.eu.1 polls']);
    given(...back)
      .when({ type: 'RecordCompletion', step: 'eu', attempt: 1, how: 'made', sentence: 'done', facts: {} })
      .yields(completed('eu'));
  });

  it('the first, failed and tried again while the check is red, is pressed for anew', () => {
    const again = [
      ...bothPressed,
      relapse,
      { type: 'StepFailed', step: 'eu', sentence: 'No.', remedy: 'Mend it.' },
      { type: 'ReleasePaused', by: 'slipway', reason: 'No.', step: 'eu' },
      { type: 'StepRetried', step: 'eu', by: 'U-maria' },
      { type: 'ReleaseResumed', by: 'U-maria' },
    ] as const;
    const { requested, status } = stepState(releaseAfter(...again), 'eu');
    expect([status, requested]).toEqual(['pending', undefined]);
  });
});

describe('the beginning of a deployment', () => {
  const pressed = [...tagged, { type: 'DeployRequested', step: 'deployed', by: 'U-maria' }] as const;
  const report = {
    type: 'RecordBegins',
    step: 'deployed',
    attempt: 1,
    sentence: 'GitHub is asked.',
    facts: { 'asked-dispatch': '1 1 begins 2026-11-20T05:30:00.000Z' },
  } as const;

  it('is recorded before anything is asked for outside', () =>
    given(...pressed, ...looked('deployed'))
      .when(report)
      .yields(begins('deployed')));

  it('is not, where it was called back or waits for something', () => {
    given(...pressed)
      .when(report) // its checks are read once more
      .yields();
    given(...pressed, ...looked('deployed'), { type: 'ReleasePaused', by: 'U-maria', reason: 'Lunch' })
      .when(report)
      .yields();
    given(...pressed, relapse)
      .when(report)
      .yields();
    given(...pressed, ...looked('deployed'))
      .when({ ...report, attempt: 0 })
      .yields();
  });

  it('what got lost, and did not appear, begins anew or not at all', () => {
    const lost = begins('deployed', { 'asked-dispatch': '1 1 lost 2026-11-20T05:30:00.000Z' });
    const paused: ReleaseEvent = { type: 'ReleasePaused', by: 'U-maria', reason: 'Lunch' };
    given(...pressed, ...looked('deployed'), lost)
      .when(report)
      .yields(begins('deployed'));
    given(...pressed, ...looked('deployed'), lost, paused, { type: 'ReleaseResumed', by: 'U-maria' })
      .when(report)
      .yields();
  });
});
