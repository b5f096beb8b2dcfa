import { type Logger, LogLevel } from '@slack/web-api';

interface Log {
  info(about: object, message: string): void;
  warn(about: object, message: string): void;
  error(about: object, message: string): void;
}

const written = (parts: readonly unknown[]): string =>
  parts.map((part) => (part instanceof Error ? (part.stack ?? part.message) : String(part))).join(' ');

/** Slack's libraries write into our log. Their debug lines hold whole payloads and are dropped. */
export function boltLogger(log: Log): Logger {
  return {
    debug: () => undefined,
    info: (...parts) => log.info({ from: 'bolt' }, written(parts)),
    warn: (...parts) => log.warn({ from: 'bolt' }, written(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, written(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
