import { githubWebhooks } from './adapters/github/webhooks.ts';
import type { Routes } from './adapters/http-server.ts';
import { measuredAtScrape } from './adapters/measured-at-scrape.ts';
import { metricsRoute } from './adapters/metrics-route.ts';
import { readiness } from './adapters/readiness.ts';
import { storeDown } from './adapters/store-down.ts';
import type { Common } from './composition.ts';
import { wakeGuard } from './jobs/guard-branches.ts';
import { wakeReleasesOf } from './jobs/wake.ts';

/** What every process serves, whatever its role: the operator's questions, and GitHub's webhooks where their secret is known. */
export function routesOf(parts: Common, isStopping: () => boolean): Routes {
  const { config, database, seen, execute, queue, jobs, lists, clock, log, measured, tracing } = parts;
  const { webhookSecret } = config.github;
  const measure = measuredAtScrape(measured.registry, {
    pool: database.pool,
    queued: () => queue.depth(),
    now: clock.now,
  });
  const wake = async (repository: string): Promise<void> => {
    await wakeGuard({ queue, configured: parts.configured, log }, repository, clock.now());
    await wakeReleasesOf({ execute, queue: jobs, listOpen: lists.listOpen, log, now: clock.now }, repository);
  };
  return {
    'GET /healthz': async () => ({ status: 200, body: 'ok' }),
    'GET /readyz': readiness({
      role: config.role,
      store: () => database.pool.query('select 1'),
      queue: () => queue.depth(),
      isStopping,
    }),
    ...(config.metricsToken === undefined
      ? {}
      : { 'GET /metrics': metricsRoute(config.metricsToken, measured.registry, measure) }),
    ...(webhookSecret === undefined
      ? {}
      : {
          'POST /github/webhooks': githubWebhooks({
            secret: webhookSecret,
            firstTime: seen.firstTime,
            storeDown,
            happened: (repository) => tracing.span('github webhook', {}, () => wake(repository)),
          }),
        }),
  };
}
