import { createPostgresBackend, type PgPool, Queue, runMigrations, Worker } from 'bullmq';
import type { Database } from './database.ts';
import { type Backing, disposable } from './queue-backing.ts';

/** BullMQ looks for its tables here when it is given a pool. */
const schema = 'bullmq';

/** BullMQ on the store, with tables and connections of its own; each worker keeps one of them to listen on. */
export async function queueOnPostgres(
  database: Database,
  name: string,
  onError: (error: Error) => void,
): Promise<Backing> {
  const connection = database.poolFor(schema) as PgPool; // BullMQ's own words for what it uses of pg's pool
  const client = await connection.connect();
  await runMigrations(client, schema).finally(() => client.release());
  const bull = new Queue(name, { connection, defaultJobOptions: disposable }, createPostgresBackend);
  bull.on('error', onError);
  return {
    queue: bull,
    // The embedded store cannot be down, only busy.
    patienceMs: database.kind === 'embedded' ? 5000 : 500,
    worker: (process, options) => new Worker(name, process, { ...options, connection }, createPostgresBackend),
    close: () => bull.close(),
  };
}
