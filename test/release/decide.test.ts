import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { evolve } from '../../src/release/evolve.ts';
import { mirrorOf } from '../../src/release/mirror.ts';
import { nextDue } from '../../src/release/next-due.ts';
import { owedBy } from '../../src/release/owed.ts';
import { currentSteps, stepState } from '../../src/release/release.ts';
import { completed, given, releaseAfter, sha, signed, started, upTo } from './given.ts';

const signOff = { type: 'SignOff', step: 'sign-off-backend-lead', decision: 'approve', subject: sha('a') } as const;
const active = (...events: readonly ReleaseEvent[]): readonly string[] =>
  currentSteps(releaseAfter(...events)).map((p) => p.id);

describe('the order of a release', () => {
  it('begins with the first group, without the steps whose condition does not hold', () => {
    expect(active(started())).toEqual([
      'feature-merged.tax-rounding',
      'branch-contains',
      'boxes-ticked.tax-rounding',
      'checklist-release-manager',
    ]);
  });
  it('asks for changelog drafts of every feature when the announcement is public', () => {
    const answers = { ...started().answers, public: true, features: ['tax-rounding', 'invoice-export'] };
    expect(active(started({ answers }))).toContain('file-present.invoice-export');
  });
  it('skips no group: the pull request waits for the whole of Ready', () => {
    expect(active(...upTo.ready().slice(0, -1))).toEqual(['checklist-release-manager']);
    expect(active(...upTo.ready())).toEqual(['pr']);
  });
  it('closes with its last step', () => {
    given(...upTo.published(), completed('deployed'))
      .when({
        type: 'SaveChecklist',
        step: 'checklist-operations',
        by: 'U-omar',
        ticks: { '0': { ticked: true, evidence: 'https://grafana.example' }, '1': { ticked: true, evidence: 'none' } },
      })
      .yields(
        {
          type: 'ChecklistSaved',
          step: 'checklist-operations',
          by: 'U-omar',
          ticks: {
            '0': { ticked: true, evidence: 'https://grafana.example' },
            '1': { ticked: true, evidence: 'none' },
          },
        },
        { type: 'ReleaseClosed' },
      );
  });
});

describe('a sign-off', () => {
  it('holds for the commit that was shown', () => {
    given(...upTo.pullRequest())
      .when({ ...signOff, by: 'U-lena' })
      .yields(signed('U-lena', sha('a')));
  });
  it('is refused to those outside the role', () => {
    given(...upTo.pullRequest())
      .when({ ...signOff, by: 'U-omar' })
      .refused('not_entitled', /Backend lead/);
  });
  it('is refused to the starter, even in the role', () => {
    given(
      ...upTo
        .pullRequest()
        .map((e) => (e.type === 'ReleaseStarted' ? started({ roles: { 'backend-lead': ['U-maria', 'U-lena'] } }) : e)),
    )
      .when({ ...signOff, by: 'U-maria' })
      .refused('separation_of_duties', /You started/);
  });
  it('is refused to somebody who wrote part of it', () => {
    given(...upTo.pullRequest())
      .when({ ...signOff, by: 'U-tom' })
      .refused('separation_of_duties', /tom-h/);
  });
  it('is refused to somebody whose GitHub login is unknown, where authors may not sign', () => {
    given(
      ...upTo
        .pullRequest()
        .map((e) => (e.type === 'ReleaseStarted' ? started({ roles: { 'backend-lead': ['U-new', 'U-lena'] } }) : e)),
    )
      .when({ ...signOff, by: 'U-new' })
      .refused('identity_unknown', /who you are on GitHub.*\/release link/);
  });
  it('is refused for a commit that has moved on', () => {
    given(...upTo.pullRequest())
      .when({ ...signOff, by: 'U-lena', subject: sha('9') })
      .refused('stale_subject', /9999999.*aaaaaaa/);
  });
  it('is not given twice', () => {
    const two = started({
      playbook: {
        ...started().playbook,
        roles: {
          ...started().playbook.roles,
          'backend-lead': { title: 'Backend lead', from: 'slipway.yml', quorum: 2, not: [] },
        },
      },
    });
    const events = upTo.pullRequest().map((e) => (e.type === 'ReleaseStarted' ? two : e));
    given(...events, signed('U-lena', sha('a')))
      .when({ ...signOff, by: 'U-lena' })
      .refused('already_done');
    expect(active(...events, signed('U-lena', sha('a')))).toContain('sign-off-backend-lead');
    expect(active(...events, signed('U-lena', sha('a')), signed('U-tom', sha('a')))).not.toContain(
      'sign-off-backend-lead',
    );
  });
  it('needs a word from who asks for changes, and is not given by it', () => {
    given(...upTo.pullRequest())
      .when({ ...signOff, by: 'U-lena', decision: 'changes' })
      .refused('reason_missing');
    expect(
      active(...upTo.pullRequest(), {
        type: 'SignOffGiven',
        step: 'sign-off-backend-lead',
        by: 'U-lena',
        decision: 'changes',
        comment: 'typo',
        subject: sha('a'),
      }),
    ).toContain('sign-off-backend-lead');
  });
  it('rejected, stops the release', () => {
    given(...upTo.pullRequest())
      .when({ ...signOff, by: 'U-lena', decision: 'reject', comment: 'not today' })
      .yields(
        {
          type: 'SignOffGiven',
          step: 'sign-off-backend-lead',
          by: 'U-lena',
          decision: 'reject',
          comment: 'not today',
          subject: sha('a'),
        },
        {
          type: 'StepFailed',
          step: 'sign-off-backend-lead',
          sentence: 'The sign-off was refused: “not today”.',
          remedy: expect.any(String),
        },
        { type: 'ReleasePaused', by: 'slipway', reason: 'The sign-off was refused.', step: 'sign-off-backend-lead' },
      );
  });
});

describe('a push to the branch', () => {
  const moved = {
    type: 'HeadMoved',
    step: 'pr',
    from: sha('a'),
    to: sha('c'),
    sentence: 'One commit by ana-d',
    facts: { authors: 'ana-d' },
  } as const;
  it('voids the sign-off, the CI and every check that read the branch', () => {
    const release = releaseAfter(...upTo.signed(), moved);
    expect(stepState(release, 'sign-off-backend-lead')).toMatchObject({ signatures: [], attempt: 2 });
    expect(currentSteps(release).map((p) => p.id)).toEqual([
      'feature-merged.tax-rounding',
      'branch-contains',
      'boxes-ticked.tax-rounding',
    ]);
  });
  it('asks again once the checks are green again', () => {
    const again = ['feature-merged.tax-rounding', 'branch-contains', 'boxes-ticked.tax-rounding'].map((s) =>
      completed(s),
    );
    const release = releaseAfter(...upTo.signed(), moved, ...again);
    expect(
      release.outbox.filter((m) => m.about.type === 'StepAsked' && m.about.step === 'sign-off-backend-lead'),
    ).toHaveLength(2);
  });
  it('is what the signer of the old commit is told, whose turn it took away', () => {
    given(...upTo.pullRequest(), moved)
      .when({ ...signOff, by: 'U-lena' })
      .refused('stale_subject', /aaaaaaa.*ccccccc/);
  });
  it('is recorded once', () => {
    given(...upTo.signed(), moved)
      .when({ type: 'RecordHeadMoved', step: 'pr', to: sha('c'), sentence: 'x', facts: {} })
      .yields();
  });
  it('no longer matters once it is merged', () => {
    given(...upTo.merged())
      .when({ type: 'RecordHeadMoved', step: 'pr', to: sha('c'), sentence: 'x', facts: {} })
      .yields();
  });
});

describe('a failure', () => {
  const failure = {
    type: 'RecordFailure',
    step: 'artifacts',
    attempt: 1,
    sentence: 'publish.yml failed',
    remedy: 'Look at the run.',
    link: 'https://github.example/run',
  } as const;
  const failedEvents = [
    {
      type: 'StepFailed',
      step: 'artifacts',
      sentence: 'publish.yml failed',
      remedy: 'Look at the run.',
      link: 'https://github.example/run',
    },
    { type: 'ReleasePaused', by: 'slipway', reason: 'publish.yml failed', step: 'artifacts' },
  ] as const;
  it('pauses the release', () => {
    given(...upTo.tagged())
      .when(failure)
      .yields(...failedEvents);
  });
  it('goes on with Retry, as a new attempt', () => {
    given(...upTo.tagged(), ...failedEvents)
      .when({ type: 'RetryStep', by: 'U-maria' })
      .yields({ type: 'StepRetried', step: 'artifacts', by: 'U-maria' }, { type: 'ReleaseResumed', by: 'U-maria' });
    expect(
      stepState(
        releaseAfter(...upTo.tagged(), ...failedEvents, { type: 'StepRetried', step: 'artifacts', by: 'U-maria' }),
        'artifacts',
      ),
    ).toMatchObject({ attempt: 2, status: 'active' });
  });
  it('is not resumed past', () => {
    given(...upTo.tagged(), ...failedEvents)
      .when({ type: 'Resume', by: 'U-maria' })
      .refused('not_paused', /Retry/);
  });
  it('of an earlier attempt is ignored', () => {
    given(
      ...upTo.tagged(),
      ...failedEvents,
      { type: 'StepRetried', step: 'artifacts', by: 'U-maria' },
      { type: 'ReleaseResumed', by: 'U-maria' },
    )
      .when(failure)
      .yields();
  });
  it('can be completed outside with evidence by who runs the release', () => {
    const outside = {
      type: 'CompleteOutside',
      step: 'artifacts',
      by: 'U-maria',
      evidence: 'Published by hand: https://packages.example',
    } as const;
    given(...upTo.tagged(), ...failedEvents)
      .when({ ...outside, evidence: ' ' })
      .refused('evidence_missing');
    given(...upTo.tagged(), ...failedEvents)
      .when({ ...outside, by: 'U-omar' })
      .refused('not_entitled');
    given(...upTo.tagged(), ...failedEvents)
      .when(outside)
      .yields(
        { type: 'StepCompleted', step: 'artifacts', how: 'outside', by: 'U-maria', sentence: outside.evidence },
        { type: 'ReleaseResumed', by: 'U-maria' },
      );
  });
});

describe('what is done by hand', () => {
  it('is adopted, and opens no gate that it passed by', () => {
    given(...upTo.pullRequest())
      .when({
        type: 'RecordCompletion',
        step: 'merged',
        attempt: 1,
        how: 'adopted',
        sentence: 'Merged by hand',
        facts: { sha: sha('b') },
      })
      .yields({
        type: 'StepCompleted',
        step: 'merged',
        how: 'adopted',
        sentence: 'Merged by hand',
        facts: { sha: sha('b') },
      });
    expect(
      active(...upTo.pullRequest(), {
        type: 'StepCompleted',
        step: 'merged',
        how: 'adopted',
        sentence: 'Merged by hand',
      }),
    ).toEqual(['ci-green', 'request-review', 'sign-off-backend-lead']);
  });
});

describe('pause, resume, cancel', () => {
  it('want a reason, and somebody who runs the release', () => {
    given(started()).when({ type: 'Cancel', by: 'U-maria', reason: ' ' }).refused('reason_missing');
    given(started()).when({ type: 'Cancel', by: 'U-lena', reason: 'no' }).refused('not_entitled');
    given(started())
      .when({ type: 'Cancel', by: 'U-maria', reason: 'no' })
      .yields({ type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' });
  });
  it('end: nothing happens to a cancelled release', () => {
    given(started(), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' })
      .when({ type: 'Pause', by: 'U-maria', reason: 'x' })
      .refused('not_running');
  });
  it('lets nobody sign in a pause', () => {
    given(...upTo.pullRequest(), { type: 'ReleasePaused', by: 'U-maria', reason: 'lunch' })
      .when({ ...signOff, by: 'U-lena' })
      .refused('paused');
  });
});

describe('a checklist', () => {
  const save = { type: 'SaveChecklist', step: 'checklist-operations', by: 'U-omar' } as const;
  const deployed = () => [...upTo.published(), completed('deployed')];
  it('ticks nothing without the evidence it asks for', () => {
    given(...deployed())
      .when({ ...save, ticks: { '0': { ticked: true } } })
      .refused('evidence_missing', /Metrics/);
  });
  it('records only what changed', () => {
    given(...deployed())
      .when({ ...save, ticks: { '0': { ticked: false } } })
      .yields();
  });
  it('is answered by its role', () => {
    given(...deployed())
      .when({ ...save, by: 'U-maria', ticks: { '0': { ticked: true, evidence: 'x' } } })
      .refused('not_entitled', /Operations/);
  });
});

describe('deploy', () => {
  it('is pressed once, by those who may', () => {
    const press = { type: 'RequestDeploy', step: 'deployed', by: 'U-omar', attempt: 1 } as const;
    given(...upTo.published())
      .when({ ...press, by: 'U-lena' })
      .refused('not_entitled');
    given(...upTo.published())
      .when(press)
      .yields({ type: 'DeployRequested', step: 'deployed', by: 'U-omar' });
    given(...upTo.published(), { type: 'DeployRequested', step: 'deployed', by: 'U-omar' })
      .when(press)
      .refused('already_done');
  });
});

describe('what a review found', () => {
  it('logins are the same in upper and lower case: an author does not sign', () => {
    const component = { ...started().component, github: { 'U-lena': 'lena-b', 'U-tom': 'Tom-H' } };
    given(...upTo.pullRequest().map((e) => (e.type === 'ReleaseStarted' ? started({ component }) : e)))
      .when({ ...signOff, by: 'U-tom' })
      .refused('separation_of_duties', /Tom-H/);
  });
  it('nobody completes outside what a colleague objects to', () => {
    const events = upTo
      .pullRequest()
      .map((e) =>
        e.type === 'StepCompleted' && e.step === 'pr' ? { ...e, facts: { ...e.facts, authors: 'ana-d' } } : e,
      );
    given(
      ...events,
      {
        type: 'SignOffGiven',
        step: 'sign-off-backend-lead',
        by: 'U-lena',
        decision: 'reject',
        comment: 'data loss',
        subject: sha('a'),
      },
      { type: 'StepFailed', step: 'sign-off-backend-lead', sentence: 'refused', remedy: 'mend' },
      { type: 'ReleasePaused', by: 'slipway', reason: 'refused', step: 'sign-off-backend-lead' },
    )
      .when({ type: 'CompleteOutside', step: 'sign-off-backend-lead', by: 'U-tom', evidence: 'fine' })
      .refused('separation_of_duties', /objects/);
  });
  it('what GitHub shows is done there and adopted, not claimed', () => {
    given(...upTo.ready())
      .when({ type: 'CompleteOutside', step: 'pr', by: 'U-maria', evidence: 'I did' })
      .refused('not_current', /adopts it/);
  });
  it('a red CI is completed outside by the leads, not by who starts', () => {
    const outside = { type: 'CompleteOutside', step: 'ci-green', evidence: 'flaky runner, see INC-7' } as const;
    given(...upTo.pullRequest())
      .when({ ...outside, by: 'U-maria' })
      .refused('not_entitled', /Backend lead/);
  });
  it('a report of a job in flight changes nothing of a cancelled release, but what was done', () => {
    const over = [...upTo.tagged(), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' } as const];
    given(...over)
      .when({ type: 'RecordFailure', step: 'artifacts', attempt: 1, sentence: 'red', remedy: 'mend' })
      .yields();
    given(...over)
      .when({ type: 'RecordCompletion', step: 'artifacts', attempt: 1, how: 'made', sentence: 'done' })
      .yields({ type: 'StepCompleted', step: 'artifacts', how: 'made', sentence: 'done' });
  });
  it('a pause counts for no deadline', () => {
    const paused = releaseAfter(started(), { type: 'ReleasePaused', by: 'U-maria', reason: 'holiday' });
    const later = new Date('2026-12-04T05:00:00Z');
    const resumed = evolve(paused, { version: 3, at: later, event: { type: 'ReleaseResumed', by: 'U-maria' } }, 'r');
    expect(owedBy(resumed, later).filter((o) => o.effect === 'deadline')).toEqual([]);
    expect(nextDue(resumed)?.getTime()).toBeGreaterThan(later.getTime());
  });
  it('a pause by hand takes the success off the pull request', () => {
    const release = releaseAfter(...upTo.signed(), { type: 'ReleasePaused', by: 'U-maria', reason: 'incident' });
    expect(mirrorOf(release)).toMatchObject({ state: 'pending', description: '1.5.0 is paused: incident' });
  });
  it('a checklist of which no item applies is no step; a playbook with nothing to do does not start', () => {
    const playbook = structuredClone(started().playbook);
    for (const stage of playbook.stages)
      for (const step of stage.steps) if ('checklist' in step) for (const item of step.items) item.when = 'public';
    expect(releaseAfter(started({ playbook })).plan.some((p) => p.kind === 'checklist' && p.stage === 4)).toBe(false);
    const { type: _, ...nothing } = started({
      playbook: { ...playbook, stages: [{ stage: 'After', steps: playbook.stages[4]?.steps.slice(0, 1) ?? [] }] },
    });
    given()
      .when({ type: 'StartRelease', ...nothing })
      .refused('nothing_to_do');
  });
  it('the record keeps what was signed and voided', () => {
    const release = releaseAfter(...upTo.signed(), {
      type: 'HeadMoved',
      step: 'pr',
      from: sha('a'),
      to: sha('c'),
      sentence: 'moved',
      facts: {},
    });
    expect(stepState(release, 'sign-off-backend-lead').voided).toMatchObject([{ by: 'U-lena', subject: sha('a') }]);
  });
});
