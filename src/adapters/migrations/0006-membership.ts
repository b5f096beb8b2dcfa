import { type Kysely, sql } from 'kysely';

/** Who is in the user groups and GitHub teams that fill roles, as it was read last: all processes judge by the same. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table membership (
      source  text primary key,
      members jsonb not null,
      changed bigint not null,
      read_at timestamptz(3) not null
    );
  `.execute(db);
}
