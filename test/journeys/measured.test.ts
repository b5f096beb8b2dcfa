import { expect, it } from 'vitest';
import { type Span, startCollector } from './collector.ts';
import { readMetrics } from './read-metrics.ts';
import { reachesSignOff } from './stages.ts';
import { newWorld } from './world.ts';

const token = 'a-token-for-the-scraper';
const rare = { SWEEP_SECONDS: '5' }; // effects come from their clicks; what a busy machine did not enqueue, from the sweep

/** The spans from one up to the root of its trace. */
function wayUp(spans: readonly Span[], span: Span): readonly string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [span.name, ...(parent === undefined ? [] : wayUp(spans, parent))];
}

/** Where a way begins, and its last two spans. */
function ends(way: readonly string[]): string {
  return [way.at(-1), way[1], way[0]].join(' ');
}

it('one trace leads from a click through decision, append and queue to its effect and the request to GitHub', async () => {
  await using collector = await startCollector();
  const environment = { ...rare, OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` };
  const world = await newWorld({ transport: 'http', environment });
  await reachesSignOff(world);
  await world.restart(); // sends the spans that are left

  const spans = collector.spans();
  const requests = spans.filter(({ name }) => /^github (GET|POST) \/repos\/\{owner\}\/\{repo\}/.test(name));
  const found = requests.find((span) => /^slack submission effect step github/.test(ends(wayUp(spans, span))));
  if (found === undefined)
    throw new Error(`No request under a click: ${requests.map((one) => wayUp(spans, one).join(' < '))}`);
  const way = wayUp(spans, found);
  expect(way.at(-2)).toMatch(/^execute (StartRelease|SaveChecklist)$/);
  const ofTrace = spans.filter(({ traceId }) => traceId === found.traceId);
  expect(ofTrace.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['append', 'effect message', 'slack chat.postMessage', 'execute RecordCompletion']),
  );
  expect(spans.find(({ spanId }) => spanId === found.parentSpanId)?.attributes).toMatchObject({
    'slipway.release': expect.stringMatching(/^billing-1\.5\.0-/),
    'slipway.effect': expect.stringMatching(/^step\..+\.1$/),
  });

  const sent = collector.bodies().join('\n');
  expect(sent).toContain('"slipway"');
  for (const secret of [
    world.githubApi.token,
    'xoxb-',
    'Canary at 10',
    'Error rate and queue depth',
    'Documentation links',
  ])
    expect(sent).not.toContain(secret);
});

it('what happens is counted at /metrics, for whoever brings the token', async () => {
  const world = await newWorld({ transport: 'http', environment: { ...rare, METRICS_TOKEN: token } });
  await reachesSignOff(world);
  await fetch(`${world.url()}/slack/events`, { method: 'POST', body: '{}' });
  const metrics = await readMetrics(world.url(), token);

  for (const kind of ['command', 'click', 'submission'])
    expect(metrics.value('slipway_acknowledgement_seconds_count', { kind, result: 'ok' })).toBeGreaterThan(0);
  for (const step of ['branch-contains', 'open-pull-request'])
    expect(metrics.value('slipway_effects_total', { effect: 'step', step, outcome: 'done' })).toBe(1);
  expect(metrics.value('slipway_effects_total', { effect: 'message', outcome: 'done' })).toBeGreaterThan(3);
  expect(metrics.value('slipway_effect_seconds_count', { effect: 'step', step: 'open-pull-request' })).toBe(1);
  expect(metrics.value('slipway_effect_late_seconds_count', { effect: 'step' })).toBeGreaterThan(3);
  expect(metrics.value('slipway_append_seconds_count', { result: 'appended' })).toBeGreaterThan(5);
  expect(metrics.value('slipway_append_batch_size_count', {})).toBeGreaterThan(5);
  expect(metrics.value('slipway_github_requests_remaining', { resource: 'core' })).toBeGreaterThan(0);
  expect(metrics.value('slipway_releases', { status: 'open' })).toBe(1);
  expect(metrics.value('slipway_owed_oldest_seconds', {})).toBeGreaterThanOrEqual(0);
  expect(metrics.value('slipway_reachable', { part: 'store' })).toBe(1);
  expect(metrics.value('slipway_reachable', { part: 'queue' })).toBe(1);
  expect(metrics.value('slipway_queue_jobs', { state: 'waiting' })).toBeGreaterThanOrEqual(0);
  expect(metrics.value('slipway_http_requests_total', { route: 'POST /slack/events', status: '401' })).toBe(1);
  expect(metrics.text).not.toMatch(/billing|acme|maria|U0|C0/);
});
