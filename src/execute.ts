import type { Command } from './release/commands.ts';
import { decide, isRefusal } from './release/decide.ts';
import type { ReleaseEvent } from './release/events.ts';
import { evolve, type Recorded, releaseOf } from './release/evolve.ts';
import { nextDue, type Owed, owedBy } from './release/owed.ts';
import { type Refusal, recordedRefusals, refusal } from './release/refusal.ts';
import { isRunning, type Release } from './release/release.ts';
import { type ReleaseSummary, summaryOf } from './release/summary.ts';

/** The lists' row of a release, written in the transaction of the append. */
export interface ReleaseRow {
  readonly id: string;
  readonly component: string;
  readonly channel: string;
  readonly playbook: string;
  readonly semver: string;
  readonly status: Release['status'];
  readonly summary: ReleaseSummary;
  readonly visible: number;
  readonly dueAt: Date | null;
  readonly startedAt: Date;
}

type Appended =
  | { readonly kind: 'appended'; readonly version: number }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'taken'; readonly by: string };

interface Ports {
  readonly log: {
    append(a: {
      readonly stream: string;
      readonly after: number;
      readonly at: Date;
      readonly events: readonly ReleaseEvent[];
      readonly cause?: string;
      readonly row: ReleaseRow;
    }): Promise<Appended>;
    read(stream: string, after?: number): Promise<readonly Recorded[]>;
  };
  now(): Date;
  /** Best effort: must neither throw nor wait long. What it loses, the sweep finds. */
  enqueue(release: Release, owed: readonly Owed[]): void;
}

export type Executed =
  | { readonly kind: 'done'; readonly release: Release; readonly events: readonly ReleaseEvent[] }
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

const patienceMs = 1_500; // of racing other processes for a release: a click is answered within Slack's three seconds
const remembered = 500;

function rowOf(release: Release): ReleaseRow {
  return {
    id: release.id,
    component: release.component.name,
    channel: release.component.channel,
    playbook: release.playbook.playbook,
    semver: release.semver,
    status: release.status,
    summary: summaryOf(release),
    visible: release.visible,
    dueAt: nextDue(release) ?? null,
    startedAt: release.startedAt,
  };
}

function foldOnto(release: Release | undefined, events: readonly ReleaseEvent[], at: Date, id: string): Release {
  let after = release;
  for (const event of events) after = evolve(after, { event, at, version: (after?.version ?? 0) + 1 }, id);
  if (after === undefined) throw new Error(`${id} has no events.`);
  return after;
}

/** The releases as last read, so that a click reads only what came since. The log stays the truth: a stale one conflicts and is read again. */
function releaseCache(ports: Ports) {
  const cache = new Map<string, Release>();
  const keep = (release: Release): Release => {
    cache.delete(release.id);
    cache.set(release.id, release);
    const oldest = cache.size > remembered ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    return release;
  };
  return {
    keep,
    async load(id: string): Promise<Release | undefined> {
      const known = cache.get(id);
      const news = await ports.log.read(id, known?.version ?? 0);
      const release =
        known === undefined ? releaseOf(id, news) : news.reduce((r, recorded) => evolve(r, recorded, id), known);
      return release === undefined ? undefined : keep(release);
    },
  };
}

/** Runs the work of one key one after the other, so that the processes, not their clicks, race for a release. */
function inTurn() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}

/** The one write path of Slipway over its log, clock and queue. */
export function executeOn(ports: Ports): Execute {
  const cache = releaseCache(ports);
  const turn = inTurn();

  async function append(
    release: Release | undefined,
    events: readonly ReleaseEvent[],
    at: Date,
    id: string,
    cause?: string,
  ) {
    const after = foldOnto(release, events, at, id);
    const appended = await ports.log.append({
      stream: id,
      after: release?.version ?? 0,
      at,
      events,
      row: rowOf(after),
      ...(cause === undefined ? {} : { cause }),
    });
    return { after, appended };
  }

  async function recordRefusal(
    release: Release,
    refused: Refusal,
    command: Command,
    at: Date,
    id: string,
  ): Promise<void> {
    if (!('by' in command) || !recordedRefusals.has(refused.refused) || !isRunning(release)) return;
    const step = 'step' in command ? command.step : undefined;
    const event: ReleaseEvent = {
      type: 'AttemptRefused',
      by: command.by,
      attempted: command.type,
      code: refused.refused,
      ...(step === undefined ? {} : { step }),
    };
    const { after, appended } = await append(release, [event], at, id);
    if (appended.kind === 'appended') cache.keep(after);
    else if (appended.kind === 'conflict') {
      const now = await cache.load(id);
      if (now !== undefined) await recordRefusal(now, refused, command, at, id);
    }
  }

  async function execute(id: string, command: Command, cause?: string): Promise<Executed> {
    const giveUp = performance.now() + patienceMs;
    while (performance.now() < giveUp) {
      const release = await cache.load(id);
      const at = ports.now();
      const decided = decide(release, command, at, id);
      if (isRefusal(decided)) {
        if (release !== undefined) await recordRefusal(release, decided, command, at, id);
        return { kind: 'refused', refusal: decided, ...(release === undefined ? {} : { release }) };
      }
      if (decided.length === 0 && release !== undefined) return { kind: 'done', release, events: [] };
      const { after, appended } = await append(release, decided, at, id, cause);
      if (appended.kind === 'taken')
        return {
          kind: 'refused',
          refusal: refusal('component_busy', `${after.component.name} has a running release already.`),
          runningInstead: appended.by,
        };
      if (appended.kind === 'repeated') return { kind: 'repeated', release: (await cache.load(id)) ?? after };
      if (appended.kind === 'conflict') continue;
      cache.keep(after);
      const owedBefore = new Set(release === undefined ? [] : owedBy(release, at).map((o) => o.key));
      ports.enqueue(
        after,
        owedBy(after, at).filter((o) => !owedBefore.has(o.key)),
      );
      return { kind: 'done', release: after, events: decided };
    }
    return {
      kind: 'refused',
      refusal: refusal('busy', 'Many people are working on this release at this moment. Try again.'),
    };
  }

  return Object.assign((id: string, command: Command, cause?: string) => turn(id, () => execute(id, command, cause)), {
    load: (id: string) => cache.load(id),
  });
}
