import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../src/adapters/database.ts';
import { openQueue, type RunningJob } from '../../src/adapters/queue.ts';
import { freshPlace } from '../stores.ts';
import { runProgram } from './programs/run.ts';

test('the job of a killed worker runs again on another, each time one is killed', { timeout: 60_000 }, async () => {
  const place = await freshPlace();
  const args = [place.dataDir, place.queueName, place.databaseUrl ?? '', place.redisUrl ?? ''];
  for (const kill of [1, 2]) {
    const victim = runProgram('work-forever.ts', ...args);
    onTestFinished(() => victim.kill());
    const started = (): void => expect(victim.lines, `${kill}: ${victim.complaints()}`).toEqual(['r1.tag started']);
    await vi.waitFor(started, { timeout: 20_000 });
    await victim.kill();
  }

  const database = await openDatabase(place);
  const queue = await openQueue({ ...place, database, name: place.queueName });
  const ran: RunningJob[] = [];
  const worker = await queue.work(async (job) => void ran.push(job), { concurrency: 1 });
  await vi.waitFor(() => expect(ran).toEqual([{ name: 'effect', id: 'r1.tag', data: { release: 'r1' } }]), {
    timeout: 20_000,
  });
  await worker.close();
  await queue.close();
  await database.close();
  await place.remove();
});
