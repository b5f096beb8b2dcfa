import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as aMoment } from 'node:timers/promises';
import { type Asked, giveUpLate, isOfJob, takeNext } from './asked.ts';
import type { Command } from './release/commands.ts';
import type { ReleaseEvent } from './release/events.ts';
import { OutcomeUnknown } from './release/outside-errors.ts';
import type { Refusal } from './release/refusal.ts';
import type { Release } from './release/release.ts';
import { withoutTokensIn } from './release/token-shapes.ts';
import { releaseCache } from './release-cache.ts';
import { type Ports, servingOn } from './serve-asked.ts';

export type Executed =
  | {
      readonly kind: 'done';
      readonly release: Release;
      /** What it was decided on: later than what was known when it was asked, where others were faster. */
      readonly before: Release | undefined;
      readonly events: readonly ReleaseEvent[];
    }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      readonly release?: Release;
      readonly runningInstead?: string;
    }
  /** The same delivery was executed before: nothing was recorded now. */
  | { readonly kind: 'repeated'; readonly release: Release };

export interface Execute {
  /**
   * Loads, decides, appends, enqueues: the only write path.
   * @param cause what asked for it (a Slack or GitHub delivery); the same cause is executed once, whichever process it reaches.
   */
  (id: string, command: Command, cause?: string): Promise<Executed>;
  load(id: string): Promise<Release | undefined>;
}

/** Of waiting for a turn at a release and racing other processes for it: a click is answered within Slack's three seconds. */
const patienceMs = 2_300;
/** Of two processes in step the same one would win each time: who loses comes back out of step. */
const [apartMs, mostApartMs] = [10, 60];
/** So long after a person's deed another one may be under way, and so long a job gives way to it. */
const [deedMs, giveWayMs] = [500, 250];

/** The one write path of Slipway over its log, clock and queue. */
export function executeOn(ports: Ports): Execute {
  const cache = releaseCache((stream, after) => ports.log.read(stream, after));
  const serve = servingOn(ports, cache);
  const waitingAt = new Map<string, Asked[]>();

  /** Rejects nobody who is answered. A store that went away is everybody's; what breaks otherwise may be the fault of one: then only that one is told. */
  async function serveOrReject(
    id: string,
    some: readonly Asked[],
    release: Promise<Release | undefined> = cache.load(id),
  ): Promise<readonly Asked[]> {
    try {
      const now = await release;
      return (await some[0]?.within(() => serve(id, now, some))) ?? [];
    } catch (error) {
      if (some.length === 1 || error instanceof OutcomeUnknown) {
        for (const { reject } of some) reject(error);
        return [];
      }
    }
    const again: Asked[] = [];
    for (const one of some) again.push(...(await serveOrReject(id, [one])));
    return again;
  }

  /** While people act on a release in another process, what jobs have to record waits a moment, and is recorded together: it hinders them less. */
  async function loadInTurn(id: string, waiting: readonly Asked[]): Promise<Release | undefined> {
    const release = await cache.load(id);
    if (!waiting.every(isOfJob) || performance.now() - cache.deedAt(id) > deedMs) return release;
    await aMoment(giveWayMs);
    return await cache.load(id);
  }

  /**
   * As long as somebody waits at the release. What comes meanwhile is read, decided and appended together, so that the
   * processes race for a release, not their clicks.
   */
  async function serveAll(id: string, waiting: Asked[]): Promise<void> {
    for (let conflicts = 0; waiting.length > 0; giveUpLate(waiting)) {
      const release = await loadInTurn(id, waiting); // whoever comes meanwhile is taken with the others
      const again = await serveOrReject(id, takeNext(waiting, conflicts), Promise.resolve(release));
      waiting.unshift(...again);
      conflicts = again.length === 0 ? 0 : conflicts + 1;
      if (conflicts > 0) await aMoment(Math.random() * Math.min(conflicts * apartMs, mostApartMs));
    }
  }

  /** A store that cannot be read is so for all who wait. */
  async function serveUntilNobodyWaits(id: string, waiting: Asked[]): Promise<void> {
    while (waiting.length > 0)
      await serveAll(id, waiting).catch((error: unknown) => {
        for (const { reject } of waiting.splice(0)) reject(error);
      });
    waitingAt.delete(id);
  }

  const run = (id: string, command: Command, cause?: string): Promise<Executed> => {
    const asked: Asked = {
      ...Promise.withResolvers<Executed>(),
      command: withoutTokensIn(command), // the log is for ever, and everything that is shown comes from it
      cause,
      giveUp: performance.now() + patienceMs,
      within: AsyncLocalStorage.snapshot(),
    };
    const waiting = waitingAt.get(id);
    if (waiting !== undefined) waiting.push(asked);
    else {
      const own = [asked];
      waitingAt.set(id, own);
      void serveUntilNobodyWaits(id, own);
    }
    return asked.promise;
  };
  return Object.assign(run, { load: (id: string) => cache.load(id) });
}
