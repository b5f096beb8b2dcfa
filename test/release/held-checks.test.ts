import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { mirrorOf } from '../../src/release/mirror.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { stepState } from '../../src/release/release.ts';
import { timelineMessage } from '../../src/views/timeline-message.ts';
import { begins, completed, given, releaseAfter } from './given.ts';
import {
  active,
  looked,
  merged,
  opened,
  owed,
  playbook,
  ready,
  red,
  relapse,
  seen,
  signed,
  tagged,
} from './held-release.ts';

describe('a check that has to stay green', () => {
  it('is looked at with each poll once it is green, if it is held by itself or by the playbook', () =>
    expect(owed(...opened)).toEqual(['held.issues.1 polls', 'held.nightly.1 polls']));

  it('is looked at once more before the merge, the tag and the deployment, which wait for it', () => {
    expect(owed(...signed)).toEqual(['held.issues.1.merged', 'held.nightly.1.merged']);
    expect(owed(...signed, seen('issues', 'merged'))).toEqual(['held.issues.1 polls', 'held.nightly.1.merged']);
    expect(owed(...signed, ...looked('merged'))).not.toContain('held.issues.1.merged');
    expect(owed(...merged)).toEqual(['held.issues.1.tagged', 'held.nightly.1.tagged']);
    expect(owed(...merged, ...looked('tagged'))).toContain('step.tagged.1');
    const pressed = [...tagged, { type: 'DeployRequested', step: 'deployed', by: 'U-maria' }] as const;
    expect(owed(...pressed)).toEqual(['held.issues.1.deployed', 'held.nightly.1.deployed']);
    expect(owed(...pressed, ...looked('deployed'))).toContain('step.deployed.1'); // it may wait still, as for its environment
    expect(owed(...pressed, ...looked('deployed'), begins('deployed'))).toEqual(['step.deployed.1']); // a deployment that has begun is left alone
    expect(owed(...pressed, ...looked('deployed'), completed('deployed'))).toEqual([]);
  });

  it('is told as read on the pull request before it may be merged', () => {
    expect(mirrorOf(releaseAfter(...signed))?.state).toBe('pending');
    expect(mirrorOf(releaseAfter(...signed, ...looked('merged')))?.state).toBe('success');
  });

  it('that is still green is recorded only where something waits for that', () => {
    const green = { ...red, outcome: 'pass', sentence: 'None.', facts: undefined } as const;
    given(...opened)
      .when(green)
      .yields();
    given(...signed)
      .when({ ...green, before: 'merged' })
      .yields(seen('issues', 'merged'));
    given(...signed)
      .when(green) // it was looked at before the merge had its turn
      .yields();
  });

  it('takes the release back to it when it turns red, with what people settled of it', () => {
    given(...signed)
      .when(red)
      .yields(relapse);
    expect(active(...signed, relapse)).toEqual(['issues']);
    expect(owed(...signed, relapse)).toEqual(['step.issues.2 polls', 'held.nightly.1 polls']);
    given(...signed, relapse)
      .when({
        type: 'SettleIssues',
        step: 'issues',
        by: 'U-maria',
        issues: [{ number: 7, how: 'deferred', reason: 'Nobody meets it yet' }],
      })
      .yields({
        type: 'IssuesSettled',
        step: 'issues',
        by: 'U-maria',
        issues: [{ number: 7, title: 'Data loss', how: 'deferred', reason: 'Nobody meets it yet' }],
      });
    expect(active(...signed, relapse, completed('issues'))).toEqual(['merged']);
  });

  it('stops a deployment that was asked for, which is then asked for anew', () => {
    const pressed = [...tagged, { type: 'DeployRequested', step: 'deployed', by: 'U-maria' }] as const;
    const release = releaseAfter(...pressed, relapse);
    expect(stepState(release, 'deployed')).toMatchObject({ status: 'pending', requested: undefined });
    given(...pressed, ...looked('deployed'))
      .when(red) // GitHub was not asked for anything yet
      .yields(relapse);
    given(...pressed, ...looked('deployed'), begins('deployed'))
      .when(red) // it runs already
      .yields();
  });

  it('leaves a deployment that runs alone when the release is paused and goes on', () => {
    const runs = [
      ...tagged,
      { type: 'DeployRequested', step: 'deployed', by: 'U-maria' },
      ...looked('deployed'),
      begins('deployed', { run: '77', try: '1' }),
      { type: 'ReleasePaused', by: 'U-maria', reason: 'Lunch' },
      { type: 'ReleaseResumed', by: 'U-maria' },
    ] as const;
    expect(owed(...runs)).toEqual(['step.deployed.1 polls']);
    given(...runs)
      .when(red)
      .yields();
  });

  it('is looked at anew after a pause, for a deployment that was pressed and has not begun', () => {
    const waits = [
      ...tagged,
      { type: 'DeployRequested', step: 'deployed', by: 'U-maria' },
      ...looked('deployed'),
      { type: 'ReleasePaused', by: 'U-maria', reason: 'Lunch' },
      { type: 'ReleaseResumed', by: 'U-maria' },
    ] as const;
    expect(owed(...waits)).toEqual(['held.issues.1.deployed', 'held.nightly.1.deployed']);
    expect(owed(...waits, begins('deployed', { 'asked-dispatch': '1 1 refused 2026-11-20T05:30:00.000Z' }))).toEqual([
      'held.issues.1.deployed',
      'held.nightly.1.deployed',
    ]);
  });

  it('that cannot be read stops only what is about to be made', () => {
    const away = { ...red, outcome: 'unavailable', sentence: 'No permission.', facts: undefined } as const;
    given(...opened)
      .when(away)
      .yields();
    given(...signed)
      .when({ ...away, before: 'merged' })
      .yields({ type: 'CheckRelapsed', step: 'issues', outcome: 'unavailable', sentence: 'No permission.' });
  });

  it('is not looked at where people let the release go on without it, nor by an earlier look', () => {
    const waived: ReleaseEvent = { type: 'CheckWaived', step: 'issues', by: 'U-maria', reason: 'It is known' };
    expect(owed(ready[0], waived, ...ready.slice(2))).not.toContain('held.issues.1 polls');
    given(...signed)
      .when({ ...red, attempt: 0 })
      .yields();
  });

  it('is told in the thread with what turned it red, and with what can be done', () => {
    const told = JSON.stringify(timelineMessage(releaseAfter(...signed, relapse), relapse));
    expect(told).toMatch(/🔴 Red again: .*Blocking issues.*#7 \\"Data loss\\"/);
    expect(told).toContain('Settle issues…');
  });

  it('is read aloud', () =>
    expect(
      playbookAloud(playbook)
        .replaceAll(/\s+/g, ' ')
        .match(/It has to stay green until all is merged/g),
    ).toHaveLength(2));
});
