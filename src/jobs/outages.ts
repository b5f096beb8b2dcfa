import type { Release } from '../release/release.ts';
import { stepState } from '../release/release.ts';

const patienceMs = 60_000; // so long an outage may last before it is told: a single lost request is not worth a word
/** What was not met for so long has ended, and another process may have seen that; longer than two polls can be apart. */
const overAfterMs = 2 * 3_600_000;

/** Since when the other side of what is looked at has been away, as far as this process met it. */
export interface Outages {
  /** It is away now: whether it has been for so long that people are told. */
  lasts(key: string, now: Date): boolean;
  /** It answered. */
  over(key: string): void;
}

export function outages(): Outages {
  const met = new Map<string, { readonly since: number; readonly last: number }>();
  return {
    lasts(key, now) {
      const at = now.getTime();
      const before = met.get(key);
      const since = before === undefined || at - before.last > overAfterMs ? at : before.since;
      met.set(key, { since, last: at });
      return at - since >= patienceMs;
    },
    over: (key) => {
      met.delete(key);
    },
  };
}

/** One try of a step, or one look at a check that was green: what is tried anew has met no outage yet. */
export function outageKey(release: Release, step: string, look = ''): string {
  return `${release.id}.${step}.${stepState(release, step).attempt}${look}`;
}
