import { type Asked, decideAll, type Verdict } from './asked.ts';
import { type Refused, recordRefusals } from './record-refusals.ts';
import type { ReleaseEvent } from './release/events.ts';
import type { Recorded } from './release/evolve.ts';
import { nextDue } from './release/next-due.ts';
import { type Owed, owedBy } from './release/owed.ts';
import { refusal } from './release/refusal.ts';
import { isWithdrawing, type Release } from './release/release.ts';
import { type ReleaseSummary, summaryOf } from './release/summary.ts';
import type { ReleaseCache } from './release-cache.ts';

/** The lists' row of a release, written in the transaction of the append. */
export interface ReleaseRow {
  readonly id: string;
  readonly component: string;
  readonly channel: string;
  readonly playbook: string;
  readonly semver: string;
  readonly status: Release['status'] | 'withdrawing';
  readonly summary: ReleaseSummary;
  readonly visible: number;
  readonly dueAt: Date | null;
  readonly startedAt: Date;
}

type Appended =
  | { readonly kind: 'appended'; readonly version: number }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'repeated'; readonly causes: readonly string[] }
  | { readonly kind: 'taken'; readonly by: string };

export interface Ports {
  readonly log: {
    append(a: {
      readonly stream: string;
      readonly after: number;
      readonly at: Date;
      readonly events: readonly ReleaseEvent[];
      readonly causes: ReadonlyMap<number, string>;
      readonly row: ReleaseRow;
    }): Promise<Appended>;
    read(stream: string, after?: number): Promise<readonly Recorded[]>;
  };
  now(): Date;
  /** Best effort: must neither throw nor wait long. What it loses, the sweep finds. */
  enqueue(release: Release, owed: readonly Owed[]): void;
  /** Hears of refused attempts that the log does not have: whoever was refused is told so all the same. */
  unrecorded(error: unknown, release: string): void;
}

function rowOf(release: Release): ReleaseRow {
  return {
    id: release.id,
    component: release.component.name,
    channel: release.component.channel,
    playbook: release.playbook.playbook,
    semver: release.semver,
    status: isWithdrawing(release) ? 'withdrawing' : release.status,
    summary: summaryOf(release),
    visible: release.visible,
    dueAt: nextDue(release) ?? null,
    startedAt: release.startedAt,
  };
}

/** What verdicts make together: their events, with the cause of the first one of each, and the release after them. */
function madeBy(verdicts: readonly Verdict[]) {
  const events: ReleaseEvent[] = [];
  const causes = new Map<number, string>();
  let after: Release | undefined;
  for (const { asked, decided } of verdicts) {
    if (!('events' in decided) || decided.events.length === 0) continue;
    if (asked.cause !== undefined) causes.set(events.length, asked.cause);
    events.push(...decided.events);
    after = decided.after;
  }
  return { events, causes, after };
}

/**
 * Decides what is asked of a release, appends all of it at once, and answers. Resolves to those for whom another process
 * was faster: they are to be decided anew. Rejects, and has answered nobody, where the append fails.
 */
export function servingOn(ports: Ports, cache: ReleaseCache) {
  function append(
    before: Release | undefined,
    after: Release,
    at: Date,
    made: Omit<ReturnType<typeof madeBy>, 'after'>,
  ) {
    return ports.log.append({ stream: after.id, after: before?.version ?? 0, at, ...made, row: rowOf(after) });
  }

  /** Never rejects: what counts already must not be tried again for what fails after it. Who counts is told before who is refused. */
  async function answer(verdicts: readonly Verdict[], latest: Release | undefined): Promise<void> {
    const refused: (Refused & Pick<Verdict, 'before'>)[] = [];
    for (const { asked, before, decided } of verdicts) {
      if (!('events' in decided)) refused.push({ asked, refusal: decided, before });
      else if (decided.after === undefined)
        asked.reject(new Error('A release without events was asked for what it owes.'));
      else asked.resolve({ kind: 'done', release: decided.after, before, events: decided.events });
    }
    if (latest !== undefined && refused.length > 0)
      await recordRefusals({ append, now: ports.now, unrecorded: ports.unrecorded }, cache, latest, refused);
    for (const { asked, refusal, before } of refused)
      asked.resolve({ kind: 'refused', refusal, ...(before === undefined ? {} : { release: before }) });
  }

  /** Those whose delivery led to an append before are told so; the others are to be decided anew. */
  async function answerRepeated(id: string, verdicts: readonly Verdict[], causes: readonly string[], after: Release) {
    // It counts already; a store that went away since must not make that a failure.
    const release = (await cache.load(id).catch(() => undefined)) ?? after;
    const [repeated, others] = [new Set(causes), [] as Asked[]];
    for (const { asked } of verdicts) {
      if (asked.cause !== undefined && repeated.has(asked.cause)) asked.resolve({ kind: 'repeated', release });
      else others.push(asked);
    }
    return others;
  }

  function enqueueNew(before: Release | undefined, after: Release, at: Date): void {
    const owedBefore = new Set(before === undefined ? [] : owedBy(before, at).map((o) => o.key));
    ports.enqueue(
      after,
      owedBy(after, at).filter((o) => !owedBefore.has(o.key)),
    );
  }

  return async (id: string, release: Release | undefined, some: readonly Asked[]): Promise<readonly Asked[]> => {
    const at = ports.now();
    const verdicts = decideAll(some, release, at, id);
    const { after, ...made } = madeBy(verdicts);
    if (after !== undefined) {
      const appended = await append(release, after, at, made);
      if (appended.kind === 'conflict') return verdicts.map(({ asked }) => asked);
      if (appended.kind === 'repeated') return await answerRepeated(id, verdicts, appended.causes, after);
      if (appended.kind === 'taken') {
        const busy = refusal(
          'component_busy',
          `${after.component.name} has a running release already that ${after.semver} cannot run beside.`,
        );
        for (const { asked } of verdicts)
          asked.resolve({ kind: 'refused', refusal: busy, runningInstead: appended.by });
        return [];
      }
      cache.keep(after);
      enqueueNew(release, after, at);
    }
    await answer(verdicts, after ?? release);
    return [];
  };
}
