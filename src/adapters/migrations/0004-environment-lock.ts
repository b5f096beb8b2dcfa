import { type Kysely, sql } from 'kysely';

/** Which deployment has an environment to itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table environment_lock (
      repository  text not null,
      environment text not null,
      release     text not null,
      step        text not null,
      attempt     integer not null,
      at          timestamptz not null default now(),
      primary key (repository, environment)
    );
  `.execute(db);
}
