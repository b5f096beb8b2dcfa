import { reasonOf } from './reason-of.ts';

/** The queue cannot be reached, or does not answer. It is over by itself, and nothing is lost by it. */
export class QueueAway extends Error {
  override readonly name = 'QueueAway';
}

const codes: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);
/** What ioredis and pg say without a code of a connection that is gone. */
const words = /connection is closed|stream isn't writeable|max retries per request|connection terminated/i;

/** An error of the queue, by the queue's name where it only means that its server is away. */
export function awayOr<T>(error: T, server: string): T | QueueAway {
  if (!(error instanceof Error) || error instanceof QueueAway) return error;
  const reason = reasonOf(error);
  if (!('code' in error && codes.has(String(error.code))) && !words.test(reason)) return error;
  return new QueueAway(`The queue (${server}) cannot be reached: ${reason.replace(/\.$/, '')}.`, { cause: error });
}
