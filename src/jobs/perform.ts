import { Outage } from '../release/outside-errors.ts';
import { type Owed, owedBy } from '../release/owed.ts';
import { owedSince } from '../release/owed-since.ts';
import { subjectOf } from '../release/plan.ts';
import { plannedStep, type Release } from '../release/release.ts';
import { cardKey, type Effect, type EffectJob, effectOf } from './effect-job.ts';
import { type PayPorts, payOrStop } from './pay.ts';
import type { EffectOutcome } from './perform-step.ts';

/** One try of something owed, as it is measured. */
interface Tried {
  readonly effect: Effect;
  /** The kind of check or action, `deploy` or `announce`; empty for what is no step, or was not looked at. */
  readonly step: string;
  readonly outcome: EffectOutcome | 'lease-held';
  readonly seconds: number;
  /** How many seconds after it was owed it was first tried; undefined for what was tried before. */
  readonly late: number | undefined;
}

export interface PerformPorts extends PayPorts {
  /** Runs the work only while nobody else holds the key, in any process. */
  hold(
    key: string,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<{ readonly kind: 'held' } | { readonly kind: 'busy'; readonly freeInMs: number | undefined }>;
  /** Enqueues the job once more, a little later. */
  again(job: EffectJob, freeInMs: number | undefined): Promise<void>;
  refreshCard(release: Release): Promise<void>;
  tried(one: Tried): void;
}

/** What is known of a try before it ends. */
type Found = Pick<Tried, 'step' | 'late'>;

function foundOf(release: Release, owed: Owed, now: Date): Found {
  const since = owedSince(release, owed);
  const late = since === undefined ? undefined : Math.max(0, (now.getTime() - since.getTime()) / 1000);
  const planned = owed.effect === 'step' ? plannedStep(release, owed.step) : undefined;
  if (planned === undefined) return { step: '', late };
  return { step: planned.kind === 'check' || planned.kind === 'action' ? subjectOf(planned.step) : planned.kind, late };
}

async function payIfOwed(
  ports: PerformPorts,
  { release: id, key }: EffectJob,
  signal: AbortSignal,
  found: (what: Found) => void,
): Promise<EffectOutcome> {
  const release = await ports.execute.load(id);
  if (release === undefined) return 'unowed';
  if (key === cardKey) {
    await ports.refreshCard(release);
    return 'done';
  }
  const now = ports.now();
  const owed = owedBy(release, now).find((o) => o.key === key);
  if (owed === undefined) return 'unowed'; // paid already, or no longer wanted
  found(foundOf(release, owed, now));
  return payOrStop(ports, release, owed, signal);
}

/** Tells what was tried, to the metrics each time and to the log where a step ended. */
function tell(
  ports: PerformPorts,
  { release, key }: EffectJob,
  found: Found,
  tried: Pick<Tried, 'outcome' | 'seconds'>,
) {
  const { outcome } = tried;
  if (found.step !== '' && (outcome === 'done' || outcome === 'failed'))
    ports.log.info({ release, key, kind: found.step }, `step ${outcome}`);
  ports.tried({ effect: effectOf(key), ...found, ...tried });
}

/** Whoever is at one of these may have looked, or have read the release, before that happened which the job was for. All else waits for the sweep. */
const looks: ReadonlySet<Effect> = new Set<Effect>(['step', 'held', 'watch', 'card']);

/**
 * The worker's one job: re-reads the release, and pays the debt that the job names if it still is owed. Never rejects:
 * an outage and anything unexpected are logged with the release, and left to the sweep.
 */
export function performer(ports: PerformPorts): (job: EffectJob) => Promise<void> {
  return async (job) => {
    const { release, key } = job;
    const begun = performance.now();
    const known: { found: Found; outcome: Tried['outcome'] } = {
      found: { step: '', late: undefined },
      outcome: 'lease-held',
    };
    try {
      const held = await ports.hold(`${release}/${key}`, async (signal) => {
        known.outcome = await payIfOwed(ports, job, signal, (found) => {
          known.found = found;
        });
      });
      if (held.kind === 'busy' && looks.has(effectOf(key))) await ports.again(job, held.freeInMs);
    } catch (error) {
      const isOutage = error instanceof Outage;
      known.outcome = isOutage ? 'unavailable' : 'failed';
      if (isOutage) ports.log.warn({ err: error, release, key }, 'effect waits for an outage to end');
      else ports.log.error({ err: error, release, key }, 'effect failed; the sweep tries it again');
    }
    tell(ports, job, known.found, { outcome: known.outcome, seconds: (performance.now() - begun) / 1000 });
  };
}
