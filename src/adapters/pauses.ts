import type pg from 'pg';

/** "No request to this scope before then", agreed by all processes: what a 429 tells one of them holds for each. */
export interface Pauses {
  /** A pause only ever grows: an earlier time than the known one changes nothing. */
  pauseUntil(scope: string, until: Date, reason: string): Promise<void>;
  /** Undefined when requests may be made: nothing that any process was told to wait for is left out. */
  pausedUntil(scope: string): Promise<Date | undefined>;
}

/** @param now the time that pauses are told in, the database's. */
export function pauses(pool: pg.Pool, now: () => Date): Pauses {
  // A pause that runs is remembered: it can only grow, and who comes back at its end asks again. That there is none is
  // never remembered, for another process may be told to wait at any moment.
  const running = new Map<string, Date>();
  const ask = async (scope: string): Promise<Date | undefined> => {
    const { rows } = await pool.query<{ until: Date }>('select until from pause where scope = $1', [scope]);
    return rows.at(0)?.until;
  };
  return {
    async pauseUntil(scope, until, reason) {
      await pool.query(
        `insert into pause (scope, until, reason) values ($1, $2, $3)
         on conflict (scope) do update set until = excluded.until, reason = excluded.reason
         where pause.until < excluded.until`,
        [scope, until, reason],
      );
    },
    async pausedUntil(scope) {
      const known = running.get(scope);
      if (known !== undefined && known > now()) return known;
      running.delete(scope);
      const until = await ask(scope);
      if (until === undefined || until <= now()) return undefined;
      running.set(scope, until);
      return until;
    },
  };
}
