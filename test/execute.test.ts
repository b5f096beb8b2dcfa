import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventLog } from '../src/adapters/event-log.ts';
import { releases } from '../src/adapters/releases.ts';
import { type Execute, executeOn } from '../src/execute.ts';
import type { StartRelease } from '../src/release/commands.ts';
import { releaseEvent } from '../src/release/events.ts';
import { releaseSummary } from '../src/release/summary.ts';
import { sha, started } from './release/given.ts';
import { type FreshDatabase, freshDatabase } from './stores.ts';

let store: FreshDatabase;
let number = 0;
beforeAll(async () => {
  store = await freshDatabase();
});
afterAll(() => store.dispose());

interface Process {
  readonly execute: Execute;
  readonly enqueued: string[];
}

/** One of the processes that share the store. */
function process(appends: number[] = []): Process {
  const enqueued: string[] = [];
  const log = eventLog(store.database.pool, (json) => releaseEvent.parse(json));
  const execute = executeOn({
    unrecorded(error) {
      throw error;
    },
    log: {
      read: log.read,
      append(one) {
        appends.push(one.events.length);
        return log.append(one);
      },
    },
    now: () => new Date('2026-11-20T05:00:00Z'),
    enqueue: (release, owed) => enqueued.push(...owed.map((o) => `${release.id} ${o.key}`)),
  });
  return { execute, enqueued };
}

let id: string;
let start: StartRelease;
beforeEach(() => {
  number += 1;
  id = `billing${number}-1.5.0-abcdef`;
  start = { ...started({ component: { ...started().component, name: `billing${number}` } }), type: 'StartRelease' };
});

describe('execute', () => {
  it('records what was decided, and enqueues what is newly owed', async () => {
    const { execute, enqueued } = process();
    expect(await execute(id, start)).toMatchObject({ kind: 'done', release: { id, semver: '1.5.0', version: 1 } });
    expect(enqueued).toContain(`${id} message.card`);
    enqueued.length = 0;
    await execute(id, { type: 'RecordPosted', message: 'card', channel: 'C', ts: '1.0' });
    expect(enqueued).toEqual([`${id} message.e1-checklist-release-manager`]);
  });

  it('does a repeated delivery once, whichever process it reaches', async () => {
    const [one, two] = [process(), process()];
    await one.execute(id, start, `view-${id}`);
    const answers = await Promise.all(
      [one, two].map((p) => p.execute(id, { type: 'Pause', by: 'U-maria', reason: 'lunch' }, `click-${id}`)),
    );
    expect(answers.map((a) => a.kind).sort()).not.toEqual(['done', 'done']);
    const log = eventLog(store.database.pool, (json) => releaseEvent.parse(json));
    expect((await log.read(id)).filter((e) => e.event.type === 'ReleasePaused')).toHaveLength(1);
  });

  it('refuses a second release of a component, and names the running one', async () => {
    const { execute } = process();
    await execute(id, start);
    expect(await execute(`${id}2`, start)).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'component_busy' },
      runningInstead: id,
    });
    await execute(id, { type: 'Cancel', by: 'U-maria', reason: 'done' });
    expect(await execute(`${id}2`, start)).toMatchObject({ kind: 'done' });
  });

  it('lets a hundred racing reports through, each once', async () => {
    const [one, two] = [process(), process()];
    await one.execute(id, start);
    const readings = Array.from({ length: 100 }, (_, n) => ({ n, by: n % 2 === 0 ? one : two }));
    await Promise.all(
      readings.map(async ({ n, by }) => {
        const sentence = `reading ${n}`;
        const reading = {
          type: 'RecordReading',
          step: 'branch-contains',
          attempt: 1,
          outcome: 'wait',
          sentence,
        } as const;
        // On a slow machine some are told to try again; whoever is told so has recorded nothing.
        while ((await by.execute(id, reading)).kind !== 'done');
      }),
    );
    const release = await two.execute.load(id);
    expect(release?.version).toBe(101);
    expect(await one.execute.load(id)).toEqual(release);
  });

  it('appends together what comes while others are served, and answers each with what it made', async () => {
    const appends: number[] = [];
    const { execute } = process(appends);
    await execute(id, start);
    const notes = Array.from({ length: 30 }, (_, n) => `lesson ${n}`);
    const answers = await Promise.all(
      notes.map((text) => execute(id, { type: 'NoteLesson', by: 'U-maria', text }, `${id} ${text}`)),
    );
    expect(
      answers.map((one) => one.kind === 'done' && one.events.map((event) => 'text' in event && event.text)),
    ).toEqual(notes.map((text) => [text]));
    expect(appends.length).toBeLessThan(5);
    expect((await execute.load(id))?.version).toBe(31);
  });

  it('does what was asked twice at the same moment once, and everything beside it', async () => {
    const [one, two] = [process(), process()];
    await one.execute(id, start);
    const said = (text: string) => ({ type: 'NoteLesson', by: 'U-maria', text }) as const;
    const answers = await Promise.all(
      ['a', 'b', 'a', 'c', 'b'].flatMap((text) => [one, two].map((p) => p.execute(id, said(text), `${id} ${text}`))),
    );
    expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(3);
    expect(answers.filter(({ kind }) => kind === 'repeated')).toHaveLength(7);
    expect((await two.execute.load(id))?.version).toBe(4);
  });

  it('what breaks by itself is told to who asked for it, and hinders nobody beside it', async () => {
    const { execute } = process();
    await execute(id, start);
    const said = (text: string) => execute(id, { type: 'NoteLesson', by: 'U-maria', text }, `${id} ${text}`);
    const cause = `${id} \u0000`; // no text of PostgreSQL's
    const bad = execute(id, { type: 'NoteLesson', by: 'U-maria', text: 'bad' }, cause);
    const answers = await Promise.allSettled([said('a'), said('b'), bad, said('c')]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await execute.load(id))?.version).toBe(4);
  });

  it('records an attempt that was refused for authority, and answers it', async () => {
    const { execute } = process();
    await execute(id, start);
    expect(await execute(id, { type: 'Cancel', by: 'U-stranger', reason: 'ha' })).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'not_entitled', instead: ['U-maria'] },
    });
    const log = eventLog(store.database.pool, (json) => releaseEvent.parse(json));
    expect((await log.read(id)).at(-1)?.event).toEqual({
      type: 'AttemptRefused',
      by: 'U-stranger',
      attempted: 'Cancel',
      code: 'not_entitled',
    });
  });

  it('records what forty people may not attempt together, and tells who may before them', async () => {
    const appends: number[] = [];
    const { execute } = process(appends);
    await execute(id, start);
    appends.length = 0;
    const told: string[] = [];
    const attempts = Array.from({ length: 40 }, (_, n) =>
      execute(id, { type: 'Pause', by: `U-stranger${n}`, reason: 'ha' }, `slack:stranger${n}`).then(({ kind }) =>
        told.push(kind),
      ),
    );
    const pause = execute(id, { type: 'Pause', by: 'U-maria', reason: 'lunch' }).then(({ kind }) => told.push(kind));
    await Promise.all([...attempts, pause]);
    expect(told).toEqual(['done', ...Array.from({ length: 40 }, () => 'refused')]);
    expect(appends).toEqual([1, 40]);
  });

  it('tells who is refused so, though the store goes away before it is recorded, and says that it is not', async () => {
    const log = eventLog(store.database.pool, (json) => releaseEvent.parse(json));
    const lost: string[] = [];
    const execute = executeOn({
      log: {
        read: log.read,
        append: (one) =>
          one.events.some(({ type }) => type === 'AttemptRefused')
            ? Promise.reject(new Error('away'))
            : log.append(one),
      },
      now: () => new Date('2026-11-20T05:00:00Z'),
      enqueue: () => undefined,
      unrecorded: (error, release) => lost.push(`${release}: ${String(error)}`),
    });
    await execute(id, start);
    const answers = await Promise.all([
      execute(id, { type: 'Pause', by: 'U-maria', reason: 'lunch' }),
      execute(id, { type: 'Cancel', by: 'U-stranger', reason: 'ha' }),
    ]);
    expect(answers).toMatchObject([{ kind: 'done' }, { kind: 'refused', refusal: { refused: 'not_entitled' } }]);
    expect(lost).toEqual([`${id}: Error: away`]);
  });

  it('keeps the lists in step with the log', async () => {
    const { execute } = process();
    await execute(id, start);
    await execute(id, {
      type: 'RecordReading',
      step: 'branch-contains',
      attempt: 1,
      outcome: 'fail',
      sentence: 'dev lacks two commits',
      facts: { head: sha('a') },
    });
    const lists = releases(store.database.pool, (json) => releaseSummary.parse(json));
    expect(await lists.byId(id)).toMatchObject({
      status: 'open',
      version: 2,
      visible: 2,
      shown: 0,
      summary: { stage: 'Ready', stages: { current: 1, of: 5 } },
    });
    expect((await lists.openOf(`billing${number}`)).map((one) => one.id)).toEqual([id]);
  });
});
