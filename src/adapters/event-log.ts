import type pg from 'pg';
import { OutcomeUnknown } from '../release/outside-errors.ts';
import { type Append, type Appended, appendBatch, isDataError } from './append-batch.ts';
import { groupCommit } from './group-commit.ts';
import { RecentTails } from './recent-tails.ts';
import { mayBeDone, storeDown } from './store-down.ts';
import { type Verified, verifyLog } from './verify-log.ts';

/** An event as it was stored. */
export interface Stored<E> {
  readonly stream: string;
  /** Its place in its stream, from 1. */
  readonly version: number;
  readonly at: Date;
  readonly event: E;
  readonly hash: Buffer;
}

/** Where the whole log stands: so many events, and the hash that covers them all. Worth publishing outside the store. */
export interface Head {
  readonly position: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** Append-only streams of events, hash-chained, shared by any number of processes. */
export interface EventLog<E> {
  /**
   * Writes the events and the projection's row, together or not at all.
   *
   * An answer that is lost is asked for by appending the same once more: `repeated` (without a cause, `conflict`) says
   * that the first one got through.
   *
   * @throws OutcomeUnknown when the store broke off meanwhile and cannot be asked; what the store says, when it fails
   * and nothing was appended.
   */
  append(append: Append<E>): Promise<Appended>;
  /** The events of a stream with a version above `after` (0), in order. */
  read(stream: string, after?: number): Promise<readonly Stored<E>[]>;
  head(): Promise<Head>;
  /** Recomputes every hash; names the first place where something was changed, removed or added. */
  verify(): Promise<Verified>;
}

interface Row {
  readonly stream: string;
  readonly version: number;
  readonly at: Date;
  readonly body: string;
  readonly hash: Buffer;
}

interface Wanted {
  readonly stream: string;
  readonly after: number;
}

/** Reads of several streams in one round trip. `offset 0` keeps one look into the index a stream, however many there are. */
const read = `
  select e.stream, e.version, e.at, e.body, e.hash, wanted.nr::int
  from unnest($1::text[], $2::int[]) with ordinality as wanted(stream, after, nr)
  cross join lateral (
    select stream, version, at, body, hash from event
    where event.stream = wanted.stream and event.version > wanted.after order by version offset 0
  ) as e
  order by wanted.nr, e.version`;

async function readAll(pool: pg.Pool, wanted: readonly Wanted[]): Promise<readonly (readonly Row[])[]> {
  const values = [wanted.map(({ stream }) => stream), wanted.map(({ after }) => after)];
  const { rows } = await pool.query<Row & { nr: number }>({ name: 'read-streams', text: read, values });
  const found = wanted.map((): Row[] => []);
  for (const row of rows) found[row.nr - 1]?.push(row);
  return found;
}

/** Beside each other, so that nobody waits for a round trip that was begun before; some connections stay for appends. */
const readsAtOnce = 3;
/** A batch is one statement of some 100 kB at most, and holds the head for a few milliseconds. */
const mostOfABatch = 200;
/** About 2 MB of hashes; a stream beyond that costs one more read per append. */
const mostTails = 10_000;

/**
 * @param parse reads a stored event, or throws; what it throws is what `read` throws.
 * @param writing told how many appends are written together.
 */
export function eventLog<E extends { readonly type: string }>(
  pool: pg.Pool,
  parse: (json: unknown) => E,
  writing?: (appends: number) => void,
): EventLog<E> {
  const tails = new RecentTails(mostTails);
  const append = groupCommit<Append<E>, Appended>({
    keyOf: ({ stream }) => stream,
    most: mostOfABatch,
    write(appends) {
      writing?.(appends.length);
      return appendBatch(pool, tails, appends);
    },
    isOneItemsFault: isDataError,
  });
  const again = async (one: Append<E>, lost: unknown): Promise<Appended> => {
    try {
      return await append(one);
    } catch (error) {
      throw storeDown(error) ? new OutcomeUnknown('The store broke off while it recorded.', { cause: lost }) : error;
    }
  };
  const readRows = groupCommit<Wanted, readonly Row[]>({
    most: mostOfABatch,
    atOnce: Math.min(readsAtOnce, pool.options.max),
    write: (wanted) => readAll(pool, wanted),
    isOneItemsFault: () => false,
  });
  return {
    async append(one) {
      if (one.events.length === 0) throw new RangeError(`Nothing to append to ${one.stream}.`);
      try {
        return await append(one);
      } catch (error) {
        if (!mayBeDone(error)) throw error;
        return await again(one, error);
      }
    },
    async read(stream, after = 0) {
      const rows = await readRows({ stream, after });
      const last = rows.at(-1);
      if (last !== undefined) tails.tell(stream, last);
      return rows.map(({ version, at, body, hash }) => ({ stream, version, at, event: parse(JSON.parse(body)), hash }));
    },
    async head() {
      const { rows } = await pool.query<{ position: string; hash: Buffer }>('select position, hash from head');
      const [head] = rows;
      if (head === undefined) throw new Error('The log has lost its head row.');
      return { position: Number(head.position), hash: head.hash.toString('hex') };
    },
    verify: () => verifyLog(pool),
  };
}
