import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { evidenceDocument } from '../../src/release/evidence.ts';
import { mirrorOf } from '../../src/release/mirror.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { readPlaybook } from '../../src/release/read-playbook.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { stepState } from '../../src/release/release.ts';
import { summaryOf } from '../../src/release/summary.ts';
import { completed, given, releaseAfter, sha, started } from './given.ts';

const written = `playbook: waived
title: Waived
released-from: dev
roles:
  manager: { title: Manager, from: starter }
  lead: { title: Lead }
  empty: { title: Nobody }
stages:
  - stage: Release
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - together:
          - { check: ci-green, of: pr, as: ci, title: CI, waive: [lead, manager], re-run: [lead] }
          - { check: bump-fits, as: bump }
          - { check: milestone-complete, milestone: <version>, as: milestone, waive: [empty] }
      - { action: merge-pull-request, of: pr, as: merged }
      - { check: date-fresh, file: x.json, at: x, ref: main, days: 3, as: later, waive: [lead] }
`;
const playbook = playbookSchema.parse(parse(written));
const begun = started({ playbook, answers: {}, roles: { manager: ['U-maria'], lead: ['U-lena', 'U-tom'], empty: [] } });
const opened = completed('pr', { number: '12', head: sha('a'), authors: 'ana-d' });
const red: ReleaseEvent = {
  type: 'StepRead',
  step: 'ci',
  outcome: 'fail',
  sentence: '1 check failed.',
  link: 'https://x',
};
const said = { outcome: 'fail', sentence: '1 check failed.', link: 'https://x' } as const;
const reason = 'The flaky test is known, see #12';
const waived: ReleaseEvent = { type: 'CheckWaived', step: 'ci', by: 'U-lena', reason, said };
const waive = (by: string, step = 'ci', why = reason, attempt = 1) =>
  ({ type: 'WaiveCheck', step, by, reason: why, attempt }) as const;
const upToRed = [begun, opened, red] as const;

describe('a waiver', () => {
  it('is recorded with its reason and what the check last said', () => {
    given(...upToRed)
      .when(waive('U-lena', 'ci', `  ${reason}\n`))
      .yields(waived);
    given(begun, opened).when(waive('U-maria')).yields({ type: 'CheckWaived', step: 'ci', by: 'U-maria', reason });
  });

  it('is only for the roles that the playbook names', () => {
    given(...upToRed)
      .when(waive('U-omar'))
      .refused('not_entitled', /^Only the role Lead or Manager may waive this check\.$/);
    given(...upToRed)
      .when(waive('U-maria', 'bump'))
      .refused('not_entitled', /^The playbook lets nobody waive this check/);
    given(...upToRed)
      .when(waive('U-maria', 'milestone'))
      .refused('not_entitled', /^Only the role Nobody may waive/);
  });

  it.each(['', '  ', 'flaky', 'flaky test', '!!! ??? ...'])('wants more of a reason than %j', (why) => {
    given(...upToRed)
      .when(waive('U-lena', 'ci', why))
      .refused('reason_missing', /^Say in a few words why/);
  });

  it('takes a reason in a language that writes no spaces', () => {
    given(...upToRed)
      .when(waive('U-lena', 'ci', '既知の不安定なテストです'))
      .yields({ ...waived, reason: '既知の不安定なテストです' });
  });

  it('is only of a check that is waited for', () => {
    const failed: ReleaseEvent = { type: 'StepFailed', step: 'ci', sentence: 'No permission.', remedy: 'Grant it.' };
    given(...upToRed)
      .when(waive('U-lena', 'later'))
      .refused('not_current', /turn of this step has not come/);
    given(...upToRed)
      .when(waive('U-lena', 'gone'))
      .refused('not_current', /no such step/);
    given(begun)
      .when(waive('U-maria', 'pr'))
      .refused('not_current', /^Only a check can be waived/);
    given(...upToRed, waived)
      .when(waive('U-tom'))
      .refused('already_done', /waived already/);
    given(...upToRed, completed('ci'))
      .when(waive('U-tom'))
      .refused('already_done', /^That is done already/);
    given(...upToRed, failed)
      .when(waive('U-lena'))
      .refused('not_current', /could not make this check.*Retry it/);
    given(...upToRed, { type: 'ReleasePaused', by: 'U-maria', reason: 'Lunch' })
      .when(waive('U-lena'))
      .refused('paused');
    given(...upToRed, { type: 'ReleaseCancelled', by: 'U-maria', reason: 'Wrong' })
      .when(waive('U-lena'))
      .refused('not_running');
  });

  it('is not undone by what a worker still reports of the check', () => {
    const told = { step: 'ci', attempt: 1, sentence: 'late' } as const;
    given(...upToRed, waived)
      .when({ type: 'RecordCompletion', how: 'made', ...told })
      .yields();
    given(...upToRed, waived)
      .when({ type: 'RecordReading', outcome: 'fail', ...told })
      .yields();
  });
});

describe('a waived check', () => {
  const release = releaseAfter(...upToRed, waived, completed('bump'), completed('milestone'));

  it('lets the release go on, and is told', () => {
    expect(stepState(release, 'merged').status).toBe('active');
    expect(release.outbox.map(({ about }) => about)).toContainEqual(waived);
  });

  it('stands in the record with who, why, and what it last said', () => {
    expect(releaseRecord(release).steps.find(({ id }) => id === 'ci')).toMatchObject({
      status: 'done',
      how: 'waived',
      by: { slack: 'U-lena', github: 'lena-b' },
      result: reason,
      lastSaid: { outcome: 'fail', sentence: '1 check failed.' },
    });
  });

  it('stands in the evidence as waived, not passed', () => {
    expect(evidenceDocument(release)).toMatch(
      /- CI: The flaky test is known, see .*#12 \(waived by lena.*-b, .*\)\n {2}- not passed; it last said: 1 check failed/,
    );
  });

  it('is named by the commit status, which calls nothing green', () => {
    expect(mirrorOf(release)).toMatchObject({
      state: 'success',
      description: '1.5.0 is signed and not all its checks are green; waived: CI',
    });
  });
});

describe('a push to the pull request', () => {
  const moved: ReleaseEvent = { type: 'HeadMoved', step: 'pr', from: sha('a'), to: sha('b'), sentence: 'm', facts: {} };
  const release = releaseAfter(...upToRed, waived, moved);

  it('voids the waiver: the check is waited for again, and the record keeps it', () => {
    expect(stepState(release, 'ci')).toMatchObject({ status: 'active', attempt: 2 });
    expect(stepState(release, 'ci').done).toBeUndefined();
    expect(releaseRecord(release).steps.find(({ id }) => id === 'ci')).toMatchObject({
      status: 'active',
      voidedWaivers: [
        { by: { slack: 'U-lena', github: 'lena-b' }, reason, at: '2026-11-20T05:03:00.000Z', head: sha('a') },
      ],
    });
    given(...upToRed, waived, moved)
      .when(waive('U-tom', 'ci', reason, 2))
      .yields({ type: 'CheckWaived', step: 'ci', by: 'U-tom', reason });
    given(...upToRed, moved)
      .when(waive('U-tom'))
      .refused('stale_subject', /has changed since the form was opened/);
  });

  it('leaves a waiver of what has nothing to do with it', () => {
    const roles = { manager: ['U-maria'], lead: ['U-lena'], empty: ['U-omar'] };
    const other = { type: 'CheckWaived', step: 'milestone', by: 'U-omar', reason } as const;
    const after = releaseAfter({ ...begun, roles }, opened, other, moved);
    expect(stepState(after, 'milestone')).toMatchObject({ status: 'done', done: { how: 'waived' } });
  });
});

describe('lists', () => {
  it('know who may waive what does not pass, so that their Home shows it', () => {
    const waiting = (...events: readonly ReleaseEvent[]) =>
      summaryOf(releaseAfter(begun, opened, ...events)).waiting.find(({ title }) => title === 'CI')?.waivers;
    expect(waiting()).toBeUndefined();
    expect(waiting({ ...red, outcome: 'wait' })).toBeUndefined();
    expect(waiting(red)).toEqual(['U-lena', 'U-tom', 'U-maria']);
    expect(waiting({ ...red, outcome: 'unavailable' })).toEqual(['U-lena', 'U-tom', 'U-maria']);
  });
});

describe('the playbook', () => {
  it('says aloud who may waive a check and have it run again', () => {
    const aloud = playbookAloud(playbook).replaceAll(/\s+/g, ' ');
    expect(aloud).toContain(
      'CI. Slipway waits until CI is green on the last commit of the pull request. Lead or Manager may waive it, with a reason. Lead may have it run again.',
    );
  });

  it.each([
    ['waive: [empty]', 'waive: [emty]', 'There is no role emty. Write empty.'],
    ['re-run: [lead]', 're-run: [led]', 'There is no role led. Write lead.'],
    ['waive: [empty]', 'waive: []', '“waive” is empty.'],
    ['action: open-pull-request, ', 'action: open-pull-request, waive: [lead], ', '“waive” is not known here.'],
  ])('%s as %s is a mistake', (from, to, problem) => {
    const read = readPlaybook(written.replace(from, to));
    const problems = 'problems' in read ? read.problems.map(({ message, fix }) => `${message} ${fix}`) : [];
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});
