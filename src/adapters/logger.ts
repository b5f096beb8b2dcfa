import pino, { type Logger } from 'pino';

/** Where secrets would stand, were an object with them ever logged. */
const secrets = ['token', 'authorization', 'privateKey', 'signingSecret', 'appToken', 'botToken', 'secret', 'password'];
const paths = [
  ...secrets,
  ...secrets.map((name) => `*.${name}`),
  ...secrets.map((name) => `*.*.${name}`),
  'err.request',
  'err.response',
  'err.config',
  'err.cause',
  'err.original',
];

/** One JSON line an event, on standard output. Secrets, and the requests that errors carry, are cut out. */
export function logger(level: string): Logger {
  return pino({ level, redact: { paths, remove: true }, base: { service: 'slipway' } });
}
