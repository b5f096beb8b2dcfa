import { randomBytes } from 'node:crypto';

/** Makes Slack's identifiers. */
export interface Ids {
  /** A message timestamp: seconds and microseconds, unique, always later than the last. */
  readonly ts: () => string;
  /** An id such as `V0000000001`. */
  readonly next: (prefix: string) => string;
  /** A random word of `length` characters. */
  readonly word: (length: number) => string;
}

/** Ids of one workspace; `now` in milliseconds. */
export function createIds(now: () => number): Ids {
  let last = 0;
  let count = 0;
  return {
    ts: () => {
      last = Math.max(last + 1, now() * 1000);
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
    next: (prefix) => `${prefix}0${(++count).toString(36).toUpperCase().padStart(9, '0')}`,
    word: (length) => randomBytes(length).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, length),
  };
}
