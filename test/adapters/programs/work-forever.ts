// Adds a job, takes it and never ends it; says `<id> started`.
import { openDatabase } from '../../../src/adapters/database.ts';
import { openQueue } from '../../../src/adapters/queue.ts';

const [dataDir = '', name = '', databaseUrl = '', redisUrl = ''] = process.argv.slice(2);
const database = await openDatabase({ dataDir, databaseUrl: databaseUrl || undefined });
const queue = await openQueue({ database, name, redisUrl: redisUrl || undefined });
await queue.work(
  async ({ id }) => {
    process.stdout.write(`${id} started\n`);
    await new Promise<never>(() => undefined);
  },
  { concurrency: 1 },
);
await queue.add({ name: 'effect', id: 'r1.tag', data: { release: 'r1' } });
