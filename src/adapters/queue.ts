import type { Database } from './database.ts';
import { awayOr, QueueAway } from './queue-away.ts';
import { type BackedJob, type BackedQueue, type Backing, disposable, type WorkerSettings } from './queue-backing.ts';
import { queueOnPostgres } from './queue-on-postgres.ts';
import { queueOnRedis } from './queue-on-redis.ts';
import { reasonOf } from './reason-of.ts';

/** A wish that something be looked at. What is owed stands in the log; a job only wakes a worker. */
export interface NewJob {
  readonly name: string;
  /** Stable: the same id is one job as long as it waits. No `:`, and not a number alone (BullMQ's rules). */
  readonly id: string;
  /** JSON; it should follow from the id, since the data of a doubled job is dropped. */
  readonly data: object;
  readonly delayMs?: number | undefined;
}

/** A job as its handler gets it; `data` came through the queue, so it is to be parsed. */
export interface RunningJob {
  readonly name: string;
  readonly id: string;
  readonly data: unknown;
}

export interface Worker {
  /** Takes no more jobs and waits for those that run. */
  close(): Promise<void>;
}

export interface Queue {
  /**
   * Asks for a job, best effort. A waiting or delayed job of the same id is not doubled, but made sooner when this one is
   * due sooner. While a job of that id runs, the wish is dropped: the sweep derives it from the log again.
   *
   * @throws within about half a second when the queue cannot be reached.
   */
  add(job: NewJob): Promise<void>;
  /** Runs jobs. One that fails is reported and gone; one whose worker died runs again some 3 s later. */
  work(handler: (job: RunningJob) => Promise<void>, options: { concurrency: number }): Promise<Worker>;
  /**
   * Has a job run every so many milliseconds, once among all processes. Never rejects: it is asserted again and again,
   * so that it comes (back) when the queue was down or lost everything.
   */
  every(id: string, everyMs: number, job: Omit<NewJob, 'id' | 'delayMs'>): Promise<void>;
  /**
   * How many jobs wait, run and are delayed.
   *
   * @throws within about half a second when the queue cannot be reached.
   */
  depth(): Promise<Readonly<Record<string, number>>>;
  /** To be called after the workers are closed, before the database is. */
  close(): Promise<void>;
}

export interface QueueOptions {
  /** A Redis; without it the queue is on the database. */
  readonly redisUrl?: string | undefined;
  readonly database: Database;
  /** Queues of different names on one server do not see each other. */
  readonly name?: string | undefined;
  /** Hears of broken connections and failed jobs; a warning of the process by default. */
  readonly onError?: ((error: Error) => void) | undefined;
}

/**
 * A crashed worker's job is found by the first check after its lock ended, that is 2 to 4 s later, as often as it takes.
 * BullMQ's defaults are 30 s each, and a job that fails for good when its worker dies a second time.
 */
const crashes: Omit<WorkerSettings, 'concurrency'> = {
  lockDuration: 3000,
  stalledInterval: 1000,
  maxStalledCount: 1_000_000,
};

/** Jobs due within so many milliseconds of each other are due together. */
const sameTime = 50;

/** Opens BullMQ on Redis or on the database. A Redis that is down is reported and tried again, not waited for. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { redisUrl, database, name = 'slipway' } = options;
  const server = redisUrl === undefined ? 'on the store' : 'Redis';
  const heard = withoutEchoes(options.onError ?? ((error) => process.emitWarning(error)));
  const onError = (error: Error): void => heard(awayOr(error, server));
  const backing =
    redisUrl === undefined ? await queueOnPostgres(database, name, onError) : queueOnRedis(redisUrl, name, onError);
  return queueOver(backing, server, onError);
}

function queueOver(backing: Backing, server: string, onError: (error: Error) => void): Queue {
  const { queue, patienceMs } = backing;
  const soon = <T>(what: string, work: Promise<T>): Promise<T> => within(patienceMs, server, what, work, onError);
  const timers: NodeJS.Timeout[] = [];
  const schedule = async (...[id, everyMs, { name, data }]: Parameters<Queue['every']>): Promise<void> => {
    if ((await queue.getJobScheduler(id))?.every === everyMs) return;
    await queue.upsertJobScheduler(id, { every: everyMs }, { name, data, opts: disposable });
  };
  return {
    add: (job) => soon(`the job ${job.id} was not queued`, addOrHasten(queue, job)),
    async work(handler, { concurrency }) {
      const run = ({ name, id = '', data }: BackedJob): Promise<void> => handler({ name, id, data });
      const worker = backing.worker(run, { ...crashes, concurrency });
      worker.on('error', onError);
      worker.on('failed', (job, error) => {
        onError(new Error(`The job ${job?.id} (${job?.name}) failed: ${error.message}`, { cause: error }));
      });
      return { close: () => worker.close() };
    },
    async every(...wish) {
      const assert = (): Promise<void> => soon(`the schedule ${wish[0]} was not set`, schedule(...wish)).catch(onError);
      timers.push(setInterval(assert, Math.max(1000, wish[1])).unref());
      await assert();
    },
    depth: () => soon('it was not counted', queue.getJobCounts('waiting', 'active', 'delayed')),
    async close() {
      for (const timer of timers) clearInterval(timer);
      await backing.close();
    },
  };
}

async function addOrHasten(queue: BackedQueue, { name, id, data, ...wish }: NewJob): Promise<void> {
  const delayMs = Math.ceil(wish.delayMs ?? 0); // BullMQ on PostgreSQL refuses a part of a millisecond
  const timestamp = Date.now(); // said, so that a busy moment later does not look as if another wish was there before
  const options = { ...disposable, jobId: id, delay: delayMs, timestamp };
  const due = timestamp + delayMs;
  await queue.add(name, data, options);
  const queued = await queue.getJob(id);
  if (queued === undefined || queued.timestamp + queued.delay <= due + sameTime) return;
  try {
    await queued.remove();
  } catch (error) {
    if (await queued.isActive()) return; // a worker took it at this moment: sooner than that it cannot be
    throw error;
  }
  await queue.add(name, data, options);
}

/** Rejects when the work takes longer; the work goes on, and its later failure is still reported. */
async function within<T>(
  ms: number,
  server: string,
  what: string,
  work: Promise<T>,
  onError: (error: Error) => void,
): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new QueueAway(`The queue (${server}) does not answer: ${what} within ${ms} ms.`));
    work.catch(onError);
  }, ms);
  try {
    return await Promise.race([work, late.promise]);
  } catch (error) {
    throw awayOr(error, server);
  } finally {
    clearTimeout(timer);
  }
}

/** A client that reconnects says the same every second: the same words, or that the queue is away, are passed on once in ten seconds. */
function withoutEchoes(onError: (error: Error) => void): (error: Error) => void {
  const until = new Map<string, number>();
  return (error) => {
    const message = reasonOf(error);
    const now = performance.now();
    for (const [said, end] of until) if (end < now) until.delete(said);
    const said = error instanceof QueueAway ? error.name : message;
    if (until.has(said)) return;
    until.set(said, now + 10_000);
    onError(error.message === message ? error : new Error(message, { cause: error }));
  };
}
