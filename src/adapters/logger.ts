import pino, { type DestinationStream, type Logger, stdSerializers } from 'pino';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import { redaction } from './redaction.ts';

/** What a log needs of an error: words and where they come from, never the request, response or configuration that it carries. */
function toldOf(error: Error): object {
  const { type, message: joined, stack } = stdSerializers.err(error);
  const toldWhole = error instanceof Outage || error instanceof RefusedOutside; // its cause stands in its words
  const message = toldWhole ? error.message : joined.replaceAll(/[.!?]: /g, ': ');
  const causes = error instanceof AggregateError ? error.errors.filter((one) => one instanceof Error) : [];
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const status = 'status' in error && typeof error.status === 'number' ? { status: error.status } : {};
  const retryAt = 'retryAt' in error && error.retryAt instanceof Date ? { retryAt: error.retryAt } : {};
  const errors = causes.length === 0 ? {} : { errors: causes.map(toldOf) };
  return { type, message, ...code, ...status, ...retryAt, stack, ...errors };
}

/**
 * One JSON line an event, on standard output. Errors are told by their words; every line passes the redaction.
 * @param secrets what this process was given: nothing of it is written, wherever it turns up.
 */
export function logger(level: string, secrets: readonly string[] = [], destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service: 'slipway' },
    formatters: {
      log: (about: object) =>
        Object.fromEntries(
          Object.entries(about).map(([name, value]) => [name, value instanceof Error ? toldOf(value) : value]),
        ),
    },
    serializers: { err: (told: unknown) => told }, // pino would read the told error as an error once more
    hooks: { streamWrite: redaction(secrets) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
