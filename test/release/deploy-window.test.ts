import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Command } from '../../src/release/commands.ts';
import { decide, isRefusal } from '../../src/release/decide.ts';
import { peopleFor } from '../../src/release/entitlement.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { type Recorded, releaseOf } from '../../src/release/evolve.ts';
import { nextDue } from '../../src/release/next-due.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { readPlaybook } from '../../src/release/read-playbook.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { plannedStep, type Release, stepState } from '../../src/release/release.ts';
import { summaryOf } from '../../src/release/summary.ts';
import { waitedFor } from '../../src/release/waits-for.ts';
import { begins, completed, started } from './given.ts';

const text = `
playbook: windowed
title: Windowed
questions: { windowed: Is a window needed? }
roles:
  manager: { title: Manager, from: starter }
  planner: { title: Planner }
  sre: { title: SRE }
stages:
  - stage: Plan
    steps:
      - { window: production, when: windowed, by: [planner], lasts: 2h, told-in: [stakeholders, support, ops], as: slot }
      - { action: create-tag, at: main, as: tagged }
  - stage: Production
    steps:
      - { deploy: production, by: [manager], with: [sre], as: deployed, title: Production }
`;
const playbook = playbookSchema.parse(parse(text));
const id = 'billing-1.5.0-abc123';
const begun = started({
  playbook,
  answers: { windowed: true },
  roles: { manager: ['U-maria'], planner: ['U-pia'], sre: ['U-omar'] },
  component: { ...started().component, announcements: { stakeholders: 'C-one', support: 'C-one', ops: 'C-ops' } },
});

/** Events, each at its time of the 20th of November. */
type At = readonly [time: string, event: ReleaseEvent];
const at = (time: string): Date => new Date(`2026-11-20T${time}:00.000Z`);
function asOf(...events: readonly At[]): Release {
  const recorded = events.map(([time, event], n): Recorded => ({ event, version: n + 1, at: at(time) }));
  const release = releaseOf(id, recorded);
  if (release === undefined) throw new Error('A story begins with an event.');
  return release;
}
function decided(time: string, release: Release, command: Command) {
  return decide(release, command, at(time), id);
}
function sentence(time: string, release: Release, command: Command): string {
  const refused = decided(time, release, command);
  if (!isRefusal(refused)) throw new Error(`expected a refusal, got ${JSON.stringify(refused)}`);
  return `${refused.refused}: ${refused.sentence} ${refused.instead.join()}`;
}

const schedules = (from: string, until: string, reason = '', by = 'U-pia'): Command => ({
  type: 'ScheduleWindow',
  step: 'slot',
  by,
  from: at(from),
  until: at(until),
  reason,
});
const scheduled = (from: string, until: string, reason?: string): ReleaseEvent => ({
  type: 'WindowScheduled',
  step: 'slot',
  by: 'U-pia',
  from: at(from).toISOString(),
  until: at(until).toISOString(),
  ...(reason === undefined ? {} : { reason }),
});
const press = { type: 'RequestDeploy', step: 'deployed', by: 'U-maria', attempt: 1 } as const;
const pressed: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U-maria' };
const confirm = { type: 'ConfirmDeploy', step: 'deployed', by: 'U-omar', attempt: 1 } as const;
const confirmed: ReleaseEvent = { type: 'DeployConfirmed', step: 'deployed', by: 'U-omar' };
const opened: ReleaseEvent = { type: 'WindowOpened', step: 'slot' };
const closed: ReleaseEvent = { type: 'WindowClosed', step: 'slot' };
const turn = { type: 'RecordWindowTurn' } as const;

const start: readonly At[] = [['09:00', begun]];
const planned: readonly At[] = [...start, ['10:00', scheduled('20:00', '22:00')]];
const ready: readonly At[] = [...planned, ['11:00', completed('tagged', { sha: 'a'.repeat(40) })]];
const open: readonly At[] = [...ready, ['20:00', opened]];
const asks = (release: Release) =>
  release.outbox.flatMap(({ about }) => (about.type === 'StepAsked' ? [about.step] : []));
const waitedForIn = (release: Release) =>
  Object.fromEntries([...waitedFor(release)].map(([person, own]) => [person, own.map((w) => w.planned.id)]));
const effects = (release: Release, time: string, effect: string) =>
  owedBy(release, at(time)).flatMap((owed) => (owed.effect === effect ? [owed.key] : []));

describe('a window is scheduled', () => {
  it('by its role, who are asked for it, as two moments', () => {
    expect(waitedForIn(asOf(...start))).toEqual({ 'U-pia': ['slot'] });
    expect(asks(asOf(...start))).toEqual(['slot']);
    expect(decided('10:00', asOf(...start), schedules('20:00', '22:00'))).toEqual([scheduled('20:00', '22:00')]);
    expect(sentence('10:00', asOf(...start), schedules('20:00', '22:00', '', 'U-maria'))).toMatch(
      /^not_entitled: Only the role Planner may do this\. U-pia$/,
    );
    expect(stepState(asOf(...planned), 'slot')).toMatchObject({ status: 'done', window: { from: at('20:00') } });
  });

  it('not for a time that is over, nor backwards; this minute is now', () => {
    const form = (from: string, until: string) => decided('10:00', asOf(...start), schedules(from, until));
    expect(sentence('10:00', asOf(...start), schedules('09:59', '12:00'))).toMatch(/^window_unfit: That start is over/);
    expect(sentence('10:00', asOf(...start), schedules('12:00', '12:00'))).toMatch(
      /^window_unfit: A window opens before/,
    );
    expect(form('10:00', '12:00')).toEqual([scheduled('10:00', '12:00')]);
    const late = decide(asOf(...start), schedules('10:00', '12:00'), new Date(at('10:00').getTime() + 59_000), id);
    expect(late).toEqual([scheduled('10:00', '12:00')]);
  });

  it('and moved with a reason, until the deployment runs', () => {
    expect(sentence('12:00', asOf(...ready), schedules('21:00', '23:00'))).toMatch(
      /^reason_missing: Say why it is moved/,
    );
    expect(decided('12:00', asOf(...ready), schedules('21:00', '23:00', ' Traffic '))).toEqual([
      scheduled('21:00', '23:00', 'Traffic'),
    ]);
    expect(decided('12:00', asOf(...ready), schedules('20:00', '22:00'))).toEqual([]);
    const asked: readonly At[] = [...open, ['20:05', pressed]];
    expect(isRefusal(decided('20:06', asOf(...asked), schedules('21:00', '23:00', 'Traffic')))).toBe(false);
    expect(isRefusal(decided('20:07', asOf(...asked, ['20:06', confirmed]), schedules('21:00', '23:00', 'x')))).toBe(
      false, // it still waits, as for its environment
    );
    const runs = asOf(...asked, ['20:06', confirmed], ['20:06', begins('deployed')]);
    expect(sentence('20:07', runs, schedules('21:00', '23:00', 'x'))).toMatch(/^not_current: The deployment has begun/);
    const over = asOf(...asked, ['20:06', confirmed], ['20:09', completed('deployed')]);
    expect(sentence('20:10', over, schedules('21:00', '23:00', 'x'))).toMatch(/^not_current: That is deployed already/);
  });

  it('only where the answer wants one', () => {
    const without = { ...begun, answers: { windowed: false } };
    const release = asOf(['09:00', without], ['11:00', completed('tagged')]);
    expect(plannedStep(release, 'slot')).toBeUndefined();
    expect(decided('12:00', release, press)).toEqual([pressed]);
  });

  it('and cannot be completed outside: Slipway has to know it', () => {
    const outside = { type: 'CompleteOutside', step: 'slot', by: 'U-pia', evidence: 'Friday, by mail' } as const;
    expect(sentence('10:00', asOf(...start), outside)).toMatch(/^not_current: Slipway keeps this window.* U-pia$/);
  });
});

describe('a deployment', () => {
  it('is refused until its window is scheduled, with who does that', () => {
    expect(sentence('10:00', asOf(...start), press)).toMatch(
      /^outside_window: To production may be deployed in a window only, and none is scheduled yet: the role Planner schedules it\. U-pia$/,
    );
  });

  it('is refused before its window opens and after it closed, with what to do, and never a second too early', () => {
    expect(sentence('12:00', asOf(...ready), press)).toBe(
      'outside_window: The window for production opens 2026-11-20 20:00 (Etc/UTC): deploy then. The role Planner can move it, with a reason. U-pia',
    );
    expect(sentence('22:00', asOf(...open), press)).toBe(
      'outside_window: The window for production closed 2026-11-20 22:00 (Etc/UTC): the role Planner can move it to a later time, with a reason. U-pia',
    );
    const early = decide(asOf(...ready), press, new Date(at('20:00').getTime() - 1), id);
    expect(isRefusal(early)).toBe(true);
    expect(decided('20:00', asOf(...ready), press)).toEqual([pressed]); // whether or not somebody was told that it is open
    expect(decided('21:59', asOf(...open), press)).toEqual([pressed]);
    expect(sentence('21:00', asOf(...open), { ...press, by: 'U-omar' })).toMatch(/^not_entitled/);
  });

  it('begins with the last confirmation: that too within the window', () => {
    const asked = asOf(...open, ['21:50', pressed]);
    expect(decided('21:59', asked, confirm)).toEqual([confirmed]);
    expect(sentence('22:00', asked, confirm)).toMatch(/^outside_window: The window for production closed/);
    const again = asOf(...open, ['21:50', pressed], ['22:00', closed]);
    expect(stepState(again, 'deployed')).toMatchObject({ requested: undefined, confirmed: [], attempt: 2 });
  });

  it('that began within the window is followed to its end', () => {
    const runs: readonly At[] = [...open, ['21:58', pressed], ['21:59', confirmed], ['21:59', begins('deployed')]];
    expect(owedBy(asOf(...runs), at('23:00')).map(({ key }) => key)).toContain('step.deployed.1');
    expect(effects(asOf(...runs), '23:00', 'window-turn')).toEqual([]);
    expect(decided('23:00', asOf(...runs), turn)).toEqual([]);
    const ends = {
      type: 'RecordCompletion',
      step: 'deployed',
      attempt: 1,
      how: 'made',
      sentence: 'done',
      facts: {},
    } as const;
    expect(decided('23:30', asOf(...runs), ends)).toEqual([completed('deployed'), { type: 'ReleaseClosed' }]);
  });

  it('that could not begin before its window closed is not made, and is pressed for anew in the next one', () => {
    const waits: readonly At[] = [...open, ['21:58', pressed], ['21:59', confirmed]]; // another release deploys there
    expect(effects(asOf(...waits), '21:59', 'step')).toEqual(['step.deployed.1']);
    expect(effects(asOf(...waits), '22:00', 'step')).toEqual([]);
    expect(nextDue(asOf(...waits))).toEqual(at('22:00'));
    expect(decided('22:00', asOf(...waits), turn)).toEqual([closed]);
    const missed: readonly At[] = [...waits, ['22:00', closed]];
    expect(stepState(asOf(...missed), 'deployed')).toMatchObject({ attempt: 2, requested: undefined, confirmed: [] });
    expect(asOf(...missed).outbox.at(-1)?.about).toEqual(closed);
    expect(waitedForIn(asOf(...missed))).toEqual({ 'U-pia': ['deployed'] });
    const next = asOf(...missed, ['22:40', scheduled('23:00', '23:30', 'x')], ['23:00', opened]);
    expect(waitedForIn(next)).toEqual({ 'U-maria': ['deployed'] });
    expect(asks(next)).toEqual(['slot', 'deployed', 'deployed']);
  });

  it('that was pressed before a pause does not begin after it, once its window is over', () => {
    const resumed = asOf(
      ...open,
      ['21:58', pressed],
      ['21:59', confirmed],
      ['21:59', { type: 'ReleasePaused', by: 'U-maria', reason: 'x' }],
      ['23:00', { type: 'ReleaseResumed', by: 'U-maria' }],
    );
    expect(effects(resumed, '23:00', 'step')).toEqual([]);
    expect(effects(resumed, '23:00', 'window-turn')).toEqual([`window.slot.closed.${at('22:00').getTime()}`]);
    expect(decided('23:00', resumed, turn)).toEqual([closed]);
  });

  it('begins within its window by the log, which comes before what is asked for outside', () => {
    const waits = asOf(...open, ['21:58', pressed], ['21:59', confirmed]);
    const { step, sentence: said, facts } = begins('deployed') as Extract<ReleaseEvent, { type: 'StepRead' }>;
    const report = { type: 'RecordBegins', step, attempt: 1, sentence: said, facts } as const;
    expect(decided('21:59', waits, report)).toEqual([begins('deployed')]);
    expect(decided('22:00', waits, report)).toEqual([]);
    const lost = begins('deployed', { 'asked-dispatch': '1 1 lost 2026-11-20T21:59:30.000Z' });
    expect(decided('22:03', asOf(...open, ['21:58', pressed], ['21:59', confirmed], ['21:59', lost]), report)).toEqual(
      [], // it did not appear, so it would begin only now
    );
  });

  it('that seemed to run when its window closed, and did not, is pressed for anew as well', () => {
    const two = playbookSchema.parse(parse(`${text}      - { deploy: production, by: [manager], as: second }\n`));
    const [, ...others] = open;
    const runs: readonly At[] = [
      ['09:00', { ...begun, playbook: two }],
      ...others,
      ['21:58', pressed],
      ['21:59', confirmed],
      ['21:59', begins('deployed', { 'asked-dispatch': '1 1 lost 2026-11-20T21:59:00.000Z' })],
      ['22:00', closed], // the second is left
    ];
    expect(effects(asOf(...runs), '22:03', 'step')).toEqual(['step.deployed.1']);
    const refused = begins('deployed', { 'asked-dispatch': '1 1 refused 2026-11-20T22:03:00.000Z' });
    const ranNot = asOf(...runs, ['22:03', refused]);
    expect(effects(ranNot, '22:03', 'step')).toEqual([]);
    expect(decided('22:03', ranNot, turn)).toEqual([closed]);
    const again = asOf(...runs, ['22:03', refused], ['22:03', closed]);
    expect(stepState(again, 'deployed')).toMatchObject({ attempt: 2, requested: undefined });
    expect(decided('22:04', again, turn)).toEqual([]);
  });

  it('that was pressed and has not begun is pressed for anew in a window that was moved away', () => {
    const waits: readonly At[] = [...open, ['20:05', pressed], ['20:06', confirmed]];
    const later = asOf(...waits, ['20:10', scheduled('21:00', '23:00', 'Traffic')]);
    expect(stepState(later, 'deployed')).toMatchObject({ attempt: 2, requested: undefined, confirmed: [] });
    const longer = asOf(...waits, ['20:10', scheduled('20:10', '23:00', 'Slow')]);
    expect(effects(longer, '22:30', 'step')).toEqual(['step.deployed.1']);
    expect(decided('20:10', longer, turn)).toEqual([]); // nobody is to be asked, so nobody is told that it is open
  });

  it('that failed is pressed for anew, within the window', () => {
    const failed: readonly At[] = [
      ...open,
      ['21:00', pressed],
      ['21:01', confirmed],
      ['21:05', { type: 'StepFailed', step: 'deployed', sentence: 'No.', remedy: 'Mend it.' }],
      ['21:05', { type: 'ReleasePaused', by: 'slipway', reason: 'No.', step: 'deployed' }],
      ['21:10', { type: 'StepRetried', step: 'deployed', by: 'U-maria' }],
      ['21:10', { type: 'ReleaseResumed', by: 'U-maria' }],
    ];
    const again = { ...press, attempt: 2 };
    expect(decided('21:20', asOf(...failed), again)).toEqual([pressed]);
    expect(sentence('22:20', asOf(...failed), again)).toMatch(/^outside_window/);
  });
});

describe('its time', () => {
  it('is owed: the opening, and the end if something is left to deploy', () => {
    expect(nextDue(asOf(...planned.slice(0, 1)))).toEqual(new Date('2026-11-21T09:00:00.000Z'));
    expect(nextDue(asOf(...ready))).toEqual(at('20:00'));
    expect(effects(asOf(...ready), '19:59', 'window-turn')).toEqual([]);
    expect(effects(asOf(...ready), '20:00', 'window-turn')).toEqual([`window.slot.open.${at('20:00').getTime()}`]);
    expect(decided('19:59', asOf(...ready), turn)).toEqual([]);
    expect(decided('20:00', asOf(...ready), turn)).toEqual([opened]);
    expect(decided('20:01', asOf(...open), turn)).toEqual([]);
    expect(nextDue(asOf(...open))).toEqual(at('22:00'));
    expect(decided('22:00', asOf(...open), turn)).toEqual([closed]);
    expect(decided('22:01', asOf(...open, ['22:00', closed]), turn)).toEqual([]);
    expect(decided('22:30', asOf(...ready), turn)).toEqual([closed]); // nobody was told in time: it is not told as open
  });

  it('asks those who deploy when it opens, not before, and the planner once it was missed', () => {
    expect(waitedForIn(asOf(...ready))).toEqual({});
    expect(asks(asOf(...ready))).toEqual(['slot']);
    expect(waitedForIn(asOf(...open))).toEqual({ 'U-maria': ['deployed'] });
    expect(asks(asOf(...open))).toEqual(['slot', 'deployed']);
    expect(asOf(...open).outbox.some(({ about }) => about.type === 'WindowOpened')).toBe(false); // the ask says it
    const missed = asOf(...open, ['22:00', closed]);
    expect(waitedForIn(missed)).toEqual({ 'U-pia': ['deployed'] });
    const step = plannedStep(missed, 'deployed');
    expect(step === undefined ? [] : peopleFor(missed, step)).toEqual(['U-pia']);
    expect(missed.outbox.at(-1)?.about).toEqual(closed);
    expect(sentence('22:30', missed, press)).toMatch(/closed 2026-11-20 22:00/);
    const moved = asOf(...open, ['22:00', closed], ['22:40', scheduled('23:00', '23:30', 'Lunch')]);
    expect(waitedForIn(moved)).toEqual({});
    expect(nextDue(moved)).toEqual(at('23:00'));
    const again = asOf(...open, ['22:00', closed], ['22:40', scheduled('23:00', '23:30', 'Lunch')], ['23:00', opened]);
    expect(again.chased['U-maria']?.asks.map(({ step }) => step)).toEqual(['deployed']);
    expect(again.chased['U-maria']?.asks[0]?.version).toBe(again.version); // anew: they are told of it
    expect(asks(again)).toEqual(['slot', 'deployed', 'deployed']);
  });

  it('that opens before it is the turn of the deployment is told by itself', () => {
    const early = asOf(...planned, ['20:00', opened]);
    expect(early.outbox.at(-1)?.about).toEqual(opened);
    expect(stepState(early, 'tagged').status).toBe('active');
  });

  it('makes nobody late before it opens', () => {
    const release = asOf(...ready);
    expect(effects(release, '23:59', 'deadline')).toEqual([]);
    expect(nextDue(asOf(...open))).toEqual(at('22:00'));
    expect(stepState(asOf(...open), 'deployed').since).toEqual(at('20:00'));
  });

  it('does not run while the release is paused', () => {
    const paused = asOf(...ready, ['19:00', { type: 'ReleasePaused', by: 'U-maria', reason: 'x' }]);
    expect(nextDue(paused)).toBeUndefined();
    expect(effects(paused, '20:30', 'window-turn')).toEqual([]);
    expect(decided('20:30', paused, turn)).toEqual([]);
  });
});

describe('channels', () => {
  const told = (channel: string, news: number): ReleaseEvent => ({ type: 'WindowTold', step: 'slot', channel, news });
  it('are told once of each news, those with two names once', () => {
    expect(effects(asOf(...planned), '10:00', 'tell-window')).toEqual(['told.slot.support.0', 'told.slot.ops.0']);
    const one = asOf(...planned, ['10:01', told('ops', 0)]);
    expect(effects(one, '10:02', 'tell-window')).toEqual(['told.slot.support.0']);
    const report = { type: 'RecordWindowTold', window: 'slot', channel: 'ops', news: 0 } as const;
    expect(decided('10:01', asOf(...planned), report)).toEqual([told('ops', 0)]);
    expect(decided('10:02', one, report)).toEqual([]);
    const moved = asOf(...planned, ['10:01', told('ops', 0)], ['12:00', scheduled('21:00', '23:00', 'Traffic')]);
    expect(effects(moved, '12:00', 'tell-window')).toEqual(['told.slot.support.0', 'told.slot.ops.1']);
  });

  it('are told that it was missed, and that it is off', () => {
    const kinds = (release: Release) => stepState(release, 'slot').window?.news.map(({ kind }) => kind);
    expect(kinds(asOf(...open, ['22:00', closed]))).toEqual(['scheduled', 'missed']);
    const cancelled = asOf(...ready, ['12:00', { type: 'ReleaseCancelled', by: 'U-maria', reason: 'x' }]);
    expect(kinds(cancelled)).toEqual(['scheduled', 'off']);
    expect(effects(cancelled, '12:00', 'tell-window')).toEqual(['told.slot.support.0', 'told.slot.ops.0']);
    const runs = [...open, ['21:58', pressed], ['21:59', confirmed], ['21:59', begins('deployed')]] as const;
    const off: At = ['22:00', { type: 'ReleaseCancelled', by: 'U-maria', reason: 'x' }];
    expect(kinds(asOf(...runs, off))).toEqual(['scheduled']);
    expect(kinds(asOf(...runs.slice(0, -1), off))).toEqual(['scheduled', 'off']);
  });

  it('that could not be told are named in the thread', () => {
    const refused = asOf(...planned, [
      '10:01',
      { ...told('ops', 0), refused: 'Slipway is not in it.' } as ReleaseEvent,
    ]);
    expect(refused.outbox.at(-1)?.about).toMatchObject({ type: 'WindowTold', refused: 'Slipway is not in it.' });
  });
});

it('stands in the record and in lists', () => {
  const release = asOf(...planned, ['12:00', scheduled('21:00', '23:00', 'Traffic')]);
  expect(releaseRecord(release).steps.find((step) => step.id === 'slot')).toMatchObject({
    window: { from: at('21:00').toISOString(), news: [{ kind: 'scheduled' }, { kind: 'moved', reason: 'Traffic' }] },
  });
  expect(summaryOf(release).windows).toEqual([
    { environment: 'production', from: at('21:00').toISOString(), until: at('23:00').toISOString() },
  ]);
});

it('is read aloud in plain words', () => {
  const aloud = playbookAloud(playbook);
  expect(aloud.slice(aloud.indexOf('1. Plan'), aloud.indexOf('Rules'))).toMatchInlineSnapshot(`
    "1. Plan

       1.1  Only if “Is a window needed?” was answered yes: Planner schedules the window in which
            production may be deployed to: 2 hours, unless they say otherwise. Slipway tells it in the
            thread of the release and in the channels stakeholders, support and ops, and again if it is
            moved, which takes a reason. Before it opens and after it has closed nobody can deploy; a
            deployment that has begun is followed to its end. Normally within 24 hours.

       1.2  Slipway sets the tag on main.

    2. Production

       2.1  Production. Manager presses Deploy within the window of “slot” (if “Is a window needed?” was
            answered yes). Then somebody else confirms it as SRE, each a different person; nothing
            starts before. Slipway then records the deployment to production on GitHub and follows it to
            its end. Normally within 24 hours.

    "
  `);
});

it('is refused in a playbook where nothing is deployed within it', () => {
  const problems = (change: string) => {
    const read = readPlaybook(change);
    return 'problems' in read ? read.problems.map(({ message, fix }) => `${message} ${fix}`) : [];
  };
  expect(problems(text)).toEqual([]);
  expect(problems(text.replace('window: production', 'window: prodution'))).toEqual([
    'No step deploys to prodution, so this window is for nothing. Write production.',
  ]);
  expect(problems(text.replace('by: [planner]', 'by: [planer]'))).toEqual(['There is no role planer. Write planner.']);
});
