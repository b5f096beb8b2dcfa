import type { Asked } from './asked.ts';
import type { ReleaseEvent } from './release/events.ts';
import { evolve } from './release/evolve.ts';
import { type Refusal, recordedRefusals } from './release/refusal.ts';
import { isRunning, type Release } from './release/release.ts';
import type { ReleaseCache } from './release-cache.ts';

export interface Refused {
  readonly asked: Asked;
  readonly refusal: Refusal;
}

interface Ports {
  append(
    before: Release,
    after: Release,
    at: Date,
    made: { readonly events: readonly ReleaseEvent[]; readonly causes: ReadonlyMap<number, string> },
  ): Promise<{ readonly kind: string; readonly causes?: readonly string[] }>;
  now(): Date;
  /** Hears of attempts that the log does not have. */
  unrecorded(error: unknown, release: string): void;
}

function eventOf({ asked: { command }, refusal }: Refused): ReleaseEvent | undefined {
  if (!('by' in command) || !recordedRefusals.has(refusal.refused)) return undefined;
  const step = 'step' in command ? command.step : undefined;
  const about = { by: command.by, attempted: command.type, code: refusal.refused };
  return { type: 'AttemptRefused', ...about, ...(step === undefined ? {} : { step }) };
}

/** The same delivery once more was refused once: beside its cause, which it may still need when it is put right. */
function causeOf({ asked: { cause }, refusal }: Refused): string | undefined {
  return cause === undefined ? undefined : `${cause}:${refusal.refused}`;
}

/** Those that are to be recorded, with the release after them. */
function madeOf(before: Release, refused: readonly Refused[], at: Date) {
  const events: ReleaseEvent[] = [];
  const causes = new Map<number, string>();
  let after = before;
  for (const one of refused) {
    const event = eventOf(one);
    if (event === undefined) continue;
    const cause = causeOf(one);
    if (cause !== undefined) causes.set(events.length, cause);
    events.push(event);
    after = evolve(after, { event, at, version: after.version + 1 }, before.id);
  }
  return { events, causes, after };
}

/**
 * Records together who attempted what they may not, for as long as one of them can wait. Never rejects: who was refused is
 * told so whether or not the store takes it.
 */
export async function recordRefusals(
  ports: Ports,
  cache: ReleaseCache,
  release: Release,
  refused: readonly Refused[],
): Promise<void> {
  if (!isRunning(release)) return;
  const until = Math.max(...refused.map(({ asked }) => asked.giveUp));
  let left = refused;
  try {
    for (let now: Release | undefined = release; now !== undefined; now = await cache.load(release.id)) {
      const at = ports.now();
      const { after, ...made } = madeOf(now, left, at);
      if (made.events.length === 0) return;
      const appended = await ports.append(now, after, at, made);
      if (appended.kind === 'appended') {
        cache.keep(after);
        return;
      }
      const repeated = new Set(appended.causes);
      left = left.filter((one) => !repeated.has(causeOf(one) ?? ''));
      if (performance.now() > until) throw new Error('Other processes were faster for too long.');
    }
  } catch (error) {
    ports.unrecorded(error, release.id);
  }
}
