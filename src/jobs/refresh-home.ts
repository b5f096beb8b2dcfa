import { z } from 'zod';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { Person, Release } from '../release/release.ts';
import type { Log } from './log.ts';

/** Names whose Home may have changed. */
export const homeJob = z.object({ person: z.string() });

/** What changes within so many milliseconds is one drawing of a Home: 12 a minute at most for each person, of Slack's 100 for all. */
const togetherMs = 5000;

interface HomeQueue {
  add(job: {
    readonly name: string;
    readonly id: string;
    readonly data: z.output<typeof homeJob>;
    readonly delayMs: number;
  }): Promise<void>;
}

/** Those for whom the last event of the release changed what waits for them. */
export function movedFor({ chased, version }: Release): readonly Person[] {
  return Object.entries(chased).flatMap(([person, { wanted }]) => (wanted === version ? [person] : []));
}

/** Asks for a person's Home to be drawn at the end of this slot of time: one job for a slot, whichever process asks. */
export function addHome(queue: HomeQueue, person: Person, now: Date): Promise<void> {
  const slot = Math.floor(now.getTime() / togetherMs);
  const delayMs = (slot + 1) * togetherMs - now.getTime();
  return queue.add({ name: 'home', id: `home.${person}.${slot}`, data: { person }, delayMs });
}

interface RefreshHomePorts {
  /** Whether the person opened their Home in the last days. */
  isReader(person: Person): Promise<boolean>;
  /** Draws it and publishes it. Throws Outage or RefusedOutside. */
  show(person: Person): Promise<void>;
  readonly log: Log;
}

/** Draws the Home of somebody who reads it. One that cannot be drawn now stands as it is, and says as of when. */
export async function refreshHome({ isReader, show, log }: RefreshHomePorts, person: Person): Promise<void> {
  if (!(await isReader(person))) return;
  try {
    await show(person);
  } catch (error) {
    if (!(error instanceof Outage) && !(error instanceof RefusedOutside)) throw error;
    log.warn({ err: error, person }, 'a Home was not brought up to date');
  }
}
