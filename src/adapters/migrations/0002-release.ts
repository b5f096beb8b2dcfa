import { type Kysely, sql } from 'kysely';

/** The projection that lists need, and the one function that writes events and projection together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table release (
      id         text primary key,
      component  text not null,
      channel    text not null,
      playbook   text not null,
      semver     text not null,
      status     text not null check (status in ('open', 'paused', 'closed', 'cancelled')),
      summary    jsonb not null,
      version    int not null,
      visible    int not null,
      shown      int not null default 0,
      due_at     timestamptz(3),
      started_at timestamptz(3) not null,
      updated_at timestamptz(3) not null
    );
    comment on column release.version is 'version of the stream''s last event that this row reflects';
    comment on column release.visible is 'version that the card in Slack should show';
    comment on column release.shown is 'version that the card in Slack shows';
    comment on column release.due_at is 'when the next timer is due';

    create unique index one_open_release_a_component on release (component) where status in ('open', 'paused');
    create index release_open on release (channel, started_at) where status in ('open', 'paused');
    create index release_behind on release (id) where visible > shown;
    create index release_due on release (due_at) where due_at is not null;
    create index release_recent on release (started_at desc);
    create index release_recent_of_component on release (component, started_at desc);
  `.execute(db);
  await sql`
    create function append_events(
      streams text[], versions int[], ats timestamptz[], types text[], bodies text[], hashes bytea[], causes text[],
      projections jsonb
    ) returns void language plpgsql as $$
    declare
      place bigint;
      chain bytea;
      link  bytea;
    begin
      -- All writers queue here, so nothing below can deadlock, and each statement sees what the writer before wrote.
      select head.position, head.hash into strict place, chain from head for update;

      insert into event (stream, version, position, at, type, body, hash, cause)
      select g.stream, g.version, place + g.nr, g.at, g.type, g.body, g.hash, g.cause
      from unnest(streams, versions, ats, types, bodies, hashes, causes)
        with ordinality as g(stream, version, at, type, body, hash, cause, nr);

      insert into release (id, component, channel, playbook, semver, status, summary, version, visible, due_at, started_at, updated_at)
      select p.id, p.component, p.channel, p.playbook, p.semver, p.status, p.summary, p.version, p.visible, p.due_at, p.started_at, p.updated_at
      from jsonb_populate_recordset(null::release, projections) as p
      on conflict (id) do update set
        component = excluded.component, channel = excluded.channel, playbook = excluded.playbook,
        semver = excluded.semver, status = excluded.status, summary = excluded.summary, version = excluded.version,
        visible = excluded.visible, due_at = excluded.due_at, started_at = excluded.started_at,
        updated_at = excluded.updated_at;

      foreach link in array hashes loop
        chain := sha256(chain || link);
      end loop;
      update head set position = place + cardinality(hashes), hash = chain;
    end $$;
  `.execute(db);
}
