import type pg from 'pg';

/** "No request to this scope before then", agreed by all processes: what a 429 tells one of them holds for each. */
export interface Pauses {
  /** A pause only ever grows: an earlier time than the known one changes nothing. */
  pauseUntil(scope: string, until: Date, reason: string): Promise<void>;
  /** Undefined when requests may be made. May be half a second behind what another process was told. */
  pausedUntil(scope: string): Promise<Date | undefined>;
}

/** So long is an answer of the store believed, in milliseconds, to spare it a question per request. */
const believedMs = 500;

/** @param now the time that pauses are told in, the database's. */
export function pauses(pool: pg.Pool, now: () => Date): Pauses {
  const known = new Map<string, { until: Date | undefined; askedAt: number }>();
  const ask = async (scope: string): Promise<Date | undefined> => {
    const askedAt = performance.now();
    const { rows } = await pool.query<{ until: Date }>('select until from pause where scope = $1', [scope]);
    const until = rows.at(0)?.until;
    known.set(scope, { until, askedAt });
    return until;
  };
  return {
    async pauseUntil(scope, until, reason) {
      await pool.query(
        `insert into pause (scope, until, reason) values ($1, $2, $3)
         on conflict (scope) do update set until = excluded.until, reason = excluded.reason
         where pause.until < excluded.until`,
        [scope, until, reason],
      );
      known.delete(scope);
    },
    async pausedUntil(scope) {
      const last = known.get(scope);
      const fresh = last !== undefined && performance.now() - last.askedAt < believedMs;
      const until = fresh ? last.until : await ask(scope);
      return until !== undefined && until > now() ? until : undefined;
    },
  };
}
