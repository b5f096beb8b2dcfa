import { createHash, timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { Route } from './http-server.ts';
import { shared } from './shared.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * `GET /metrics` in Prometheus' text format, for whoever brings the token. It is on the port that the internet reaches,
 * so there is no such route without a token; and one scrape at a time asks store and queue, however many readers there are.
 */
export function metricsRoute(token: string, registry: Registry, measure: () => Promise<void>): Route {
  const expected = digest(`Bearer ${token}`);
  const scrape = shared(async () => {
    await measure();
    return await registry.metrics();
  });
  return async ({ headers }) => {
    if (!timingSafeEqual(digest(headers.authorization ?? ''), expected))
      return { status: 401, body: 'METRICS_TOKEN is asked for' };
    return { status: 200, body: await scrape(), type: registry.contentType };
  };
}
