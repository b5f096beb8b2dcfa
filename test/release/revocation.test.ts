import { describe, expect, it } from 'vitest';
import { withoutSignature } from '../../src/release/decide-revocation.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { stepState } from '../../src/release/release.ts';
import { completed, given, releaseAfter, sha, upTo } from './given.ts';
import { approval, pinned, signedByAll, tagged } from './joint.ts';

const takesBack = (by: string, reason = 'Seen a crash') =>
  ({ type: 'RevokeSignature', step: 'signed', by, reason }) as const;
const revoked = (by: string, step = 'signed'): ReleaseEvent => ({
  type: 'SignatureRevoked',
  step,
  by,
  reason: 'Seen a crash',
});

describe('a signature that is taken back', () => {
  it('needs a reason, and a signature', () => {
    given(...signedByAll())
      .when(takesBack('U-cyd'))
      .yields(revoked('U-cyd'));
    given(...signedByAll())
      .when(takesBack('U-cyd', ' '))
      .refused('reason_missing', /Say why/);
    given(...signedByAll())
      .when(takesBack('U-ada'))
      .refused('not_current', /You have not signed this/);
    given(...signedByAll())
      .when({ ...takesBack('U-cyd'), step: 'ci' })
      .refused('not_current', /not signed/);
  });

  it('makes its step waited for again and what comes after it pending; others keep theirs, and people are asked anew', () => {
    const before = releaseAfter(...signedByAll(), completed('issues'));
    expect(stepState(before, 'tagged').status).toBe('active');
    const release = releaseAfter(...signedByAll(), completed('issues'), revoked('U-cyd'));
    expect(stepState(release, 'signed')).toMatchObject({ status: 'active', signatures: [{ by: 'U-bob' }] });
    expect(stepState(release, 'issues')).toMatchObject({ status: 'pending', attempt: 2 });
    expect(stepState(release, 'tagged').status).toBe('pending');
    expect(stepState(release, 'list').status).toBe('done');
    const about = release.outbox.slice(-2).map((m) => m.about);
    expect(about).toEqual([revoked('U-cyd'), { type: 'StepAsked', step: 'signed' }]);
    const again = releaseAfter(...signedByAll(), completed('issues'), revoked('U-cyd'), approval('U-ada'));
    expect(stepState(again, 'signed').status).toBe('done');
  });

  it('stays in the record, with its reason', () => {
    const step = releaseRecord(releaseAfter(...signedByAll(), revoked('U-cyd'))).steps.find((s) => s.id === 'signed');
    expect(step?.signOffs?.[0]).toMatchObject({
      by: { slack: 'U-cyd' },
      voided: true,
      revoked: { reason: 'Seen a crash' },
    });
  });

  it('says beforehand what comes of it', () => {
    const all = releaseAfter(...signedByAll());
    expect(withoutSignature(all, 'signed', 'U-cyd')).toBe('asked');
    const one = releaseAfter(...pinned(), approval('U-bob'));
    expect(withoutSignature(one, 'signed', 'U-bob')).toBe('asked');
    const more = releaseAfter(...pinned(), approval('U-bob'), approval('U-ada'), approval('U-cyd'));
    expect(withoutSignature(more, 'signed', 'U-cyd')).toBe('stays');
    const no = { ...approval('U-ada'), decision: 'changes', comment: 'No' } as const;
    const against = releaseAfter(...pinned(), approval('U-bob'), no, approval('U-cyd'));
    expect(withoutSignature(against, 'signed', 'U-ada')).toBe('signed');
  });

  it('can be an objection: then the approvals of the others are enough', () => {
    const no = { ...approval('U-ada'), decision: 'changes', comment: 'No' } as const;
    const release = releaseAfter(...pinned(), approval('U-bob'), no, approval('U-cyd'), revoked('U-ada'));
    expect(stepState(release, 'signed').status).toBe('done');
  });

  it('is refused once a machine made something on the strength of it, with what to do instead', () => {
    given(...upTo.signed())
      .when({ ...takesBack('U-lena'), step: 'sign-off-backend-lead' })
      .yields(revoked('U-lena', 'sign-off-backend-lead'));
    given(...upTo.merged())
      .when({ ...takesBack('U-lena'), step: 'sign-off-backend-lead' })
      .refused('not_current', /The stage “Release pull request” is closed, .*Pause the release .* cancelled\./);
    const moreAfter = pinned().map((event) =>
      event.type === 'ReleaseStarted'
        ? {
            ...event,
            playbook: {
              ...event.playbook,
              stages: event.playbook.stages.map((stage, n) =>
                n === 0
                  ? { ...stage, steps: [...stage.steps, { checklist: 'manager', as: 'after', items: [{ say: 'x' }] }] }
                  : stage,
              ),
            },
          }
        : event,
    );
    given(...moreAfter, ...tagged().slice(2))
      .when(takesBack('U-cyd'))
      .refused('not_current', /“The tag” has happened on the strength of your signature already.*Pause/);
  });

  it('is refused where it is rejected, void, done otherwise, or over', () => {
    const no = { ...approval('U-cyd'), decision: 'reject', comment: 'No' } as const;
    const failed: ReleaseEvent = { type: 'StepFailed', step: 'signed', sentence: 'No.', remedy: 'x' };
    given(...pinned(), no, failed)
      .when(takesBack('U-cyd'))
      .refused('not_current', /Retry asks for the sign-off again/);
    const repinned: ReleaseEvent = {
      type: 'CommitRepinned',
      step: 'candidate',
      by: 'U-maria',
      reason: 'x',
      from: sha('a'),
    };
    given(...pinned(), approval('U-cyd'), repinned)
      .when(takesBack('U-cyd'))
      .refused('not_current', /no longer counts already/);
    const forced: ReleaseEvent = { type: 'StepCompleted', step: 'signed', how: 'forced', by: 'U-maria', sentence: 'x' };
    given(...pinned(), approval('U-cyd'), forced)
      .when(takesBack('U-cyd'))
      .refused('not_current', /done without your signature/);
    given(...signedByAll(), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'x' })
      .when(takesBack('U-cyd'))
      .refused('not_running');
  });
});
