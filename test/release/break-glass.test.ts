import { describe, expect, it } from 'vitest';
import { forceable } from '../../src/release/break-glass.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { mirrorOf } from '../../src/release/mirror.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { stepState } from '../../src/release/release.ts';
import { openReviews, reviewersOf } from '../../src/release/reviews.ts';
import { summaryOf } from '../../src/release/summary.ts';
import { waitsFor } from '../../src/release/waits-for.ts';
import { completed, given, releaseAfter, sha, upTo } from './given.ts';
import { begun, joint, pinned, ticked } from './joint.ts';

const red: ReleaseEvent = { type: 'StepRead', step: 'ci', outcome: 'fail', sentence: 'red' };
const asks = (by: string, step = 'ci') => ({ type: 'BreakGlass', step, by, reason: 'Prod is down' }) as const;
const asked: ReleaseEvent = { type: 'BreakGlassAsked', step: 'ci', by: 'U-maria', reason: 'Prod is down' };
const confirms = (by: string, attempt = 1) => ({ type: 'ConfirmBreakGlass', step: 'ci', by, attempt }) as const;
const forced: readonly ReleaseEvent[] = [
  { type: 'BreakGlassConfirmed', step: 'ci', by: 'U-dan' },
  { type: 'StepCompleted', step: 'ci', how: 'forced', by: 'U-maria', sentence: 'Prod is down' },
];
const reviews = (by: string, conclusion = 'It was right') =>
  ({ type: 'CloseReview', step: 'ci', by, conclusion }) as const;
const reviewed: ReleaseEvent = { type: 'ReviewClosed', step: 'ci', by: 'U-bob', conclusion: 'It was right' };

describe('break-glass', () => {
  it('is asked for by those who run the release, with a reason, once', () => {
    given(...pinned(), red)
      .when(asks('U-maria'))
      .yields(asked);
    given(...pinned(), red)
      .when(asks('U-bob'))
      .refused('not_entitled', /Only those who run this release/);
    given(...pinned(), red)
      .when({ ...asks('U-maria'), reason: ' ' })
      .refused('reason_missing');
    given(...pinned(), red, asked)
      .when(asks('U-maria'))
      .refused('already_done', /asked already that this is forced/);
    given(...pinned(), red, asked, ...forced)
      .when(asks('U-maria'))
      .refused('already_done', /done already/);
    given(...pinned())
      .when(asks('U-maria', 'list'))
      .refused('not_current', /Only a check or a sign-off/);
    given(...pinned())
      .when(asks('U-maria', 'issues'))
      .refused('not_current', /The turn of this step has not come/);
  });

  it('is refused where the playbook names nobody, or nobody else may confirm', () => {
    const { 'break-glass': _, ...without } = joint;
    given(begun({ playbook: without }), ...pinned().slice(1))
      .when(asks('U-maria'))
      .refused('not_current', /names nobody under break-glass/);
    const roles = { ...begun().roles, director: ['U-maria'] };
    given(begun({ roles }), ...pinned().slice(1))
      .when(asks('U-maria'))
      .refused('not_current', /Nobody but you may confirm/);
  });

  it('is refused for a check whose facts a later step needs', () => {
    const stages = joint.stages.map((stage) => ({
      ...stage,
      steps: stage.steps.map((step) =>
        'action' in step && step.action === 'create-tag' ? { ...step, at: '<ci.sha>' } : step,
      ),
    }));
    const release = [begun({ playbook: { ...joint, stages } }), ...pinned().slice(1)];
    given(...release)
      .when(asks('U-maria'))
      .refused('not_current', /“The tag” needs what this one finds out/);
    expect(forceable(releaseAfter(...release)).map((p) => p.id)).toEqual(['signed']);
    expect(forceable(releaseAfter(...pinned())).map((p) => p.id)).toEqual(['ci', 'signed']);
  });

  it('forces nothing before a second person of the roles confirms', () => {
    expect(stepState(releaseAfter(...pinned(), red, asked), 'ci').status).toBe('active');
    given(...pinned(), red, asked)
      .when(confirms('U-dan'))
      .yields(...forced);
    given(...pinned(), red, asked)
      .when(confirms('U-maria'))
      .refused('separation_of_duties', /asked for this yourself/);
    given(...pinned(), red, asked)
      .when(confirms('U-bob'))
      .refused('not_entitled', /Only the role Director or Manager/);
    given(...pinned(), red)
      .when(confirms('U-dan'))
      .refused('not_current', /void/);
    given(...pinned(), red, asked, ...forced)
      .when(confirms('U-dan'))
      .refused('already_done', /done already/);
    given(...pinned(), red, asked, completed('ci'))
      .when(confirms('U-dan'))
      .refused('already_done');
  });

  it('that was asked of an earlier commit is void', () => {
    const repinned: ReleaseEvent = {
      type: 'CommitRepinned',
      step: 'candidate',
      by: 'U-maria',
      reason: 'x',
      from: sha('a'),
    };
    const again = [...pinned(), red, asked, repinned, completed('candidate', { head: sha('b') })];
    given(...again)
      .when(confirms('U-dan'))
      .refused('not_current', /began anew/);
    given(...again, asked)
      .when(confirms('U-dan'))
      .refused('not_current', /began anew/);
    given(...again, asked)
      .when(confirms('U-dan', 2))
      .yields(...forced);
  });

  it('that was asked of a sign-off which was rejected since is not confirmed', () => {
    const of = { ...asked, step: 'signed' };
    const rejected: readonly ReleaseEvent[] = [
      { type: 'SignOffGiven', step: 'signed', by: 'U-bob', decision: 'reject', comment: 'No', subject: sha('a') },
      { type: 'StepFailed', step: 'signed', sentence: 'The sign-off was refused: “No”.', remedy: 'Retry' },
      { type: 'ReleasePaused', by: 'slipway', reason: 'The sign-off was refused.', step: 'signed' },
    ];
    const anew: readonly ReleaseEvent[] = [
      { type: 'StepRetried', step: 'signed', by: 'U-maria' },
      { type: 'ReleaseResumed', by: 'U-maria' },
    ];
    given(...pinned(), of, ...rejected)
      .when({ ...confirms('U-dan'), step: 'signed' })
      .refused('not_current', /It was rejected\. Retry asks for it again; then it can be forced/);
    for (const attempt of [1, 2])
      given(...pinned(), of, ...rejected, ...anew)
        .when({ ...confirms('U-dan', attempt), step: 'signed' })
        .refused('not_current', /began anew/);
    given(...pinned(), of, ...rejected, ...anew, of)
      .when({ ...confirms('U-dan', 2), step: 'signed' })
      .yields(...forced.map((event) => ({ ...event, step: 'signed' })));
  });

  it('leaves a step that is forced, not green, and says so in the record and on GitHub', () => {
    const release = releaseAfter(...pinned(), red, asked, ...forced);
    expect(stepState(release, 'ci').done).toMatchObject({ how: 'forced', by: 'U-maria', sentence: 'Prod is down' });
    expect(releaseRecord(release)).toMatchObject({
      forced: [{ step: 'ci', askedBy: { slack: 'U-maria' }, confirmedBy: { slack: 'U-dan' }, review: null }],
    });
    const ci = 'ci-green';
    const pull = releaseAfter(
      ...upTo
        .pullRequest()
        .map((event) =>
          event.type === 'ReleaseStarted'
            ? { ...event, playbook: { ...event.playbook, 'break-glass': ['operations'] } }
            : event,
        ),
      { ...asked, step: ci },
      { type: 'BreakGlassConfirmed', step: ci, by: 'U-omar' },
      { type: 'StepCompleted', step: ci, how: 'forced', by: 'U-maria', sentence: 'Prod is down' },
      ...upTo.signed().slice(-2),
    );
    expect(mirrorOf(pull)).toMatchObject({
      state: 'success',
      description: '1.5.0 goes on by break-glass; forced: CI of the pull request',
    });
  });
});

describe('the review of what was forced', () => {
  const done = [...pinned(), red, asked, ...forced];

  it('waits for those who may close it, until it is closed, and they are told of it', () => {
    const release = releaseAfter(...done);
    for (const person of ['U-ada', 'U-bob', 'U-cyd']) {
      expect(waitsFor(release, person).map(({ title }) => title)).toContain('Review of what was forced: CI');
      expect(release.chased[person]?.asks.map(({ step }) => step)).toContain('ci');
    }
    for (const person of ['U-maria', 'U-dan'])
      expect(waitsFor(release, person).map(({ planned }) => planned.id)).not.toContain('ci');
    const closed = releaseAfter(...done, reviewed);
    expect(waitsFor(closed, 'U-ada').map(({ planned }) => planned.id)).not.toContain('ci');
  });
  it('is closed by somebody with a part in the release who did neither', () => {
    expect(reviewersOf(releaseAfter(...done), 'ci')).toEqual(['U-ada', 'U-bob', 'U-cyd']);
    given(...done)
      .when(reviews('U-bob'))
      .yields(reviewed);
    given(...done)
      .when(reviews('U-maria'))
      .refused('separation_of_duties', /somebody else must review it/);
    given(...done)
      .when(reviews('U-dan'))
      .refused('separation_of_duties');
    given(...done)
      .when(reviews('U-stranger'))
      .refused('not_entitled', /with a part in this release/);
    given(...done)
      .when(reviews('U-bob', ' '))
      .refused('reason_missing');
    given(...done, reviewed)
      .when(reviews('U-ada'))
      .refused('already_done', /closed already/);
    given(...pinned())
      .when(reviews('U-bob'))
      .refused('not_current', /Nothing of this was forced/);
  });

  it('holds the release open until it is closed, and says on whom it waits', () => {
    const last: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U-maria' };
    const all: readonly ReleaseEvent[] = [
      ...done,
      ticked,
      { type: 'SignOffGiven', step: 'signed', by: 'U-bob', decision: 'approve', subject: sha('a') },
      { type: 'SignOffGiven', step: 'signed', by: 'U-cyd', decision: 'approve', subject: sha('a') },
      completed('issues'),
      completed('tagged', { sha: sha('a') }),
      last,
      { type: 'DeployConfirmed', step: 'deployed', by: 'U-cyd' },
    ];
    const ends = {
      type: 'RecordCompletion',
      step: 'deployed',
      attempt: 1,
      how: 'made',
      sentence: 'done',
      facts: {},
    } as const;
    given(...all)
      .when(ends)
      .yields(completed('deployed'));
    given(...all, reviewed)
      .when(ends)
      .yields(completed('deployed'), { type: 'ReleaseClosed' });
    given(...all, completed('deployed'))
      .when(reviews('U-bob'))
      .yields(reviewed, { type: 'ReleaseClosed' });
    const waiting = releaseAfter(...all, completed('deployed'));
    expect(waiting.status).toBe('open');
    expect(summaryOf(waiting).waiting).toMatchObject([
      { title: 'Review of what was forced: CI', people: ['U-ada', 'U-bob', 'U-cyd'] },
    ]);
    expect(openReviews(releaseAfter(...all, reviewed))).toEqual([]);
  });
});
