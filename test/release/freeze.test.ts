import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { freezesOf } from '../../src/release/freeze.ts';
import { nextDue } from '../../src/release/next-due.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { readPlaybook } from '../../src/release/read-playbook.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { freezing, frozen, frozenTo } from './freezing.ts';
import { completed, given, releaseAfter, sha, upTo } from './given.ts';

const owed = (...events: readonly ReleaseEvent[]): readonly string[] =>
  owedBy(releaseAfter(...events), new Date(0)).flatMap(({ key, effect }) => (effect === 'freeze' ? [key] : []));
const branches = (...events: readonly ReleaseEvent[]) => freezesOf(releaseAfter(...events)).map(({ branch }) => branch);
const told = { type: 'RecordFrozen', frozen: 'pr', held: 1 } as const;
const lifted = { type: 'RecordFreezeLifted', frozen: 'pr', still: [] } as const;
const cancelled: ReleaseEvent = { type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' };
const moved: ReleaseEvent = {
  type: 'HeadMoved',
  step: 'pr',
  from: sha('a'),
  to: sha('c'),
  sentence: 'moved',
  facts: {},
};

describe('a branch is frozen', () => {
  it('from the first sign-off that is asked for, until the merge; not without the word in the playbook', () => {
    expect(branches(...frozenTo('ready'))).toEqual([]);
    expect(branches(...frozenTo('pullRequest'))).toEqual(['dev']);
    expect(branches(...frozenTo('signed'))).toEqual(['dev']);
    expect(branches(...frozenTo('merged'))).toEqual([]);
    expect(branches(...upTo.pullRequest())).toEqual([]);
  });

  it('also while what was signed is void, and while the release is paused', () => {
    expect(branches(...frozenTo('signed'), frozen, moved)).toEqual(['dev']);
    const paused: ReleaseEvent = { type: 'ReleasePaused', by: 'U-maria', reason: 'lunch' };
    expect(branches(...frozenTo('signed'), frozen, paused)).toEqual(['dev']);
    expect(owed(...frozenTo('signed'), paused)).toEqual(['freeze.pr.begin']);
  });

  it('is told once, and its end once', () => {
    expect(owed(...frozenTo('pullRequest'))).toEqual(['freeze.pr.begin']);
    given(...frozenTo('pullRequest'))
      .when(told)
      .yields(frozen);
    expect(owed(...frozenTo('pullRequest'), frozen)).toEqual([]);
    given(...frozenTo('pullRequest'), frozen)
      .when(told)
      .yields();
    given(...frozenTo('pullRequest'), frozen)
      .when(lifted)
      .yields();
    const merged = [...frozenTo('signed'), frozen, completed('merged', { sha: sha('b') })];
    expect(owed(...merged)).toEqual(['freeze.pr.lift']);
    given(...merged)
      .when(lifted)
      .yields({ type: 'FreezeLifted', step: 'pr', branch: 'dev' });
    const over: readonly ReleaseEvent[] = [...merged, { type: 'FreezeLifted', step: 'pr', branch: 'dev' }];
    expect(owed(...over)).toEqual([]);
    given(...over)
      .when(lifted)
      .yields();
  });

  it('and its end is owed after a cancellation too: the sweep finds the release until it is told', () => {
    const over = [...frozenTo('pullRequest'), frozen, cancelled];
    expect(owed(...over)).toEqual(['freeze.pr.lift']);
    expect(nextDue(releaseAfter(...over))).toEqual(releaseAfter(...over).statusChange.at);
    given(...over)
      .when({ ...lifted, still: ['ledger 2.0.0'] })
      .yields({ type: 'FreezeLifted', step: 'pr', branch: 'dev', still: ['ledger 2.0.0'] });
    const done = releaseAfter(...over, { type: 'FreezeLifted', step: 'pr', branch: 'dev' });
    expect(nextDue(done)).toBeUndefined();
    expect(owed(...frozenTo('ready'), cancelled)).toEqual([]);
  });

  it('stands in the record of the release, from when to when', () => {
    const lift: ReleaseEvent = { type: 'FreezeLifted', step: 'pr', branch: 'dev' };
    const record = (...since: readonly ReleaseEvent[]) =>
      releaseRecord(releaseAfter(...frozenTo('signed'), frozen, ...since)).frozen;
    const time = expect.stringMatching(/^2026-11-20T/);
    expect(record()).toEqual([{ branch: 'dev', from: time, until: null }]);
    expect(record(cancelled, lift)).toEqual([{ branch: 'dev', from: time, until: time }]);
    expect(releaseRecord(releaseAfter(...upTo.signed())).frozen).toBeUndefined();
  });

  it('is read aloud, and what cannot be meant is said', () => {
    expect(playbookAloud(freezing).replaceAll(/\s+/g, ' ')).toContain(
      'While it is signed, dev is frozen: other pull requests into dev wait until it is merged into main, unless they carry the label freeze-exempt.',
    );
    const problems = (step: string, rest = '') => {
      const read = readPlaybook(
        `playbook: p\ntitle: P\nroles:\n  manager: { title: M, from: starter }\nstages:\n  - stage: S\n    steps:\n      - { action: open-pull-request, as: pr, ${step} }\n${rest}      - { action: merge-pull-request, of: pr }\n`,
      );
      return 'problems' in read ? read.problems.map(({ message }) => message) : [];
    };
    const signs = '      - { sign-off: manager, of: pr }\n';
    expect(problems('from: dev, to: main, frozen: while-signed', signs)).toEqual([]);
    expect(problems('from: dev, to: main, frozen: while-signed')).toEqual([
      'Nobody signs the pull request pr, so dev would never be frozen.',
    ]);
    expect(problems('from: dev, to: main, except-labels: [x]', signs)).toEqual([
      'Nothing freezes dev, so no label is needed.',
    ]);
    expect(problems('from: release/<version>, to: main, frozen: while-signed', signs)).toEqual([
      'Only a branch that is written out can be frozen: pull requests into it are looked at all the time.',
    ]);
  });
});
