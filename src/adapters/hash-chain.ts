import { createHash } from 'node:crypto';

/** What stands before the first event of a stream, and before the first event of all: 32 zero bytes. */
export const genesis: Buffer = Buffer.alloc(32);

/** The parts of an event that its hash covers. */
export interface Hashed {
  readonly stream: string;
  readonly version: number;
  readonly at: Date;
  readonly type: string;
  /** The stored JSON text, byte for byte. */
  readonly body: string;
  readonly cause: string | null;
}

/**
 * The hash of one event: sha256 over the 32 bytes of the hash of the event before it in its stream (`genesis` for the
 * first), followed by the UTF-8 of the JSON array `[stream, version, at, type, cause, body]`, without spaces, `at` as
 * `2026-01-31T09:30:00.000Z`, `cause` null when there is none, `body` as a string.
 */
export function eventHash(previous: Buffer, event: Hashed): Buffer {
  const { stream, version, at, type, cause, body } = event;
  const text = JSON.stringify([stream, version, at.toISOString(), type, cause, body]);
  return createHash('sha256').update(previous).update(text).digest();
}

/**
 * The head after one more event: sha256 over the head before it and the event's own hash, in the order of the events'
 * positions. The database does the same in `append_events`; this is for those who check it.
 */
export function headHash(head: Buffer, event: Buffer): Buffer {
  return createHash('sha256').update(head).update(event).digest();
}
