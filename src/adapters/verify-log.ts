import type pg from 'pg';
import { eventHash, genesis, headHash } from './hash-chain.ts';

/** Whether the log is as it was written. */
export type Verified =
  | { readonly kind: 'intact'; readonly events: number; readonly head: string }
  | {
      readonly kind: 'broken';
      /** `(head)` when the streams hold by themselves, but not with the head: an end was cut off, or the order changed. */
      readonly stream: string;
      readonly version: number;
      readonly why: string;
    };

/** A pool, or one connection. */
type Queryable = Pick<pg.ClientBase, 'query'>;

interface Row {
  readonly stream: string;
  readonly version: number;
  readonly at: Date;
  readonly type: string;
  readonly body: string;
  readonly cause: string | null;
  readonly hash: Buffer;
}

/** Rows held in memory at once. */
const page = 500;

/** A head that somebody wrote down outside of the store: of the log's first so many events. */
export interface NotedHead {
  readonly events: number;
  /** Hexadecimal. */
  readonly head: string;
}

/**
 * Recomputes each stream's chain, then the head from all events. Appends may go on meanwhile: they are left out.
 *
 * @param noted a head of earlier: a log that was written anew as a whole holds by itself, but has another one there.
 */
export async function verifyLog(db: Queryable, noted?: NotedHead): Promise<Verified> {
  const { rows } = await db.query<{ position: string; hash: Buffer }>('select position, hash from head');
  const [head] = rows;
  if (head === undefined) return { kind: 'broken', stream: '(head)', version: 0, why: 'the head row is gone' };
  return (await verifyStreams(db, head.position)) ?? (await verifyHead(db, head.position, head.hash, noted));
}

async function verifyStreams(db: Queryable, until: string): Promise<Verified | undefined> {
  let stream = '';
  let version = 0;
  let hash = genesis;
  for (;;) {
    const { rows } = await db.query<Row>(
      `select stream, version, at, type, body, cause, hash from event
       where (stream, version) > ($1, $2) and position <= $3 order by stream, version limit $4`,
      [stream, version, until, page],
    );
    for (const row of rows) {
      const first = row.stream !== stream;
      const why = mistake(row, first ? 1 : version + 1, first ? genesis : hash);
      if (why !== undefined) return { kind: 'broken', stream: row.stream, version: row.version, why };
      ({ stream, version, hash } = row);
    }
    if (rows.length < page) return undefined;
  }
}

function mistake(row: Row, expected: number, previous: Buffer): string | undefined {
  if (row.version !== expected) return `version ${expected} is missing`;
  if (eventHash(previous, row).equals(row.hash)) return undefined;
  return 'its hash does not follow from its text and the hash before it';
}

const atHead = (version: number, why: string): Verified => ({ kind: 'broken', stream: '(head)', version, why });

async function verifyHead(db: Queryable, until: string, expected: Buffer, noted?: NotedHead): Promise<Verified> {
  let place = 0;
  let hash = genesis;
  if (noted !== undefined && noted.events > Number(until))
    return atHead(Number(until), `the head that was noted covers ${noted.events} events, there are ${until}`);
  for (;;) {
    const { rows } = await db.query<{ stream: string; version: number; position: string; hash: Buffer }>(
      'select stream, version, position, hash from event where position > $1 and position <= $2 order by position limit $3',
      [place, until, page],
    );
    for (const row of rows) {
      place += 1;
      if (Number(row.position) !== place) {
        return {
          kind: 'broken',
          stream: row.stream,
          version: row.version,
          why: `the event before it, number ${place} of all, is missing`,
        };
      }
      hash = headHash(hash, row.hash);
      if (place === noted?.events && hash.toString('hex') !== noted.head)
        return atHead(place, 'another head was noted for the events up to here: some of them were written anew');
    }
    if (rows.length < page) break;
  }
  if (place !== Number(until)) return atHead(place, `the head counts ${until} events, there are ${place}`);
  if (!hash.equals(expected))
    return atHead(place, 'the head does not follow from the events: some were replaced or reordered');
  return { kind: 'intact', events: place, head: hash.toString('hex') };
}
