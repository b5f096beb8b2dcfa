import { openDatabase } from '../../../src/adapters/database.ts';
import { eventLog, type Stored } from '../../../src/adapters/event-log.ts';
import { type ReleaseEvent, releaseEvent } from '../../../src/release/events.ts';
import type { Fleet } from './fleet.ts';

/**
 * All events of a fleet's releases, in the order of the log, whose chain is intact: throws where it is not. The embedded
 * store belongs to its process, which is stopped meanwhile.
 */
export async function readLog(fleet: Fleet): Promise<readonly Stored<ReleaseEvent>[]> {
  const embedded = fleet.stores.databaseUrl === undefined;
  if (embedded) for (const one of fleet.processes) await one.stop();
  const database = await openDatabase({ databaseUrl: fleet.stores.databaseUrl, dataDir: fleet.stores.dataDir });
  try {
    const log = eventLog(database.pool, (json) => releaseEvent.parse(json));
    const verified = await log.verify();
    if (verified.kind !== 'intact') throw new Error(`The log is broken: ${JSON.stringify(verified)}`);
    const { rows } = await database.pool.query<{ id: string }>('select id from release order by started_at');
    return (await Promise.all(rows.map(({ id }) => log.read(id)))).flat();
  } finally {
    await database.close();
    if (embedded) for (const one of fleet.processes) await one.start();
  }
}
