import type pg from 'pg';

/** What was seen or begun before, in whatever process: deliveries of webhooks, and writes that are made once (`post:…`, `dispatch:…`). */
export interface Deliveries {
  /** True for one process and once: whoever is told false drops the delivery, or looks for what the first one wrote. */
  firstTime(id: string): Promise<boolean>;
  /** When it came for the first time; undefined for what never came, or was forgotten. */
  firstSeen(id: string): Promise<Date | undefined>;
  /** Forgets what can no longer come again. Returns how many. */
  prune(): Promise<number>;
}

const redeliveredDays = 7; // GitHub keeps deliveries to be redelivered for three
const writesDays = 400; // what was written once is not to be written again while its release may still go on

export function deliveries(pool: pg.Pool): Deliveries {
  return {
    async firstTime(id) {
      const { rowCount } = await pool.query('insert into delivery (id) values ($1) on conflict do nothing', [id]);
      return rowCount === 1;
    },
    async firstSeen(id) {
      const { rows } = await pool.query<{ at: Date }>('select at from delivery where id = $1', [id]);
      return rows[0]?.at;
    },
    async prune() {
      const { rowCount } = await pool.query(
        `delete from delivery where at < now() - interval '1 day' * case when id like 'github:%' then $1::int else $2::int end`,
        [redeliveredDays, writesDays],
      );
      return rowCount ?? 0;
    },
  };
}
