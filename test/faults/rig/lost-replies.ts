import type { Fate } from './point.ts';

/** GraphQL is asked by POST, and Slipway only reads by it. */
const readsOnly = /^GET |^POST \/graphql$/;

/** The calls to GitHub that write. */
export function isWrite(what: string): boolean {
  return !readsOnly.test(what);
}

/**
 * GitHub does every write, and its answer never arrives: not even when it is asked again. Only the object of a tag is
 * answered the second time: nothing shows it, so that it can only be made again. What GitHub refuses it says.
 */
export function everyWriteLost(by: 'reset' | 502): Fate {
  let tagObjects = 0;
  return ({ to, what }) => {
    if (to !== 'github' || !isWrite(what)) return { kind: 'none' };
    if (what.endsWith('/git/tags')) {
      tagObjects += 1;
      if (tagObjects > 1) return { kind: 'none' };
    }
    return { kind: 'lose', by };
  };
}
