import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../../src/doctor/github-permissions.ts';
import { checkAloud } from '../../src/release/aloud-machine.ts';
import { blockingIssues } from '../../src/release/blocking-issues.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { referenceFindings } from '../../src/release/playbook-references.ts';
import { stepState } from '../../src/release/release.ts';
import { waitingOf } from '../../src/release/waiting.ts';
import { given, releaseAfter, started } from './given.ts';
import { issuesPlaybook, stoppedBy } from './issues-playbook.ts';

const begun = (more: Readonly<Record<string, unknown>> = {}) =>
  started({ playbook: issuesPlaybook(more), answers: {} });
const settle = (by: string, ...numbers: readonly number[]) => ({
  type: 'SettleIssues' as const,
  step: 'issues',
  by,
  issues: numbers.map((number) => ({ number, how: 'deferred' as const, reason: ' No customer meets it ' })),
});
const settled: ReleaseEvent = {
  type: 'IssuesSettled',
  step: 'issues',
  by: 'U-maria',
  issues: [{ number: 12, title: 'Bad *thing* 12 <!channel>', how: 'deferred', reason: 'No customer meets it' }],
};

describe('issues that stop a release', () => {
  it('are settled by those who run it, or by the roles that the playbook names', () => {
    given(begun(), stoppedBy(12, 15)).when(settle('U-maria', 12)).yields(settled);
    given(begun(), stoppedBy(12))
      .when(settle('U-lena', 12))
      .refused('not_entitled', /those who run this release/);
    const named = begun({ settle: ['backend-lead'] });
    given(named, stoppedBy(12))
      .when(settle('U-lena', 12))
      .yields({ ...settled, by: 'U-lena' });
    given(named, stoppedBy(12))
      .when(settle('U-maria', 12))
      .refused('not_entitled', /Only the role Backend lead/);
  });

  it('wait for those people, each until somebody has decided on it', () => {
    const open = releaseAfter(begun({ settle: ['backend-lead'] }), stoppedBy(12, 15));
    expect(waitingOf(open)[0]?.people).toEqual(['U-lena', 'U-tom']);
    const after = releaseAfter(begun(), stoppedBy(12, 15), settled);
    expect(blockingIssues(stepState(after, 'issues')).map(({ number }) => number)).toEqual([15]);
  });

  it('what was decided is owed to GitHub at once, and is not owed before', () => {
    const keys = (...events: readonly ReleaseEvent[]) => {
      const release = releaseAfter(...events);
      return owedBy(release, new Date(0)).flatMap(({ key }) => (key.startsWith('step.') ? [key] : []));
    };
    const before = keys(begun(), stoppedBy(12, 15));
    const after = keys(begun(), stoppedBy(12, 15), settled);
    expect(before).toEqual(['step.issues.1']);
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
    const lookedAt = stepState(releaseAfter(begun(), stoppedBy(12, 15), settled), 'issues').settled?.[0]?.at.getTime();
    expect(after).toEqual([`step.issues.1.${lookedAt}`]);
  });

  it('a decision that GitHub has not answered yet is not taken again, and one on another issue is', () => {
    given(begun(), stoppedBy(12, 15), settled)
      .when(settle('U-maria', 12))
      .refused('nothing_to_do', /#12 was settled a moment ago/);
    given(begun(), stoppedBy(12, 15), settled)
      .when(settle('U-maria', 15))
      .yields({
        ...settled,
        issues: [{ number: 15, title: 'Bad *thing* 15 <!channel>', how: 'deferred', reason: 'No customer meets it' }],
      });
  });

  it('one that stops it again may be settled again: the later decision counts', () => {
    const again: ReleaseEvent = {
      ...settled,
      issues: [{ ...settled.issues[0], number: 12, title: 'x', how: 'completed', reason: 'Fixed' }],
    };
    given(begun(), stoppedBy(12), settled, stoppedBy(12, 13)).when(settle('U-maria', 12)).yields(settled);
    const release = releaseAfter(begun(), stoppedBy(12), settled, stoppedBy(12, 13), again);
    expect(stepState(release, 'issues').settled?.map(({ how }) => how)).toEqual(['completed']);
  });

  it('refuses what makes no sense, and says what to do', () => {
    given(begun(), stoppedBy(12))
      .when({ ...settle('U-maria', 12), issues: [] })
      .refused('nothing_to_do', /Choose/);
    given(begun(), stoppedBy(12))
      .when(settle('U-maria', 99))
      .refused('not_current', /#99 does not stop this release any more/);
    given(begun(), stoppedBy(12))
      .when({ ...settle('U-maria'), issues: [{ number: 12, how: 'completed', reason: '  ' }] })
      .refused('reason_missing');
    given(begun(), stoppedBy(12))
      .when({ ...settle('U-maria', 12), step: 'nowhere' })
      .refused('not_current');
    given(started())
      .when({ ...settle('U-maria', 12), step: 'branch-contains' })
      .refused('not_current', /not about issues/);
    given(begun(), stoppedBy(12), { type: 'ReleasePaused', by: 'U-maria', reason: 'Lunch' })
      .when(settle('U-maria', 12))
      .refused('paused');
    given(begun(), stoppedBy(12), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'No' })
      .when(settle('U-maria', 12))
      .refused('not_running');
    given(begun(), stoppedBy(12), { type: 'StepCompleted', step: 'issues', how: 'made', sentence: 'None.' })
      .when(settle('U-maria', 12))
      .refused('already_done');
  });

  it('are in the playbook as it is read aloud, its roles are looked up, and what GitHub must allow is said', () => {
    const playbook = issuesPlaybook({ settle: ['backend-lead'], 'defer-label': 'deferred' });
    const step = playbook.stages[0]?.steps[0];
    if (step === undefined || !('check' in step)) throw new Error('no check');
    expect(checkAloud(step, playbook)).toBe(
      'Slipway waits until no open issue carries the label release-blocker. From Slack, Backend lead may close or defer one; a deferred one gets the label deferred.',
    );
    expect([...referenceFindings(issuesPlaybook({ settle: ['backend-leed'] }))]).toEqual([
      {
        path: ['stages', 0, 'steps', 0, 'settle', 0],
        message: 'There is no role backend-leed.',
        fix: expect.stringContaining('backend-lead'),
      },
    ]);
    const level = (one: typeof playbook) => permissionsOf(one).find(({ name }) => name === 'issues')?.level;
    expect([level(playbook), level(issuesPlaybook())]).toEqual(['write', 'read']);
  });
});
