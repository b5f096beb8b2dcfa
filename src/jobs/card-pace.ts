import type { Owed } from '../release/owed.ts';
import type { Release } from '../release/release.ts';

/** Milliseconds after a change in which further changes share one update of the card. */
const togetherMs = 300;
/** Slack takes about one update a second in a channel: a release that changes more often shows each second's last state. */
const apartMs = 1000;
/** A job due sooner than this may run already: a change may come too late for it. */
const surelyLaterMs = 50;
/** So long a person's message that stands may be behind: forty of them change each time that one of forty signs. */
const directMs = 2000;
const most = 1000;

/**
 * Whether a changed release needs another job for its card, and in how many milliseconds: undefined while one that is
 * still to run will show this change too. Each job costs a worker ten statements, so a checklist that twenty people tick
 * at once asks for one a second.
 */
export function cardPace(milliseconds: () => number) {
  const due = new Map<string, number>();
  return {
    delayFor(release: string): number | undefined {
      const now = milliseconds();
      const last = due.get(release) ?? Number.NEGATIVE_INFINITY;
      if (last > now + surelyLaterMs) return undefined;
      const delay = Math.max(togetherMs, last + apartMs - now);
      due.delete(release);
      due.set(release, now + delay);
      const oldest = due.size > most ? due.keys().next().value : undefined;
      if (oldest !== undefined) due.delete(oldest);
      return delay;
    },
    /** The job could not be asked for: the next change asks again. */
    lost(release: string): void {
      due.delete(release);
    },
  };
}

/**
 * Milliseconds before something owed is paid. The messages that people have already are brought up to date a moment
 * later, with whatever comes until then.
 */
export function restOf(release: Release, owed: Owed): number {
  return owed.effect === 'direct-message' && release.chased[owed.person]?.message !== undefined ? directMs : 0;
}
