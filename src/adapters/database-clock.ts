import type pg from 'pg';

/** The time that all processes of one Slipway agree on. */
export interface Clock {
  now(): Date;
  /** Stops measuring; `now` goes on with what was measured last. */
  stop(): void;
}

export interface ClockOptions {
  /** Milliseconds added to the time, asked for at each look: the demo moves the time by it. */
  readonly shift?: (() => number) | undefined;
  /** Milliseconds between two measurements: 30 s by default, in which a bad quartz drifts by some 3 ms. */
  readonly everyMs?: number | undefined;
  /** Hears of measurements that failed; a warning of the process by default. */
  readonly onError?: ((error: Error) => void) | undefined;
}

/**
 * The database's clock, read without asking it each time: this machine's clock plus the measured difference. A store
 * that cannot be reached leaves the difference as it was, 0 at the start.
 */
export async function databaseClock(pool: pg.Pool, options: ClockOptions = {}): Promise<Clock> {
  const { shift = () => 0, everyMs = 30_000, onError = (error) => process.emitWarning(error) } = options;
  let offset = 0;
  const measure = async (): Promise<void> => {
    try {
      offset = await measureOffset(pool);
    } catch (error) {
      onError(new Error("The database's clock could not be read.", { cause: error }));
    }
  };
  await measure();
  const timer = setInterval(measure, everyMs).unref();
  return {
    now: () => new Date(Date.now() + offset + shift()),
    stop: () => clearInterval(timer),
  };
}

/** Milliseconds that the database is ahead, taking its answer for the middle of the round trip. */
async function measureOffset(pool: pg.Pool): Promise<number> {
  const asked = Date.now();
  const { rows } = await pool.query<{ at: Date }>('select clock_timestamp() as at');
  const answered = Date.now();
  const [row] = rows;
  if (row === undefined) throw new Error('The database told no time.');
  return row.at.getTime() - (asked + answered) / 2;
}
