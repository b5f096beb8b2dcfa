import { randomUUID } from 'node:crypto';
import { eventLog } from '../src/adapters/event-log.ts';
import { type ReleaseEvent, releaseEvent } from '../src/release/events.ts';
import { freshDatabase } from '../test/stores.ts';
import { type Measured, measured, type Sizes } from './figure.ts';
import { compared, perSecond } from './rounds.ts';

const event: ReleaseEvent = {
  type: 'StepRead',
  step: 'ci-green',
  outcome: 'wait',
  sentence: 'CI on 1a2b3c4: 3 of 7 checks are done.',
  link: 'https://github.example/acme/billing/pull/12/checks',
};
const plainInsert = 'insert into plain_event (stream, version, at, type, body) values ($1, $2, $3, $4, $5)';

/** Events appended to the hash-chained log, over plain inserts into a table of its columns, on the same store. */
export async function appendBench({ rounds, seconds }: Sizes): Promise<readonly Measured[]> {
  const fresh = await freshDatabase();
  const { pool } = fresh.database;
  const log = eventLog(pool, (json) => releaseEvent.parse(json));
  const body = JSON.stringify(event);
  const append = (streams: number) => () => {
    const run = randomUUID();
    return perSecond(streams, seconds, async (worker, turn) => {
      const stream = `${run}-${worker}`;
      const appended = await log.append({ stream, after: turn, at: new Date(), events: [event] });
      if (appended.kind !== 'appended') throw new Error(`${stream}: ${appended.kind}`);
    });
  };
  const insert = (streams: number) => () => {
    const run = randomUUID();
    return perSecond(streams, seconds, async (worker, turn) => {
      await pool.query(plainInsert, [`${run}-${worker}`, turn + 1, new Date(), event.type, body]);
    });
  };
  try {
    await pool.query(
      `create table plain_event (stream text, version int, at timestamptz not null, type text not null, body jsonb not null,
         cause text, primary key (stream, version))`,
    );
    const lines: Measured[] = [];
    for (const streams of [1, 10, 50]) {
      const numbers = await compared(rounds, append(streams), insert(streams));
      const what = `events appended, ${streams} ${streams === 1 ? 'stream' : 'streams'}, over plain inserts`;
      lines.push(measured(what, '/s', numbers, streams === 10 ? { of: 'ratio', least: 0.8 } : undefined));
    }
    return lines;
  } finally {
    await fresh.dispose();
  }
}
