import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';

interface Sources {
  readonly pool: Pick<pg.Pool, 'query'>;
  /** Jobs by state; rejects soon when the queue cannot be reached. */
  queued(): Promise<Readonly<Record<string, number>>>;
  readonly now: () => Date;
}

/** Who makes us wait, and for what: a method of Slack's, or one of GitHub's budgets. The channel is left out: there may be many. */
function pausedOf(scope: string): { readonly side: string; readonly what: string } {
  const [side = '', ...rest] = scope.split(':');
  if (side === 'slack') return { side, what: rest[0] ?? '' };
  const what = rest.at(-1) ?? '';
  return { side, what: ['core', 'graphql', 'search'].includes(what) ? what : 'everything' };
}

/** What stands in store and queue, asked for when somebody reads the metrics. Of what cannot be asked, nothing is shown but that. */
export function measuredAtScrape(registry: Registry, { pool, queued, now }: Sources): () => Promise<void> {
  const registers = [registry];
  const gauge = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Gauge({ name, help, labelNames, registers });
  const reachable = gauge('slipway_reachable', 'Whether store and queue answer: 1 or 0.', ['part']);
  const releases = gauge('slipway_releases', 'Releases that run.', ['status']);
  const pauses = gauge('slipway_pauses', 'Pauses that Slack or GitHub asked for and that hold now.', ['side', 'what']);
  const left = gauge('slipway_pause_seconds', 'How long the longest of them still holds.', ['side', 'what']);
  const jobs = gauge('slipway_queue_jobs', 'Jobs in the queue.', ['state']);

  async function store(): Promise<void> {
    const running = await pool.query<{ status: string; count: string }>(
      "select status, count(*) from release where status in ('open', 'paused', 'withdrawing') group by status",
    );
    const paused = await pool.query<{ scope: string; until: Date }>('select scope, until from pause where until > $1', [
      now(),
    ]);
    for (const status of ['open', 'paused', 'withdrawing'])
      releases.set({ status }, Number(running.rows.find((row) => row.status === status)?.count ?? 0));
    const longest = new Map<string, number>();
    for (const { scope, until } of paused.rows) {
      const of = pausedOf(scope);
      const key = `${of.side}:${of.what}`;
      const seconds = Math.max(longest.get(key) ?? 0, (until.getTime() - now().getTime()) / 1000);
      longest.set(key, seconds);
      pauses.inc(of);
      left.set(of, seconds);
    }
  }

  async function queue(): Promise<void> {
    for (const [state, count] of Object.entries(await queued())) jobs.set({ state }, count);
  }

  async function ask(part: string, work: () => Promise<void>): Promise<void> {
    const answered = await work().then(
      () => true,
      () => false,
    );
    reachable.set({ part }, answered ? 1 : 0);
  }

  return async () => {
    for (const one of [releases, pauses, left, jobs]) one.reset();
    await Promise.all([ask('store', store), ask('queue', queue)]);
  };
}
