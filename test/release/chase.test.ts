import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { nextDue } from '../../src/release/next-due.ts';
import { owedBy } from '../../src/release/owed.ts';
import { completed, given, releaseAfter, sha, signed, started, upTo } from './given.ts';

const until = '2026-11-20T09:00:00.000Z';
const before = new Date('2026-11-20T08:00:00Z');
const after = new Date(until);
const people = (events: readonly ReleaseEvent[], at = before): readonly string[] =>
  owedBy(releaseAfter(...events), at)
    .filter((o) => o.effect === 'direct-message' || o.effect === 'reminder' || o.effect === 'wake')
    .map(({ effect, key }) => `${effect} ${key.split('.')[1]}`);

const written = (person: string, version: number): ReleaseEvent => ({
  type: 'DirectMessagePosted',
  person,
  channel: `D-${person}`,
  ts: '1.0',
  version,
});
const moot = (person: string, version: number): ReleaseEvent => ({ type: 'DirectMessageMoot', person, version });
/** Up to the sign-off that waits for lena and tom; what had waited for maria was done before she was written to. */
const asked: readonly ReleaseEvent[] = [
  ...upTo.ready(),
  moot('U-maria', upTo.ready().length),
  completed('pr', { number: '12', url: 'https://github.example/12', head: sha('a'), authors: 'ana-d' }),
  { type: 'StepCompleted', step: 'ci-green', how: 'made', sentence: 'done' },
  { type: 'StepCompleted', step: 'request-review', how: 'made', sentence: 'done' },
];
/** Both were written to. */
const told: readonly ReleaseEvent[] = [...asked, written('U-lena', asked.length), written('U-tom', asked.length)];
const late: readonly ReleaseEvent[] = [...told, { type: 'DeadlinePassed', step: 'sign-off-backend-lead', times: 1 }];

describe('each person whom a release waits for', () => {
  it('is owed one message, at once, and nobody else is', () => {
    expect(people([started()])).toEqual(['direct-message U-maria']);
    expect(people(asked)).toEqual(['direct-message U-lena', 'direct-message U-tom']);
    expect(people(told)).toEqual([]);
  });

  it('has it brought up to date when the card stands to which it links', () => {
    const soon: readonly ReleaseEvent[] = [started(), written('U-maria', 1)];
    const posted = (message: string): ReleaseEvent => ({ type: 'MessagePosted', message, channel: 'C1', ts: '1.0' });
    expect(people([...soon, posted('thread')])).toEqual([]);
    expect(people([...soon, posted('card')])).toEqual(['direct-message U-maria']);
    expect(people([started(), posted('card'), written('U-maria', 2)])).toEqual([]);
  });

  it('has it looked for where it was done before it is known to be said: a try whose end is unknown may have posted it', () => {
    const ready = upTo.ready();
    expect(people(ready)).toEqual(['direct-message U-maria']);
    expect(people([...ready, moot('U-maria', ready.length)])).toEqual([]);
    expect(people([...ready, written('U-maria', 1)])).toEqual(['direct-message U-maria']); // was found: it asks still
  });

  it('is owed one when something waits for them after that', () => {
    const failed: ReleaseEvent = { type: 'StepFailed', step: 'pr', sentence: 'It broke.', remedy: 'Mend it.' };
    expect(people([...upTo.ready(), moot('U-maria', upTo.ready().length), failed])).toEqual(['direct-message U-maria']);
  });

  it('has it brought up to date when it is done, by them or by another', () => {
    const done = [...told, signed('U-lena', sha('a'))];
    expect(people(done)).toEqual(['direct-message U-lena', 'direct-message U-tom']);
    const shown = (person: string): ReleaseEvent => ({ type: 'DirectMessageUpdated', person, version: done.length });
    expect(people([...done, shown('U-lena'), shown('U-tom')])).toEqual([]);
  });

  it('has it brought up to date when the release is paused, and when it is over', () => {
    const others = (events: readonly ReleaseEvent[]) => people(events).filter((one) => !one.endsWith('U-maria'));
    expect(others([...told, { type: 'ReleasePaused', by: 'U-maria', reason: 'lunch' }])).toEqual([
      'direct-message U-lena',
      'direct-message U-tom',
    ]);
    expect(others([...told, { type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' }])).toHaveLength(2);
  });

  it('is told below it, at once, what began to wait for them later', () => {
    const again: ReleaseEvent = {
      type: 'HeadMoved',
      step: 'pr',
      from: sha('a'),
      to: sha('b'),
      sentence: 'pushed',
      facts: {},
    };
    const moved = [...told, signed('U-lena', sha('a')), again];
    expect(people(moved)).not.toContain('reminder U-lena');
    const ready: readonly ReleaseEvent[] = [
      ...moved,
      { type: 'StepCompleted', step: 'branch-contains', how: 'made', sentence: 'done' },
      { type: 'StepCompleted', step: 'boxes-ticked.tax-rounding', how: 'made', sentence: 'done' },
      { type: 'StepCompleted', step: 'feature-merged.tax-rounding', how: 'made', sentence: 'done' },
      { type: 'StepCompleted', step: 'ci-green', how: 'made', sentence: 'done' },
    ];
    expect(people(ready)).toContain('reminder U-lena');
    const reminded: ReleaseEvent = { type: 'PersonReminded', person: 'U-lena', ts: '2.0', version: ready.length };
    expect(people([...ready, reminded])).not.toContain('reminder U-lena');
  });

  it('is told of a failure that waits for them, even while it pauses the release', () => {
    const failed: readonly ReleaseEvent[] = [
      started(),
      { type: 'StepFailed', step: 'branch-contains', sentence: 'It broke.', remedy: 'Mend it.' },
      { type: 'ReleasePaused', by: 'slipway', reason: 'It broke.', step: 'branch-contains' },
    ];
    expect(people(failed)).toEqual(['direct-message U-maria']);
    expect(people([started(), written('U-maria', 1), ...failed.slice(1)])).toEqual([
      'direct-message U-maria',
      'reminder U-maria',
    ]);
  });

  it('is not written to again once Slack takes nothing to them', () =>
    expect(people([...late, { type: 'DirectMessageDropped', person: 'U-lena', because: 'gone' }])).toEqual([
      'reminder U-tom',
    ]));
});

describe('a deadline that passed', () => {
  it('is a reminder to each of those who were asked, once', () => {
    expect(people(late)).toEqual(['reminder U-lena', 'reminder U-tom']);
    const reminded: ReleaseEvent = { type: 'PersonReminded', person: 'U-lena', ts: '2.0', version: late.length };
    expect(people([...late, reminded])).toEqual(['reminder U-tom']);
  });

  it('waits until they are at work, and is due then', () => {
    const put: ReleaseEvent = { type: 'ReminderPutOff', person: 'U-lena', until };
    expect(people([...late, put])).toEqual(['reminder U-tom']);
    expect(nextDue(releaseAfter(...late, put))).toEqual(after);
    expect(people([...late, put], after)).toContain('reminder U-lena');
  });

  it('is none for what was done meanwhile', () =>
    expect(people([...late, signed('U-lena', sha('a'))]).filter((one) => one.startsWith('reminder'))).toEqual([]));
});

describe('a snooze', () => {
  const snoozed: ReleaseEvent = { type: 'Snoozed', person: 'U-lena', until };
  it('holds back what is late, for that person alone, and ends by itself with a reminder', () => {
    expect(people([...late, snoozed])).toEqual(['direct-message U-lena', 'reminder U-tom']);
    expect(nextDue(releaseAfter(...late, snoozed))).toEqual(after);
    expect(people([...late, snoozed], after)).toContain('wake U-lena');
    expect(people([...late, snoozed, { type: 'SnoozeEnded', person: 'U-lena' }])).toContain('reminder U-lena');
    expect(people([...told, snoozed, { type: 'SnoozeEnded', person: 'U-lena' }])).toContain('reminder U-lena');
  });

  it('is taken by whoever is waited for, and by nobody else', () => {
    const until = new Date('2026-11-20T09:00:00Z');
    given(...told)
      .when({ type: 'Snooze', by: 'U-lena', until })
      .yields(snoozed);
    given(...told, snoozed)
      .when({ type: 'Snooze', by: 'U-lena', until })
      .yields();
    given(...told)
      .when({ type: 'Snooze', by: 'U-maria', until })
      .refused('nothing_to_do', /Nothing of this release waits/);
    given(...late)
      .when({ type: 'Snooze', by: 'U-lena', until })
      .yields(snoozed);
  });

  it('is taken back by whoever took it', () => {
    given(...told, snoozed)
      .when({ type: 'Wake', by: 'U-lena' })
      .yields({ type: 'SnoozeEnded', person: 'U-lena', by: 'U-lena' });
    given(...told, snoozed)
      .when({ type: 'Wake', by: 'U-tom' })
      .refused('nothing_to_do', /have not put off/);
    expect(
      people([...told, snoozed, { type: 'SnoozeEnded', person: 'U-lena', by: 'U-lena' }]).filter((one) =>
        one.startsWith('reminder'),
      ),
    ).toEqual([]);
  });
});

describe('a report of what was written', () => {
  const version = told.length;
  it('counts once', () => {
    given(...told)
      .when({ type: 'RecordDirectMessage', person: 'U-lena', channel: 'D', ts: '3.0', version })
      .yields();
    given(...late)
      .when({ type: 'RecordReminded', person: 'U-lena', ts: '3.0', version: asked.length })
      .yields();
    given(...told)
      .when({ type: 'RecordDirectUpdate', person: 'U-lena', version: asked.length })
      .yields();
    given(...told)
      .when({ type: 'RecordDirectMoot', person: 'U-lena', version: version + 1 })
      .yields();
    given(...upTo.ready())
      .when({ type: 'RecordDirectMoot', person: 'U-maria', version })
      .yields(moot('U-maria', version));
    given(...asked)
      .when({ type: 'RecordDirectMoot', person: 'U-maria', version: upTo.ready().length })
      .yields();
    given(...told)
      .when({ type: 'RecordAwake', person: 'U-lena', until: after })
      .yields();
  });
  it('of somebody who was never asked counts for nothing', () =>
    given(...told)
      .when({ type: 'RecordDirectMessage', person: 'U-eve', channel: 'D', ts: '3.0', version })
      .yields());
});
