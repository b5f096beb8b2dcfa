import { type Kysely, sql } from 'kysely';

/** What the processes of one Slipway tell each other: deliveries seen, work being done, scopes that must rest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table delivery (
      id text primary key,
      at timestamptz not null default now()
    );
    create index delivery_age on delivery (at);

    create table lease (
      key    text primary key,
      holder text not null,
      until  timestamptz not null
    );

    create table pause (
      scope  text primary key,
      until  timestamptz(3) not null,
      reason text not null
    );
  `.execute(db);
}
