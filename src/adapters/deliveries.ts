import type pg from 'pg';
import { groupCommit } from './group-commit.ts';

/** What was seen or begun before, in whatever process: deliveries of webhooks, and writes that are made once (`post:…`, `dispatch:…`, the `poll:…` of a time). */
export interface Deliveries {
  /** True for one process and once: whoever is told false drops the delivery, or looks for what the first one wrote. */
  firstTime(id: string): Promise<boolean>;
  /** The same for what people send: those that come together share one statement. */
  claim(id: string): Promise<boolean>;
  /** When it came for the first time; undefined for what never came, or was forgotten. */
  firstSeen(id: string): Promise<Date | undefined>;
  /** What is known not to have happened may be begun for the first time once more. */
  forget(id: string): Promise<void>;
  /** Forgets what can no longer come again. Returns how many. */
  prune(): Promise<number>;
}

const mostTogether = 200;
const repeatedDays = 1; // what Slack signed counts for five minutes, and a poll is of one time
const redeliveredDays = 7; // GitHub keeps deliveries to be redelivered for three
const writesDays = 400; // what was written once is not to be written again while its release may still go on

export function deliveries(pool: pg.Pool): Deliveries {
  const claim = groupCommit<string, boolean>({
    keyOf: (id) => id,
    most: mostTogether,
    async write(ids) {
      const { rows } = await pool.query<{ id: string }>(
        // In one order for all processes, or two would wait for each other.
        'insert into delivery (id) select id from unnest($1::text[]) as t(id) order by id on conflict do nothing returning id',
        [ids],
      );
      const first = new Set(rows.map(({ id }) => id));
      return ids.map((id) => first.has(id));
    },
    isOneItemsFault: () => false,
  });
  return {
    claim,
    async firstTime(id) {
      const { rowCount } = await pool.query('insert into delivery (id) values ($1) on conflict do nothing', [id]);
      return rowCount === 1;
    },
    async firstSeen(id) {
      const { rows } = await pool.query<{ at: Date }>('select at from delivery where id = $1', [id]);
      return rows[0]?.at;
    },
    async forget(id) {
      await pool.query('delete from delivery where id = $1', [id]);
    },
    async prune() {
      const { rowCount } = await pool.query(
        `delete from delivery where at < now() - interval '1 day' *
           case when id like 'slack:%' or id like 'poll:%' then $1::int when id like 'github:%' then $2::int else $3::int end`,
        [repeatedDays, redeliveredDays, writesDays],
      );
      return rowCount ?? 0;
    },
  };
}
