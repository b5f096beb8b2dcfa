import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { evidenceDocument } from '../../src/release/evidence.ts';
import { mirrorOf } from '../../src/release/mirror.ts';
import { owedBy } from '../../src/release/owed.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { changesToTakeOut } from '../../src/release/take-out.ts';
import { leftBehind } from '../../src/views/left-behind.ts';
import { releaseCard } from '../../src/views/release-card.ts';
import { completed, given, releaseAfter, sha, upTo } from './given.ts';

const facts = { number: '12', url: 'https://github.example/12', head: sha('a'), pulls: '1 feat: tax\n2 fix: export' };
/** The story of given.ts, whose release pull request carries #1 and #2. */
const to = (moment: 'pullRequest' | 'signed' | 'merged'): readonly ReleaseEvent[] =>
  upTo[moment]().map((event) =>
    event.type === 'StepCompleted' && event.step === 'pr' ? completed('pr', facts) : event,
  );

const takeOut = (by: string, change = 1, reason = ' Too slow ') => ({ type: 'TakeOut' as const, by, change, reason });
const asked: ReleaseEvent = { type: 'TakeOutAsked', by: 'U-maria', change: 1, title: 'feat: tax', reason: 'Too slow' };
const opened: ReleaseEvent = {
  type: 'TakeOutOpened',
  asked: 1,
  how: 'made',
  number: 50,
  url: 'https://github.example/50',
};
const ended = (how: 'merged' | 'closed' | 'refused'): ReleaseEvent => ({
  type: 'TakeOutEnded',
  asked: 1,
  how,
  sentence: 'So.',
});
const owed = (...events: readonly ReleaseEvent[]) =>
  owedBy(releaseAfter(...events), new Date(0)).flatMap(({ key, effect, polls }) =>
    effect === 'take-out' ? [`${key} ${polls ? 'polls' : 'now'}`] : [],
  );
const merges = (...events: readonly ReleaseEvent[]): boolean => {
  const mirror = mirrorOf(releaseAfter(...events));
  if (mirror === undefined) return false;
  const { sha: on, state, description } = mirror;
  const all: readonly ReleaseEvent[] = [...events, { type: 'StatusMirrored', sha: on, state, description }];
  return owedBy(releaseAfter(...all), new Date(0)).some(({ key }) => key === 'step.merged.1');
};

describe('a change is taken out', () => {
  it('by those who run the release, with a reason, of what it carries', () => {
    given(...to('pullRequest'))
      .when(takeOut('U-maria'))
      .yields(asked);
    given(...to('pullRequest'))
      .when(takeOut('U-lena'))
      .refused('not_entitled');
    given(...to('pullRequest'))
      .when(takeOut('U-maria', 1, ' '))
      .refused('reason_missing');
    given(...to('pullRequest'))
      .when(takeOut('U-maria', 9))
      .refused('nothing_to_do', /#9 is no pull request of this release; it carries #1, #2\./);
    given(...upTo.ready())
      .when(takeOut('U-maria'))
      .refused('not_current', /no open release pull request/);
    expect(changesToTakeOut(releaseAfter(...to('pullRequest'), asked)).map(({ number }) => number)).toEqual([2]);
  });

  it('stands in the record and in the evidence, with what came of it', () => {
    const askedAnd = (...later: readonly ReleaseEvent[]) => releaseAfter(...to('pullRequest'), asked, ...later);
    const maria = { slack: 'U-maria', github: 'maria-r' };
    const takenOut = { change: 1, title: 'feat: tax', by: maria, reason: 'Too slow' };
    expect(releaseRecord(askedAnd()).takenOut).toMatchObject([{ ...takenOut, pullRequest: null, ended: null }]);
    const merged = askedAnd(opened, ended('merged'));
    expect(releaseRecord(merged).takenOut).toMatchObject([{ ...takenOut, pullRequest: 50, ended: { how: 'merged' } }]);
    expect(evidenceDocument(merged)).toMatch(
      /## Taken out\n\n- #1 feat: tax by #50: merged, 2026-\S+; asked for by maria-r, 2026-\S+: Too slow\n/,
    );
    expect(evidenceDocument(releaseAfter(...to('pullRequest')))).not.toContain('Taken out');
  });

  it('once at a time, again after it was closed, and not after the merge or the end', () => {
    given(...to('pullRequest'), asked)
      .when(takeOut('U-maria'))
      .refused('nothing_to_do', /is being taken out already\./);
    given(...to('pullRequest'), asked, opened)
      .when(takeOut('U-maria'))
      .refused('nothing_to_do', /merge pull request #50/);
    given(...to('pullRequest'), asked, opened, ended('closed'))
      .when(takeOut('U-maria'))
      .yields(asked);
    given(...to('merged'))
      .when(takeOut('U-maria'))
      .refused('not_current', /#12 is merged.*hotfix.*withdraw/);
    given(...to('pullRequest'), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' })
      .when(takeOut('U-maria'))
      .refused('not_running');
  });

  it('is owed until a person has merged or closed it, also while the release is paused; each report counts once', () => {
    const paused: ReleaseEvent = { type: 'ReleasePaused', by: 'U-maria', reason: 'Hm' };
    expect(owed(...to('signed'), asked, paused)).toEqual(['take-out.1.open now']);
    given(...to('signed'), asked)
      .when({ type: 'RecordTakeOutOpened', asked: 1, how: 'made', number: 50, url: 'https://github.example/50' })
      .yields(opened);
    given(...to('signed'), asked, opened)
      .when({ type: 'RecordTakeOutOpened', asked: 1, how: 'made', number: 51, url: 'https://github.example/51' })
      .yields();
    expect(owed(...to('signed'), asked, opened)).toEqual(['take-out.1.watch polls']);
    given(...to('signed'), asked, opened)
      .when({ type: 'RecordTakeOutEnded', asked: 1, how: 'merged', sentence: 'So.' })
      .yields(ended('merged'));
    expect(owed(...to('signed'), asked, opened, ended('merged'))).toEqual([]);
    given(...to('signed'), asked, opened, ended('merged'))
      .when({ type: 'RecordTakeOutEnded', asked: 1, how: 'merged', sentence: 'So.' })
      .yields();
  });

  it('and nothing is merged before: status and card say what it waits for', () => {
    expect(merges(...to('signed'))).toBe(true);
    expect(merges(...to('signed'), asked)).toBe(false);
    expect(merges(...to('signed'), asked, opened)).toBe(false);
    expect(merges(...to('signed'), asked, opened, ended('closed'))).toBe(true);
    expect(mirrorOf(releaseAfter(...to('signed'), asked))).toMatchObject({
      state: 'pending',
      description: '1.5.0 waits for: #1 to be taken out',
    });
    const card = (...events: readonly ReleaseEvent[]) =>
      JSON.stringify(releaseCard(releaseAfter(...events), 'https://g'));
    expect(card(...to('signed'), asked, opened)).toContain('is to be merged, which takes out #1 feat: tax');
    expect(card(...to('signed'), asked, opened, completed('merged', { sha: sha('b') }))).toContain(
      'Merged before it was taken out: #1',
    );
    const cancelled: ReleaseEvent = { type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' };
    expect(owed(...to('signed'), asked, opened, cancelled)).toEqual([]);
    expect(leftBehind(releaseAfter(...to('signed'), asked, opened, cancelled)).join()).toMatch(
      /Pull request #50.*, which takes out #1, stays: merge it, or close it/,
    );
  });
});
