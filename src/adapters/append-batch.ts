import pg from 'pg';
import { eventHash, genesis } from './hash-chain.ts';
import type { RecentTails } from './recent-tails.ts';
import { type EventRow, writeEvents } from './write-events.ts';

/** The projection of a release: what lists and sweeps need without reading streams. `version` comes from the append. */
export interface ReleaseRow<Summary extends object = object> {
  readonly id: string;
  readonly component: string;
  readonly channel: string;
  readonly playbook: string;
  readonly semver: string;
  /**
   * Of a component at most one release is open or paused, and one of each that is patched; no two have the same version.
   * Beside them withdrawn ones bring the version before back.
   */
  readonly status: 'open' | 'paused' | 'closed' | 'cancelled' | 'withdrawing';
  /** A JSON object. */
  readonly summary: Summary;
  /** The version of the stream that the card in Slack should show. */
  readonly visible: number;
  /** When the next timer is due. */
  readonly dueAt: Date | null;
  readonly startedAt: Date;
}

/** Events of one stream to be written at once. */
export interface Append<E> {
  readonly stream: string;
  /** The version that the stream must have: 0 for a new one. */
  readonly after: number;
  readonly at: Date;
  /** One at least. */
  readonly events: readonly E[];
  /** The deliveries that led to this, by the places (from 0) of their first events; the same one never leads to a second append, in whatever stream. */
  readonly causes?: ReadonlyMap<number, string>;
  /** Absent for a stream that is no release. */
  readonly row?: ReleaseRow | undefined;
}

export type Appended =
  | { readonly kind: 'appended'; readonly version: number }
  /** The stream is not at `after`: read it and decide again. */
  | { readonly kind: 'conflict' }
  /** These of its causes have led to an append before; nothing was written. */
  | { readonly kind: 'repeated'; readonly causes: readonly string[] }
  /** Another release of the component is open that this one cannot run beside: `by` is its id. */
  | { readonly kind: 'taken'; readonly by: string };

/** An append whose previous hash is known. */
interface Ready<E> {
  readonly append: Append<E>;
  readonly previous: Buffer;
}

/** Classes 22 and 23 of https://www.postgresql.org/docs/15/errcodes-appendix.html: bad data, broken constraints. */
export function isDataError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '');
}

/**
 * Writes appends of distinct streams in one statement. Those that cannot be written for their version or a cause
 * are answered so; other bad data fails the whole batch, unless the batch is that one append.
 */
export async function appendBatch<E extends { readonly type: string }>(
  pool: pg.Pool,
  tails: RecentTails,
  appends: readonly Append<E>[],
): Promise<readonly Appended[]> {
  const hashes = await previousHashes(pool, tails, appends);
  const ready = appends.flatMap((append) => {
    const previous = hashes.get(append.stream);
    return previous === undefined ? [] : [{ append, previous }];
  });
  // Asked before anything is written: nothing that can fail may follow the commit, or what is stored is told as lost.
  const conflictOf = await conflicts(
    pool,
    appends.filter(({ stream }) => !hashes.has(stream)),
  );
  const written = ready.length === 0 ? undefined : await write(pool, tails, ready);
  return appends.map((append) => {
    if (!hashes.has(append.stream)) return conflictOf(append);
    return written ?? { kind: 'appended', version: append.after + append.events.length };
  });
}

/** Returns the refusal of a batch of one, undefined when all was written. */
async function write<E extends { readonly type: string }>(
  pool: pg.Pool,
  tails: RecentTails,
  ready: readonly Ready<E>[],
): Promise<Appended | undefined> {
  const rows = ready.flatMap(eventRows);
  const projections = ready.flatMap(({ append }) => projection(append));
  try {
    await writeEvents(pool, rows, projections);
  } catch (error) {
    const [only, ...others] = ready;
    if (only === undefined || others.length > 0 || !isDataError(error)) throw error;
    return refusal(pool, only.append, error);
  }
  for (const { stream, version, hash } of rows) tails.tell(stream, { version, hash });
  return undefined;
}

/** The hash at each append's `after`, by stream; none for an append that comes too late or too early. */
async function previousHashes(
  pool: pg.Pool,
  tails: RecentTails,
  appends: readonly Append<unknown>[],
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const unknown: Append<unknown>[] = [];
  for (const append of appends) {
    const tail = tails.get(append.stream);
    if (tail?.version === append.after) found.set(append.stream, tail.hash);
    else if (tail !== undefined && tail.version > append.after) continue;
    else if (append.after === 0) found.set(append.stream, genesis);
    else unknown.push(append);
  }
  if (unknown.length === 0) return found;
  const { rows } = await pool.query<{ stream: string; hash: Buffer }>(
    'select stream, hash from event join unnest($1::text[], $2::int[]) as wanted(stream, version) using (stream, version)',
    [unknown.map(({ stream }) => stream), unknown.map(({ after }) => after)],
  );
  for (const { stream, hash } of rows) found.set(stream, hash);
  return found;
}

function eventRows<E extends { readonly type: string }>({ append, previous }: Ready<E>): EventRow[] {
  const { stream, after, at, events } = append;
  let hash = previous;
  return events.map((event, index) => {
    const cause = append.causes?.get(index) ?? null;
    const row = { stream, version: after + index + 1, at, type: event.type, body: JSON.stringify(event), cause };
    hash = eventHash(hash, row);
    return { ...row, hash };
  });
}

function projection({ row, after, events, at }: Append<unknown>): object[] {
  if (row === undefined) return [];
  const { dueAt, startedAt, ...same } = row;
  return [{ ...same, version: after + events.length, due_at: dueAt, started_at: startedAt, updated_at: at }];
}

/** Asks in one statement which of the appends are repeated; the others come too late or too early. */
async function conflicts(
  pool: pg.Pool,
  appends: readonly Append<unknown>[],
): Promise<(append: Append<unknown>) => Appended> {
  const causesOf = ({ causes }: Append<unknown>): readonly string[] => [...(causes?.values() ?? [])];
  const causes = appends.flatMap(causesOf);
  if (causes.length === 0) return () => ({ kind: 'conflict' });
  const { rows } = await pool.query<{ cause: string }>('select cause from event where cause = any($1::text[])', [
    causes,
  ]);
  const known = new Set(rows.map(({ cause }) => cause));
  return (append) => {
    const repeated = causesOf(append).filter((cause) => known.has(cause));
    return repeated.length === 0 ? { kind: 'conflict' } : { kind: 'repeated', causes: repeated };
  };
}

const taken = new Set(['one_open_release_a_component', 'one_open_release_a_version']);

/** What a unique violation means; throws what else went wrong. */
async function refusal(pool: pg.Pool, append: Append<unknown>, error: pg.DatabaseError): Promise<Appended> {
  if (error.constraint === 'event_cause_key' || error.constraint === 'event_pkey')
    return (await conflicts(pool, [append]))(append);
  if (!taken.has(error.constraint ?? '') || append.row === undefined) throw error;
  const { component, id, semver, summary } = append.row;
  const { rows } = await pool.query<{ id: string }>(
    `select id from release where component = $1 and status in ('open', 'paused') and id <> $2
       and (semver = $3 or summary ->> 'patches' is not distinct from $4::jsonb ->> 'patches') order by started_at`,
    [component, id, semver, JSON.stringify(summary)],
  );
  const [other] = rows;
  // The other one was closed since: nothing stands in the way of another try, from a fresh read.
  return other === undefined ? { kind: 'conflict' } : { kind: 'taken', by: other.id };
}
