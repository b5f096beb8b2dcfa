import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpServer } from '../../src/adapters/http-server.ts';
import { measuredAtScrape } from '../../src/adapters/measured-at-scrape.ts';
import { metrics } from '../../src/adapters/metrics.ts';
import { metricsRoute } from '../../src/adapters/metrics-route.ts';
import { pauses } from '../../src/adapters/pauses.ts';
import { readMetrics } from '../journeys/read-metrics.ts';
import { type FreshStore, freshDatabase, freshStore } from '../stores.ts';

const token = 'a-token-for-the-scraper';
const now = () => new Date('2026-11-20T05:00:00Z');
let store: FreshStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.dispose());

/** A process that serves what it measures over this store and queue. */
async function served(sources: Partial<Parameters<typeof measuredAtScrape>[1]> = {}) {
  const measured = metrics('1.2.3');
  const measure = measuredAtScrape(measured.registry, {
    pool: store.database.pool,
    queued: () => store.queue.depth(),
    now,
    ...sources,
  });
  const server = httpServer({
    routes: { 'GET /metrics': metricsRoute(token, measured.registry, measure) },
    onError: (error) => expect.unreachable(String(error)),
    onAnswer: measured.answered,
  });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  return { url, measured, read: () => readMetrics(url, token), [Symbol.asyncDispose]: () => server.stop() };
}

describe('who may read', () => {
  it.each([
    undefined,
    '',
    'Bearer',
    token,
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `bearer ${token}`,
    'Basic eDp5',
  ])('not whoever brings %s', async (authorization) => {
    await using process = await served();
    const answer = await fetch(
      `${process.url}/metrics`,
      authorization === undefined ? {} : { headers: { authorization } },
    );
    expect([answer.status, await answer.text()]).toEqual([401, 'METRICS_TOKEN is asked for']);
  });

  it('whoever brings the token gets the text format of Prometheus', async () => {
    await using process = await served();
    const answer = await fetch(`${process.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await answer.text();
    expect(text).toContain('slipway_build_info{version="1.2.3"} 1');
    expect(text).toContain('process_resident_memory_bytes');
  });
});

describe('what is asked for when somebody reads', () => {
  it('the pauses that hold, by method and budget, without channels and identities', async () => {
    const resting = pauses(store.database.pool, now);
    const until = (seconds: number) => new Date(now().getTime() + seconds * 1000);
    for (const [scope, seconds] of [
      ['slack:chat.postMessage:C123', 30],
      ['slack:chat.postMessage:C456', 20],
      ['slack:users.info', 5],
      ['slack:chat.update:C123', -1],
      ['github:installation:7:core', 600],
      ['github:installation:7', 60],
    ] as const)
      await resting.pauseUntil(scope, until(seconds), 'a limit');
    await using process = await served();
    await process.read();
    const metrics = await process.read(); // the second reading counts nothing twice
    expect(metrics.value('slipway_pauses', {})).toBe(5);
    expect(metrics.value('slipway_pauses', { side: 'slack', what: 'chat.postMessage' })).toBe(2);
    expect(metrics.value('slipway_pause_seconds', { side: 'slack', what: 'chat.postMessage' })).toBe(30);
    expect(metrics.value('slipway_pause_seconds', { side: 'slack', what: 'users.info' })).toBe(5);
    expect(metrics.value('slipway_pause_seconds', { side: 'github', what: 'core' })).toBe(600);
    expect(metrics.value('slipway_pause_seconds', { side: 'github', what: 'everything' })).toBe(60);
    expect(metrics.text).not.toMatch(/C123|installation/);
  });

  it('how many jobs the queue has', async () => {
    for (const id of ['a.1', 'a.2']) await store.queue.add({ name: 'effect', id, data: {}, delayMs: 60_000 });
    await store.queue.add({ name: 'effect', id: 'a.3', data: {} });
    await using process = await served();
    const metrics = await process.read();
    expect(metrics.value('slipway_queue_jobs', { state: 'delayed' })).toBe(2);
    expect(metrics.value('slipway_queue_jobs', { state: 'waiting' })).toBe(1);
    expect(metrics.value('slipway_queue_jobs', { state: 'active' })).toBe(0);
  });

  it('a store and a queue that are away are said to be, and nothing old is shown of them', async () => {
    const leaving = await freshDatabase();
    let isAway = false;
    await using process = await served({
      pool: leaving.database.pool,
      queued: () => (isAway ? Promise.reject(new Error('connect ECONNREFUSED')) : store.queue.depth()),
    });
    const before = await process.read();
    await leaving.dispose();
    isAway = true;
    const away = await process.read();
    expect(before.value('slipway_reachable', {})).toBe(2);
    expect(before.value('slipway_releases', { status: 'open' })).toBe(0);
    expect(away.value('slipway_reachable', { part: 'store' })).toBe(0);
    expect(away.value('slipway_reachable', { part: 'queue' })).toBe(0);
    for (const name of ['slipway_releases', 'slipway_queue_jobs', 'slipway_pauses'])
      expect(away.value(name, {})).toBeUndefined();
  });

  it('once, however many read at the same time', async () => {
    let asked = 0;
    await using process = await served({
      async queued() {
        asked += 1;
        return await store.queue.depth();
      },
    });
    await Promise.all(Array.from({ length: 20 }, () => process.read()));
    expect(asked).toBeLessThan(20);
  });
});

describe('what is measured as it happens', () => {
  it('what the last sweep found is shown as long as it says something', async () => {
    await using process = await served();
    expect((await process.read()).value('slipway_owed_oldest_seconds', {})).toBeUndefined();
    process.measured.swept(new Map([['step', 2]]), 12, 60);
    process.measured.swept(new Map([['message', 1]]), 7, 60);
    const shown = await process.read();
    expect(shown.value('slipway_owed', { effect: 'step' })).toBeUndefined();
    expect(shown.value('slipway_owed', { effect: 'message' })).toBe(1);
    expect(shown.value('slipway_owed_oldest_seconds', {})).toBe(7);
    process.measured.swept(new Map([['message', 1]]), 7, -1); // long ago
    const later = await process.read();
    expect(later.value('slipway_owed', {})).toBeUndefined();
    expect(later.value('slipway_owed_oldest_seconds', {})).toBeUndefined();
  });

  it('requests by route and status; whatever path somebody tries is one of them', async () => {
    await using process = await served();
    for (const path of ['/x', '/y', '/metrics/z', '/constructor']) await fetch(`${process.url}${path}`);
    await fetch(`${process.url}/metrics?a=1`);
    const metrics = await process.read();
    expect(metrics.value('slipway_http_requests_total', { route: 'other', status: '404' })).toBe(4);
    expect(metrics.value('slipway_http_requests_total', { route: 'GET /metrics', status: '401' })).toBe(1);
  });
});
