import type pg from 'pg';

/** Which deliveries (of webhooks, of Slack) have come before, to whatever process. */
export interface Deliveries {
  /** True for one process and once: whoever is told false drops the delivery. */
  firstTime(id: string): Promise<boolean>;
  /** Forgets what is older than so many days; GitHub keeps deliveries to be redelivered for three. Returns how many. */
  prune(days: number): Promise<number>;
}

export function deliveries(pool: pg.Pool): Deliveries {
  return {
    async firstTime(id) {
      const { rowCount } = await pool.query('insert into delivery (id) values ($1) on conflict do nothing', [id]);
      return rowCount === 1;
    },
    async prune(days) {
      const { rowCount } = await pool.query("delete from delivery where at < now() - $1 * interval '1 day'", [days]);
      return rowCount ?? 0;
    },
  };
}
