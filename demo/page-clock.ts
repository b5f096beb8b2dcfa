import type { PageClock } from '../sandbox/page/start-page.ts';
import { NotPossible } from '../sandbox/slack/state/slack-error.ts';
import { windowTurns } from '../src/release/deploy-window.ts';
import { isRunning, type Release } from '../src/release/release.ts';
import { waitingOf } from '../src/release/waiting.ts';

/** The one clock of the demo's Slack, GitHub and Slipway: the machine's, and so far ahead as people moved it. */
export interface DemoClock {
  /** Milliseconds. */
  now(): number;
  /** Milliseconds ahead of the machine's clock. */
  ahead(): number;
  /** Forward only. Throws NotPossible for a time that is over. */
  moveTo(at: number): void;
}

const farthestMs = 366 * 86_400_000;

export function demoClock(): DemoClock {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  return {
    now,
    ahead: () => ahead,
    moveTo(at) {
      if (at < now()) throw new NotPossible('That time is over: the clock goes forward only.');
      if (at > now() + farthestMs) throw new NotPossible('The clock goes a year ahead at most.');
      ahead += at - now();
    },
  };
}

/** The reminders of what a release waits for, and when its windows open and close. */
function plannedOf(release: Release): readonly { readonly at: Date; readonly what: string }[] {
  const reminders = waitingOf(release).flatMap(({ title, reminder }) =>
    reminder === undefined ? [] : [{ at: reminder, what: `reminder of “${title}”` }],
  );
  const turns = windowTurns(release).map(({ turn, at }) => ({
    at,
    what: `the deployment window ${turn === 'open' ? 'opens' : 'closes'}`,
  }));
  return [...reminders, ...turns];
}

/** What is planned for a time, the next first. */
function scheduledOf(releases: readonly Release[]) {
  const running = releases.filter((release) => isRunning(release) && release.status === 'open');
  return running
    .flatMap((release) =>
      plannedOf(release).map(({ at, what }) => ({
        at: at.getTime(),
        what: `${release.component.name} ${release.semver}: ${what}`,
      })),
    )
    .sort((a, b) => a.at - b.at);
}

/** The clock as the page shows and moves it. */
export function pageClock(clock: DemoClock, releases: () => Promise<readonly Release[]>): PageClock {
  return {
    async shown() {
      const now = clock.now();
      return { now, scheduled: scheduledOf(await releases()).filter(({ at }) => at > now) };
    },
    async moveTo(at) {
      clock.moveTo(at);
    },
  };
}
