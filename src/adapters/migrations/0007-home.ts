import { type Kysely, sql } from 'kysely';

/** Who opened Slipway's Home lately: theirs is brought up to date when what waits for them changes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table home (
      person    text primary key,
      opened_at timestamptz(3) not null
    );
  `.execute(db);
}
