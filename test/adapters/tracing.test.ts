import { expect, it } from 'vitest';
import { openTracing, type Tracing } from '../../src/adapters/tracing.ts';
import { startCollector } from '../journeys/collector.ts';

const unheard = (error: Error): never => expect.unreachable(error.message);

/** What a collector gets of this work. */
async function tracedBy(work: (tracing: Tracing) => Promise<void>) {
  await using collector = await startCollector();
  const tracing = await openTracing(collector.url, '1.2.3', unheard);
  await work(tracing);
  await tracing.close();
  const byName = new Map(collector.spans().map((span) => [span.name, span]));
  return { span: (name: string) => byName.get(name), sent: collector.bodies().join('\n') };
}

it('work that goes on elsewhere is of the same trace, under the span that it came from', async () => {
  const { span, sent } = await tracedBy(async (tracing) => {
    const from = await tracing.span('click', {}, async () => {
      await Promise.all([
        tracing.span('one', {}, async () => undefined),
        tracing.span('two', {}, async () => undefined),
      ]);
      return tracing.traceparent();
    });
    expect(tracing.traceparent()).toBeUndefined();
    await tracing.continued(from, 'effect', { 'slipway.release': 'r1' }, () =>
      tracing.span('request', {}, async () => undefined),
    );
  });
  const click = span('click');
  for (const name of ['one', 'two', 'effect'])
    expect(span(name)).toMatchObject({ traceId: click?.traceId, parentSpanId: click?.spanId });
  expect(span('request')).toMatchObject({ traceId: click?.traceId, parentSpanId: span('effect')?.spanId });
  expect(span('effect')?.attributes).toEqual({ 'slipway.release': 'r1' });
  expect(sent).toContain('"1.2.3"');
});

it('what comes without a trace, or with none that can be read, begins one of its own', async () => {
  const { span } = await tracedBy(async (tracing) => {
    await tracing.span('click', {}, async () => undefined);
    await tracing.continued(undefined, 'swept', {}, async () => undefined);
    await tracing.continued('00-x', 'unreadable', {}, async () => undefined);
  });
  const traces = ['click', 'swept', 'unreadable'].map((name) => span(name)?.traceId);
  expect(new Set(traces).size).toBe(3);
  expect(traces).not.toContain(undefined);
});

it('an error is thrown on, and marks its span by its name without its words', async () => {
  const { span, sent } = await tracedBy(async (tracing) => {
    const failing = tracing.span('failing', {}, () => Promise.reject(new TypeError('typed by somebody')));
    await expect(failing).rejects.toThrow('typed by somebody');
  });
  expect(span('failing')?.attributes).toEqual({ 'error.type': 'TypeError' });
  expect(sent).not.toContain('typed by somebody');
});

it('a collector that is away costs a word, and no work', async () => {
  const heard: string[] = [];
  const tracing = await openTracing('http://127.0.0.1:1', '1.2.3', (error) => heard.push(error.message));
  expect(await tracing.span('click', {}, async () => 7)).toBe(7);
  await tracing.close();
  expect(heard).toEqual(['The collector takes no traces.']);
});

it('without a collector nothing is traced', async () => {
  const tracing = await openTracing(undefined, '1.2.3', unheard);
  expect(await tracing.span('click', {}, async () => tracing.traceparent())).toBeUndefined();
  expect(
    await tracing.continued('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'effect', {}, async () => 7),
  ).toBe(7);
});
