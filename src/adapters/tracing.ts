/** What a span says of itself: ids and kinds, never what people typed and never a token. */
export type Attributes = Readonly<Record<string, string>>;

/** Does the work inside a span of this name. What it throws marks the span and is thrown on. */
export type Span = <T>(name: string, attributes: Attributes, work: () => Promise<T>) => Promise<T>;

/** Spans from a click to its effects, in whichever processes they run. */
export interface Tracing {
  readonly span: Span;
  /** A span of the trace that `traceparent` (W3C) names; of a new trace without one. */
  continued<T>(
    traceparent: string | undefined,
    name: string,
    attributes: Attributes,
    work: () => Promise<T>,
  ): Promise<T>;
  /** Names the span that runs, for work that goes on elsewhere; undefined outside of any. */
  traceparent(): string | undefined;
  /** Sends what is not sent yet. */
  close(): Promise<void>;
}

const untraced: Tracing = {
  span: (_name, _attributes, work) => work(),
  continued: (_traceparent, _name, _attributes, work) => work(),
  traceparent: () => undefined,
  close: () => Promise.resolve(),
};

/**
 * Traces to an OpenTelemetry collector; without one nothing is traced, and the SDK (some 70 ms and 25 MB) is not loaded.
 * @param url the collector's OTLP/HTTP address, without `/v1/traces`.
 * @param onError told of spans that the collector did not take.
 */
export async function openTracing(
  url: string | undefined,
  version: string,
  onError: (error: Error) => void,
): Promise<Tracing> {
  if (url === undefined) return untraced;
  const { otlpTracing } = await import('./tracing-otlp.ts');
  return otlpTracing(url, version, onError);
}
