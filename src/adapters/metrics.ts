import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const clickSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3]; // Slack waits 3 s
const workSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const lateSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
const batchSizes = [1, 2, 5, 10, 20, 50, 100, 200];

/** How a delivery of Slack's was answered. */
interface Acknowledged {
  readonly kind: string;
  /** `late` after Slack's 3 seconds; `none` and `failed` where the handler ended without an answer. */
  readonly result: 'ok' | 'errors' | 'late' | 'none' | 'failed';
  readonly seconds: number;
}

/** One try of something owed. */
interface Performed {
  readonly effect: string;
  /** The kind of check or action, `deploy` or `announce`; empty for what is no step, or was not looked at. */
  readonly step: string;
  readonly outcome: string;
  readonly seconds: number;
  /** How long after it was owed it was first tried; undefined where that says nothing, as of a poll. */
  readonly late: number | undefined;
}

/**
 * Everything that is measured as it happens, in one registry. Labels take few values, all named in docs/metrics.md:
 * no release, person, channel, repository or address.
 */
export function metrics(version: string) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'slipway_build_info', help: 'Always 1.', labelNames: ['version'], registers }).set({ version }, 1);

  const acknowledgements = new Histogram({
    name: 'slipway_acknowledgement_seconds',
    help: 'From a delivery of Slack to its answer.',
    labelNames: ['kind', 'result'],
    buckets: clickSeconds,
    registers,
  });
  const requests = new Counter({
    name: 'slipway_http_requests_total',
    help: 'HTTP requests answered, those among them that were refused at the door.',
    labelNames: ['route', 'status'],
    registers,
  });
  const effects = new Counter({
    name: 'slipway_effects_total',
    help: 'Tries of what releases owe.',
    labelNames: ['effect', 'step', 'outcome'],
    registers,
  });
  const effectSeconds = new Histogram({
    name: 'slipway_effect_seconds',
    help: 'How long tries took.',
    labelNames: ['effect', 'step'],
    buckets: workSeconds,
    registers,
  });
  const effectLate = new Histogram({
    name: 'slipway_effect_late_seconds',
    help: 'How long after it was owed something was tried.',
    labelNames: ['effect'],
    buckets: lateSeconds,
    registers,
  });
  const appends = new Histogram({
    name: 'slipway_append_seconds',
    help: 'Appends to the log.',
    labelNames: ['result'],
    buckets: clickSeconds,
    registers,
  });
  const batches = new Histogram({
    name: 'slipway_append_batch_size',
    help: 'Appends that were written together.',
    buckets: batchSizes,
    registers,
  });
  const storeErrors = new Counter({
    name: 'slipway_store_errors_total',
    help: 'Questions that the store did not answer.',
    labelNames: ['at'],
    registers,
  });
  const unqueued = new Counter({
    name: 'slipway_enqueue_failures_total',
    help: 'Effects that could not be enqueued; the sweep finds them.',
    registers,
  });
  const budget = new Gauge({
    name: 'slipway_github_requests_remaining',
    help: "What GitHub's last answer said was left of the budget.",
    labelNames: ['resource'],
    registers,
  });

  let sweepHoldsUntil = 0;
  const owed = new Gauge({
    name: 'slipway_owed',
    help: 'What running releases owed at the last sweep of this process.',
    labelNames: ['effect'],
    registers,
    collect() {
      if (performance.now() > sweepHoldsUntil) this.reset();
    },
  });
  const oldest = new Gauge({
    name: 'slipway_owed_oldest_seconds',
    help: 'Since when the oldest thing that nobody has tried yet is owed.',
    registers,
    collect() {
      if (performance.now() > sweepHoldsUntil) this.remove();
    },
  });

  return {
    registry,
    acknowledged: ({ kind, result, seconds }: Acknowledged) => acknowledgements.observe({ kind, result }, seconds),
    answered: (route: string, status: number) => requests.inc({ route, status }),
    performed({ effect, step, outcome, seconds, late }: Performed) {
      effects.inc({ effect, step, outcome });
      effectSeconds.observe({ effect, step }, seconds);
      if (late !== undefined) effectLate.observe({ effect }, late);
    },
    appended: (result: string, seconds: number) => appends.observe({ result }, seconds),
    batchWritten: (size: number) => batches.observe(size),
    storeFailed: (at: 'append' | 'read' | 'connection' | 'lease' | 'clock') => storeErrors.inc({ at }),
    notEnqueued: () => unqueued.inc(),
    /** One process of all sweeps at a time: what it found is shown so many seconds, so that no old find stays. */
    swept(found: ReadonlyMap<string, number>, oldestSeconds: number, forSeconds: number) {
      owed.reset();
      for (const [effect, count] of found) owed.set({ effect }, count);
      oldest.set(oldestSeconds);
      sweepHoldsUntil = performance.now() + forSeconds * 1000;
    },
    budgetLeft: (resource: string, remaining: number) => budget.set({ resource }, remaining),
  };
}
export type Metrics = ReturnType<typeof metrics>;
