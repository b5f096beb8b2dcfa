import { type Kysely, sql } from 'kysely';

/** The events, append-only, and the one head that each batch of appends moves forward. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event (
      stream   text not null,
      version  int not null check (version > 0),
      position bigint not null unique,
      at       timestamptz(3) not null,
      type     text not null,
      body     text not null,
      hash     bytea not null,
      cause    text unique,
      primary key (stream, version)
    );
    comment on column event.position is 'place among all events of all streams, from 1, without holes';
    comment on column event.body is 'the JSON text that the hash was taken over, byte for byte';
    comment on column event.cause is 'the delivery (from Slack, GitHub) that led to this append; it leads to no second one';

    create table head (
      one      boolean primary key default true check (one),
      position bigint not null,
      hash     bytea not null
    );
    insert into head (position, hash) values (0, decode(repeat('00', 32), 'hex'));

    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'events are append-only: % is refused', tg_op using errcode = 'integrity_constraint_violation';
    end $$;
    create trigger append_only before update or delete on event for each row execute function refuse_change();
    create trigger no_truncate before truncate on event for each statement execute function refuse_change();
  `.execute(db);
}
