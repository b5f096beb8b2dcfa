import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { eventLog } from '../src/adapters/event-log.ts';
import { type Verified, verifyLog } from '../src/adapters/verify-log.ts';
import { type ReleaseEvent, releaseEvent } from '../src/release/events.ts';
import { type FreshDatabase, freshDatabase } from '../test/stores.ts';
import { type Measured, measured, type Sizes } from './figure.ts';

const perAppend = 100;
const perStream = 1000;

/** Over a connection without the patience of clicks, as `npm run verify` has it; the embedded store has no such patience. */
async function verifiedBy({ databaseUrl, database }: FreshDatabase): Promise<Verified> {
  if (databaseUrl === undefined) return verifyLog(database.pool);
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=slipway' });
  await client.connect();
  return await verifyLog(client).finally(() => client.end());
}

/** Recomputes every hash of a log that was written by the real append path. */
export async function verifyBench({ events }: Sizes): Promise<readonly Measured[]> {
  const fresh = await freshDatabase();
  try {
    const log = eventLog(fresh.database.pool, (json) => releaseEvent.parse(json));
    const reading = (n: number): ReleaseEvent => ({
      ...{ type: 'StepRead', step: 'ci-green', outcome: 'wait' },
      sentence: `CI on 1a2b3c4: reading ${n}.`,
    });
    for (let written = 0; written < events; ) {
      const stream = randomUUID();
      for (let after = 0; after < perStream && written < events; ) {
        const some = Array.from({ length: Math.min(perAppend, events - written) }, (_, n) => reading(n));
        const appended = await log.append({ stream, after, at: new Date(), events: some });
        if (appended.kind !== 'appended') throw new Error(`${stream}: ${appended.kind}`);
        after += some.length;
        written += some.length;
      }
    }
    const begun = performance.now();
    const verified = await verifiedBy(fresh);
    const seconds = (performance.now() - begun) / 1000;
    if (verified.kind !== 'intact' || verified.events !== events) throw new Error(JSON.stringify(verified));
    return [
      measured(`events verified, of ${events}`, '/s', { ours: events / seconds }),
      measured(`verifying ${events} events`, 's', { ours: seconds }),
    ];
  } finally {
    await fresh.dispose();
  }
}
