import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventLog } from '../../src/adapters/event-log.ts';
import { type Execute, executeOn } from '../../src/execute.ts';
import { outages } from '../../src/jobs/outages.ts';
import { type PerformPorts, performer } from '../../src/jobs/perform.ts';
import { completed, failed, type StepOutcome, waiting } from '../../src/jobs/step-outcome.ts';
import { releaseEvent } from '../../src/release/events.ts';
import { Outage, RefusedOutside } from '../../src/release/outside-errors.ts';
import { owedBy } from '../../src/release/owed.ts';
import { stepState } from '../../src/release/release.ts';
import { sha, started } from '../release/given.ts';
import { type FreshDatabase, freshDatabase } from '../stores.ts';

const beginning = Date.parse('2026-11-20T05:00:00Z');
let store: FreshDatabase;
let number = 0;
beforeAll(async () => {
  store = await freshDatabase();
});
afterAll(() => store.dispose());

/** A worker on the real log, whose outside world is a script. */
function worker(execute: Execute, clock: { at: number }) {
  const did: string[] = [];
  const tried: object[] = [];
  const script: { run: (step: string) => StepOutcome; mirror: () => void } = {
    run: () => completed('made', 'done'),
    mirror: () => undefined,
  };
  const said: object[] = [];
  const say = (about: object) => void said.push(about);
  const ports: PerformPorts = {
    execute,
    log: { info: say, warn: say, error: say },
    outages: outages(),
    now: () => new Date(clock.at),
    hold: async (_, work) => {
      await work(new AbortController().signal);
      return { kind: 'held' };
    },
    again: async ({ key }) => void did.push(`again ${key}`),
    async run({ planned }) {
      did.push(planned.id);
      return script.run(planned.id);
    },
    rerun: async ({ planned }) => {
      did.push(`rerun ${planned.id}`);
      return { kind: 'told', sentence: 'What failed in CI runs again.' };
    },
    watchPullRequest: async () => void did.push('watch'),
    async mirrorStatus() {
      did.push('mirror');
      script.mirror();
    },
    keepTracking: async () => void did.push('track'),
    hashEvidence: async (_, { file }) => void did.push(`hash ${file}`),
    findOwners: async () => undefined,
    tellWindow: async (_, { window }) => void did.push(`told ${window}`),
    postMessage: async (release) => void did.push(`message ${release.outbox[0]?.id}`),
    withdraw: async (_, task) => void did.push(`withdraw ${task}`),
    addLesson: async (_, lesson) => void did.push(`lesson ${lesson}`),
    takeOut: async (_, asked) => void did.push(`take out ${asked}`),
    tellFreeze: async (_, { branch, lifts }) => void did.push(`${lifts ? 'lift' : 'freeze'} ${branch}`),
    refreshCard: async () => void did.push('card'),
    directMessage: async (_, person) => void did.push(`direct ${person}`),
    remindPerson: async (_, person) => void did.push(`remind ${person}`),
    tried: ({ effect, step, outcome, late }) => void tried.push({ effect, step, outcome, late }),
  };
  return { perform: performer(ports), ports, did, said, script, tried };
}

let id: string;
let clock: { at: number };
let execute: Execute;
beforeEach(async () => {
  number += 1;
  id = `billing${number}-1.5.0-abcdef`;
  clock = { at: beginning };
  execute = executeOn({
    unrecorded(error) {
      throw error;
    },
    log: eventLog(store.database.pool, (json) => releaseEvent.parse(json)),
    now: () => new Date(clock.at),
    enqueue: () => undefined,
  });
  await execute(id, {
    ...started({ component: { ...started().component, name: `billing${number}` } }),
    type: 'StartRelease',
  });
});

const step = async (name: string) => {
  const release = await execute.load(id);
  if (release === undefined) throw new Error('no release');
  return { ...stepState(release, name), release };
};

describe('a job', () => {
  it('records what looking and acting came to, and does nothing the second time', async () => {
    const { perform, did } = worker(execute, clock);
    await perform({ release: id, key: 'step.branch-contains.1' });
    await perform({ release: id, key: 'step.branch-contains.1' });
    expect(did).toEqual(['branch-contains']);
    expect(await step('branch-contains')).toMatchObject({ status: 'done', done: { how: 'made', sentence: 'done' } });
  });
  it('does nothing that is not owed: a key of another attempt, of a later step, of no release', async () => {
    const { perform, did } = worker(execute, clock);
    await perform({ release: id, key: 'step.branch-contains.2' });
    await perform({ release: id, key: 'step.tagged.1' });
    await perform({ release: 'unknown', key: 'step.branch-contains.1' });
    expect(did).toEqual([]);
  });
  it('pays the message that is owed first', async () => {
    const { perform, did } = worker(execute, clock);
    await perform({ release: id, key: 'message.card' });
    await perform({ release: id, key: 'message.e1-checklist-release-manager' });
    expect(did).toEqual(['message card']);
  });
  it('has a check run again once for a wish, tells what came of it, and reads the check at once', async () => {
    const { perform, did, script } = worker(execute, clock);
    script.run = () => waiting('1 check still runs.');
    await perform({ release: id, key: 'rerun.branch-contains.1.1' });
    expect(did).toEqual([]);
    await execute(id, { type: 'RerunCheck', step: 'branch-contains', by: 'U-maria' });
    await perform({ release: id, key: 'rerun.branch-contains.1.1' });
    await perform({ release: id, key: 'rerun.branch-contains.1.1' });
    expect(did).toEqual(['rerun branch-contains', 'branch-contains']);
    const { reading, rerun, release } = await step('branch-contains');
    expect(reading).toMatchObject({ outcome: 'wait', sentence: '1 check still runs.' });
    expect(rerun).toMatchObject({ ask: 1, answered: true });
    expect(release.outbox.at(-1)?.about).toMatchObject({
      type: 'CheckRerunAnswered',
      askedBy: 'U-maria',
      sentence: 'What failed in CI runs again.',
    });
  });
  it('reminds once its deadline has passed', async () => {
    const { perform } = worker(execute, clock);
    await perform({ release: id, key: 'deadline.branch-contains.1.1' });
    expect((await step('branch-contains')).reminders).toBe(0);
    clock.at += 24 * 3_600_000;
    await perform({ release: id, key: 'deadline.branch-contains.1.1' });
    await perform({ release: id, key: 'deadline.branch-contains.1.1' });
    expect((await step('branch-contains')).reminders).toBe(1);
  });
  it('reminds once after a long stop, not of every deadline that was missed', async () => {
    const { perform } = worker(execute, clock);
    clock.at += 14 * 24 * 3_600_000;
    await perform({ release: id, key: 'deadline.branch-contains.1.1' });
    const { reminders, release } = await step('branch-contains');
    expect(reminders).toBe(4); // 24 h, 2, 4 and 8 days are over; the next one is after 16
    expect(owedBy(release, new Date(clock.at)).map((o) => o.key)).not.toContain('deadline.branch-contains.1.5');
  });
});

describe('what goes wrong outside', () => {
  it('a lost request changes nothing; an outage that lasts is told', async () => {
    const { perform, script } = worker(execute, clock);
    script.run = () => {
      throw new Outage('GitHub answers 502');
    };
    clock.at += 3_600_000; // it has waited for an hour: that says nothing of the outage
    await perform({ release: id, key: 'step.branch-contains.1' });
    expect((await step('branch-contains')).reading).toBeUndefined();
    clock.at += 61_000;
    await perform({ release: id, key: 'step.branch-contains.1' });
    expect(await step('branch-contains')).toMatchObject({
      status: 'active',
      reading: { outcome: 'unavailable', sentence: 'GitHub answers 502. Slipway tries again by itself.' },
    });
  });
  it('a final no pauses the release with its remedy', async () => {
    const { perform, script } = worker(execute, clock);
    script.run = () => {
      throw new RefusedOutside('Resource not accessible by integration', 'Give the App contents: write.', '403');
    };
    await perform({ release: id, key: 'step.branch-contains.1' });
    expect(await step('branch-contains')).toMatchObject({
      status: 'failed',
      failure: { remedy: 'Give the App contents: write.' },
      release: { status: 'paused' },
    });
  });
  it('an error of our own is said, and tried again', async () => {
    const { perform, script } = worker(execute, clock);
    script.run = () => {
      throw new TypeError('x is undefined');
    };
    await perform({ release: id, key: 'step.branch-contains.1' });
    expect(await step('branch-contains')).toMatchObject({
      status: 'active',
      reading: { outcome: 'unavailable', sentence: expect.stringContaining('its log says more') },
    });
    script.run = () => completed('made', 'done');
    await perform({ release: id, key: 'step.branch-contains.1' });
    expect((await step('branch-contains')).status).toBe('done');
  });
  it('a status that cannot be set stops the merge that stands on it', async () => {
    const ready = ['feature-merged.tax-rounding', 'branch-contains', 'boxes-ticked.tax-rounding'];
    const { perform, script } = worker(execute, clock);
    for (const one of ready) await perform({ release: id, key: `step.${one}.1` });
    await execute(id, {
      type: 'SaveChecklist',
      step: 'checklist-release-manager',
      by: 'U-maria',
      ticks: { '0': { ticked: true }, '1': { ticked: true }, '2': { ticked: true } },
    });
    script.run = () => completed('made', 'opened', undefined, { head: sha('a'), number: '1' });
    script.mirror = () => {
      throw new RefusedOutside('statuses are not writable', 'Give the App statuses: write.', '403');
    };
    await perform({ release: id, key: 'step.pr.1' });
    await perform({ release: id, key: `mirror.${sha('a')}.pending` });
    const refused = await step('merged');
    await perform({ release: id, key: `mirror.${sha('a')}.failure` }); // what it says has changed with the pause: tried once more
    expect(owedBy((await step('merged')).release, new Date(clock.at)).map((o) => o.effect)).not.toContain(
      'mirror-status',
    );
    expect(refused).toMatchObject({
      status: 'failed',
      failure: { remedy: 'Give the App statuses: write.' },
      release: { status: 'paused' },
    });
  });
});

describe('what is measured of a try', () => {
  const ready = 'step.branch-contains.1';
  it('its kind, what it came to, and how long after it was owed it was tried first', async () => {
    const { perform, script, tried } = worker(execute, clock);
    script.run = () => waiting('Not yet.');
    clock.at += 7_000;
    await perform({ release: id, key: ready });
    script.run = () => completed('made', 'done');
    clock.at += 30_000;
    await perform({ release: id, key: ready });
    await perform({ release: id, key: ready });
    await perform({ release: id, key: 'message.card' });
    await perform({ release: id, key: 'card' });
    const step = { effect: 'step', step: 'branch-contains' };
    expect(tried).toEqual([
      { ...step, outcome: 'waiting', late: 7 },
      { ...step, outcome: 'done', late: undefined }, // looked at again: that is no lag
      { effect: 'step', step: '', outcome: 'unowed', late: undefined },
      { effect: 'message', step: '', outcome: 'done', late: 37 },
      { effect: 'card', step: '', outcome: 'done', late: undefined },
    ]);
  });

  it('a deadline is late by what has passed since it', async () => {
    const { perform, tried } = worker(execute, clock);
    clock.at += 24 * 3_600_000 + 3_000;
    await perform({ release: id, key: 'deadline.branch-contains.1.1' });
    expect(tried).toEqual([{ effect: 'deadline', step: '', outcome: 'done', late: 3 }]);
  });

  it('what goes wrong, by who is to mend it', async () => {
    const { perform, script, tried } = worker(execute, clock);
    const outcomeOf = async (trouble: Error | undefined) => {
      script.run = () => {
        if (trouble !== undefined) throw trouble;
        return failed('No.', 'Mend it.');
      };
      await perform({ release: id, key: ready });
      return tried.at(-1);
    };
    expect(await outcomeOf(new Outage('GitHub answers 502'))).toMatchObject({ outcome: 'unavailable' });
    expect(await outcomeOf(new TypeError('x is undefined'))).toMatchObject({ outcome: 'unavailable' });
    expect(await outcomeOf(undefined)).toMatchObject({ outcome: 'failed', late: undefined });
  });

  it('what another process is at is looked at once more, for it may have looked too early; what is swept is not', async () => {
    const { ports, did } = worker(execute, clock);
    const perform = performer({ ...ports, hold: async () => ({ kind: 'busy', freeInMs: 400 }) });
    for (const key of [ready, 'watch.pr', 'message.card', 'card']) await perform({ release: id, key });
    expect(did).toEqual([`again ${ready}`, 'again watch.pr', 'again card']);
  });

  it('what another process is at, and what went wrong beside the steps', async () => {
    const { ports, said, tried } = worker(execute, clock);
    await performer({ ...ports, hold: async () => ({ kind: 'busy', freeInMs: 400 }) })({ release: id, key: ready });
    const broken = { ...ports, postMessage: () => Promise.reject(new TypeError('x is undefined')) };
    await performer(broken)({ release: id, key: 'message.card' });
    const out = { ...ports, postMessage: () => Promise.reject(new Outage('Slack is away')) };
    await performer(out)({ release: id, key: 'message.card' });
    expect(tried).toMatchObject([
      { effect: 'step', outcome: 'lease-held' },
      { effect: 'message', outcome: 'failed' },
      { effect: 'message', outcome: 'unavailable' },
    ]);
    expect(said).toEqual([
      { err: expect.any(TypeError), release: id, key: 'message.card' },
      { err: expect.any(Outage), release: id, key: 'message.card' },
    ]);
  });
});
