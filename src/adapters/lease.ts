import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/** What a process does while no other may. */
export interface Leases {
  /**
   * Does the work if nobody else does work under this key. The signal is aborted when the lease was lost (the store was
   * away for too long, or the process was): somebody else may be at it, so the work must change nothing any more.
   *
   * @throws what the work throws, or the store when it cannot be asked.
   */
  hold<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<Held<T>>;
}

export type Held<T> =
  | { readonly kind: 'held'; readonly value: T }
  /** freeInMs: after so many milliseconds it is free, unless its holder lives and renews it. undefined where this process holds it. */
  | { readonly kind: 'busy'; readonly freeInMs: number | undefined };

/** A crashed process's work is taken over after so many milliseconds, by the database's clock. */
const lastsMs = 3000;
const renewMs = 1000;

/**
 * @param name of this process, for whoever reads the table. It need not be its own: containers all are process 1, some of
 * one host name, and a process that started anew is another one than the one that may still be at work.
 * @param onError hears of leases that could not be renewed or given back (these end by themselves), with their key.
 */
export function leases(
  pool: pg.Pool,
  name: string,
  onError: (error: Error, key: string) => void = (error) => process.emitWarning(error),
): Leases {
  const holder = `${name}-${randomUUID()}`;
  const ours = new Set<string>();
  return {
    async hold(key, work) {
      if (ours.has(key)) return { kind: 'busy', freeInMs: undefined };
      ours.add(key);
      try {
        const asked = performance.now();
        if (!(await take(pool, key, holder))) return { kind: 'busy', freeInMs: await freeIn(pool, key) };
        return { kind: 'held', value: await whileRenewed(pool, { key, holder, asked }, work, onError) };
      } finally {
        ours.delete(key);
      }
    },
  };
}

interface Taken {
  readonly key: string;
  readonly holder: string;
  /** When it was asked for, by this process's `performance.now()`. */
  readonly asked: number;
}

async function whileRenewed<T>(
  pool: pg.Pool,
  { key, holder, asked: first }: Taken,
  work: (signal: AbortSignal) => Promise<T>,
  onError: (error: Error, key: string) => void,
): Promise<T> {
  const lost = new AbortController();
  // Counted from before the question, so that we never believe in a lease that the database has ended.
  let until = first + lastsMs - renewMs;
  let renewing = false;
  const renewed = async (): Promise<void> => {
    const asked = performance.now();
    renewing = true;
    try {
      if (await renew(pool, key, holder)) until = asked + lastsMs - renewMs;
      else lost.abort(new Error(`The lease ${key} was taken over.`));
    } catch (error) {
      onError(new Error(`The lease ${key} was not renewed.`, { cause: error }), key);
    }
    renewing = false;
  };
  const timer = setInterval(async () => {
    if (!renewing) await renewed(); // else the store is slow to answer: that alone must not keep the lease
    if (performance.now() > until) lost.abort(new Error(`The lease ${key} could not be renewed in time.`));
  }, renewMs);
  try {
    return await work(lost.signal);
  } finally {
    clearInterval(timer);
    await giveBack(pool, key, holder).catch((error: unknown) => {
      onError(new Error(`The lease ${key} was not given back.`, { cause: error }), key);
    });
  }
}

async function take(pool: pg.Pool, key: string, holder: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into lease (key, holder, until) values ($1, $2, now() + $3 * interval '1 ms')
     on conflict (key) do update set holder = excluded.holder, until = excluded.until
     where lease.until < now() or lease.holder = excluded.holder`,
    [key, holder, lastsMs],
  );
  return rowCount === 1;
}

async function freeIn(pool: pg.Pool, key: string): Promise<number> {
  const { rows } = await pool.query<{ readonly ms: number }>(
    'select ceil(extract(epoch from until - now()) * 1000)::int as ms from lease where key = $1',
    [key],
  );
  return Math.max(0, rows[0]?.ms ?? 0);
}

async function renew(pool: pg.Pool, key: string, holder: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    "update lease set until = now() + $3 * interval '1 ms' where key = $1 and holder = $2",
    [key, holder, lastsMs],
  );
  return rowCount === 1;
}

async function giveBack(pool: pg.Pool, key: string, holder: string): Promise<void> {
  await pool.query('delete from lease where key = $1 and holder = $2', [key, holder]);
}
