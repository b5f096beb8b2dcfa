// Appends to streams of its own until it is killed, and says each version that was acknowledged: `<stream> <version>`.

import { openDatabase } from '../../../src/adapters/database.ts';
import { eventLog } from '../../../src/adapters/event-log.ts';

const [dataDir = '', databaseUrl] = process.argv.slice(2);
const database = await openDatabase({ dataDir, databaseUrl });
const log = eventLog(database.pool, (): { type: string; after: number } => ({ type: 'Noted', after: 0 }));

await Promise.all(
  ['a', 'b', 'c', 'd', 'e'].map(async (stream) => {
    for (let after = 0; ; after++) {
      const answer = await log.append({ stream, after, at: new Date(), events: [{ type: 'Noted', after }] });
      if (answer.kind !== 'appended') throw new Error(`${stream} after ${after}: ${answer.kind}`);
      process.stdout.write(`${stream} ${answer.version}\n`);
    }
  }),
);
