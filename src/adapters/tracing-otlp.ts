import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Attributes, Tracing } from './tracing.ts';

const sendEveryMs = 2000;
const sendWithinMs = 3000; // a stop waits for the last spans so long

/** The exporter, telling once that the collector takes nothing, until it takes something again: the SDK tells nobody. */
function telling(exporter: SpanExporter, onError: (error: Error) => void): SpanExporter {
  let isAway = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.code === ExportResultCode.FAILED;
        if (failed && !isAway) onError(new Error('The collector takes no traces.', { cause: result.error }));
        isAway = failed;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => await exporter.forceFlush?.(),
  };
}

/**
 * Traces by OTLP over HTTP, as JSON. Nothing is registered globally: a process may hold several.
 * The exporter's own variables hold as usual, such as OTEL_EXPORTER_OTLP_HEADERS; OTEL_SERVICE_NAME and
 * OTEL_RESOURCE_ATTRIBUTES are not read.
 */
export function otlpTracing(url: string, version: string, onError: (error: Error) => void): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, timeoutMillis: sendWithinMs });
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': 'slipway', 'service.version': version }),
    ),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: telling(exporter, onError), scheduledDelayMillis: sendEveryMs }),
    ],
  });
  const tracer = provider.getTracer('slipway', version);
  const running = new AsyncLocalStorage<Context>();
  const w3c = new W3CTraceContextPropagator();

  async function spanIn<T>(parent: Context, name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
    const span = tracer.startSpan(name, { attributes }, parent);
    try {
      return await running.run(trace.setSpan(parent, span), work);
    } catch (error) {
      // its message may hold what people typed: the log has it, redacted
      span
        .setStatus({ code: SpanStatusCode.ERROR })
        .setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
      throw error;
    } finally {
      span.end();
    }
  }

  return {
    span: (name, attributes, work) => spanIn(running.getStore() ?? ROOT_CONTEXT, name, attributes, work),
    continued: (traceparent, name, attributes, work) =>
      spanIn(w3c.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter), name, attributes, work),
    traceparent() {
      const carrier: Record<string, string> = {};
      w3c.inject(running.getStore() ?? ROOT_CONTEXT, carrier, defaultTextMapSetter);
      return carrier['traceparent'];
    },
    close: () => provider.shutdown().catch(() => undefined), // what could not be sent was told
  };
}
