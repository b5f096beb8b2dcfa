import type pg from 'pg';

/** A row of the event table, but for its place among all. */
export interface EventRow {
  readonly stream: string;
  readonly version: number;
  readonly at: Date;
  readonly type: string;
  readonly body: string;
  readonly cause: string | null;
  readonly hash: Buffer;
}

/**
 * One event in one statement that the server plans once: quicker than `append_events`, which does the same for any
 * number. The head is moved first here too, so that writers queue there: the other parts read what it returns.
 */
const one = `
  with moved as (update head set position = position + 1, hash = sha256(hash || $6) returning position)
  insert into event (stream, version, position, at, type, body, hash, cause)
  select $1, $2, moved.position, $3, $4, $5, $6, $7 from moved`;

/** The same with the projection's row. */
const oneWithRow = `
  with moved as (update head set position = position + 1, hash = sha256(hash || $6) returning position),
  listed as (
    insert into release
      (id, component, channel, playbook, semver, status, summary, version, visible, due_at, started_at, updated_at)
    select p.id, p.component, p.channel, p.playbook, p.semver, p.status, p.summary, p.version, p.visible, p.due_at,
      p.started_at, p.updated_at
    from moved cross join jsonb_populate_record(null::release, $8::jsonb) as p
    on conflict (id) do update set
      component = excluded.component, channel = excluded.channel, playbook = excluded.playbook,
      semver = excluded.semver, status = excluded.status, summary = excluded.summary, version = excluded.version,
      visible = excluded.visible, due_at = excluded.due_at, started_at = excluded.started_at,
      updated_at = excluded.updated_at
  )
  insert into event (stream, version, position, at, type, body, hash, cause)
  select $1, $2, moved.position, $3, $4, $5, $6, $7 from moved`;

const many = 'select append_events($1, $2, $3, $4, $5, $6, $7, $8)';

/** Writes events and rows of the projection, together or not at all; throws what the store says of bad data. */
export async function writeEvents(
  pool: pg.Pool,
  events: readonly EventRow[],
  projections: readonly object[],
): Promise<void> {
  const [only, ...others] = events;
  if (only === undefined || others.length > 0 || projections.length > 1) {
    await writeMany(pool, events, projections);
    return;
  }
  const { stream, version, at, type, body, hash, cause } = only;
  const values = [stream, version, at, type, body, hash, cause];
  const [row] = projections;
  if (row === undefined) await pool.query({ name: 'append-one', text: one, values });
  else await pool.query({ name: 'append-one-row', text: oneWithRow, values: [...values, JSON.stringify(row)] });
}

async function writeMany(pool: pg.Pool, events: readonly EventRow[], projections: readonly object[]): Promise<void> {
  const values = [
    events.map(({ stream }) => stream),
    events.map(({ version }) => version),
    events.map(({ at }) => at.toISOString()),
    events.map(({ type }) => type),
    events.map(({ body }) => body),
    events.map(({ hash }) => hash),
    events.map(({ cause }) => cause),
    JSON.stringify(projections),
  ];
  await pool.query({ name: 'append-events', text: many, values });
}
