import type pg from 'pg';

/** Who has looked at their Home lately. */
export interface HomeReaders {
  opened(person: string): Promise<void>;
  /** Whether they opened it in the last seven days. */
  isReader(person: string): Promise<boolean>;
}

const readsFor = 7; // days: who has not looked for longer sees it drawn anew when they open it

export function homeReaders(pool: pg.Pool): HomeReaders {
  return {
    async opened(person) {
      await pool.query(
        'insert into home (person, opened_at) values ($1, now()) on conflict (person) do update set opened_at = now()',
        [person],
      );
    },
    async isReader(person) {
      const { rowCount } = await pool.query(
        "select 1 from home where person = $1 and opened_at > now() - $2 * interval '1 day'",
        [person, readsFor],
      );
      return rowCount === 1;
    },
  };
}
