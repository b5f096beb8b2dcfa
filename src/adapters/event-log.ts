import type pg from 'pg';
import { type Append, type Appended, appendBatch, isDataError } from './append-batch.ts';
import { groupCommit } from './group-commit.ts';
import { RecentTails } from './recent-tails.ts';
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
   * @throws when the store fails. What was appended is then unknown: append again with the same cause, which answers
   * `repeated` if the first one got through.
   */
  append(append: Append<E>): Promise<Appended>;
  /** The events of a stream with a version above `after` (0), in order. */
  read(stream: string, after?: number): Promise<readonly Stored<E>[]>;
  head(): Promise<Head>;
  /** Recomputes every hash; names the first place where something was changed, removed or added. */
  verify(): Promise<Verified>;
}

interface Row {
  readonly version: number;
  readonly at: Date;
  readonly body: string;
  readonly hash: Buffer;
}

/** A batch is one statement of some 100 kB at most, and holds the head for a few milliseconds. */
const mostOfABatch = 200;
/** About 2 MB of hashes; a stream beyond that costs one more read per append. */
const mostTails = 10_000;

/** @param parse reads a stored event, or throws; what it throws is what `read` throws. */
export function eventLog<E extends { readonly type: string }>(pool: pg.Pool, parse: (json: unknown) => E): EventLog<E> {
  const tails = new RecentTails(mostTails);
  const append = groupCommit<Append<E>, Appended>({
    keyOf: ({ stream }) => stream,
    most: mostOfABatch,
    write: (appends) => appendBatch(pool, tails, appends),
    isOneItemsFault: isDataError,
  });
  return {
    async append(one) {
      if (one.events.length === 0) throw new RangeError(`Nothing to append to ${one.stream}.`);
      return append(one);
    },
    async read(stream, after = 0) {
      const { rows } = await pool.query<Row>(
        'select version, at, body, hash from event where stream = $1 and version > $2 order by version',
        [stream, after],
      );
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
