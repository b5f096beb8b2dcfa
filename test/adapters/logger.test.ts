import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { Octokit } from '@octokit/rest';
import { WebAPIRequestError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { logger } from '../../src/adapters/logger.ts';
import { boltLogger } from '../../src/adapters/slack/bolt-logger.ts';
import { readEnvironment } from '../../src/environment.ts';
import { Outage } from '../../src/release/outside-errors.ts';
import { secretsOf } from '../../src/secrets.ts';

const key = [
  '-----BEGIN RSA PRIVATE KEY-----',
  'MIIEowIBAAKCAQEAplanted',
  'c2Vjb25kTGluZQ==',
  '-----END RSA PRIVATE KEY-----',
];

const { privateKey: appKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const [, firstLine = '', secondLine = ''] = appKey.split('\n');

/** Secrets of a known shape, which no process was told of; and the part of each that must be seen nowhere. */
const shaped: Readonly<Record<string, readonly [written: string, secret: string]>> = {
  'a bot token': ['xoxb-123-456-planted', 'planted'],
  'a rotated token': ['xoxe.xoxb-1-planted0planted', 'planted'],
  'a refresh token': ['xoxe-1-planted0planted', 'planted'],
  'an app token': ['xapp-1-A1-2-planted', 'planted'],
  'a personal token': ['ghp_planted0planted0planted', 'planted'],
  'an installation token': ['ghs_planted0planted0planted', 'planted'],
  'a fine-grained token': ['github_pat_11planted0planted0planted', 'planted'],
  'an App’s JWT': ['eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0xx.planted0planted', 'eyJpc3M'],
  'a JWT on a line of its own': ['held:\neyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0xx.planted0planted', 'eyJpc3M'],
  "a key of Amazon's": [`AKIA${'PLANTED0'.repeat(2)}`, 'PLANTED0'],
  "a token of GitLab's": ['glpat-planted0planted0planted', 'planted'],
  "a token of npm's": [`npm_${'planted00'.repeat(4)}`, 'planted'],
  "a key of Stripe's": [`sk_live_${'planted0'.repeat(3)}`, 'planted'],
  "a key of Google's": [`AIza${'planted'.repeat(5)}`, 'planted'],
  'a private key': [key.join('\n'), 'AQEAplanted'],
  'the beginning of a private key': [key.slice(0, 2).join('\n'), 'AQEAplanted'],
  'a PostgreSQL address': ['postgres://slipway:plan:ted/x@db.internal:5432/slipway', 'ted/x'],
  'a Redis address': ['rediss://:planted@redis.internal:6379', 'planted'],
  'an address with a name and password': ['https://reader:planted@proxy.internal/x', 'planted'],
  'a password in a query': ['postgres://db.internal/slipway?password=planted&sslmode=require', 'planted'],
  'a header': ['Authorization: token planted', 'planted'],
  'a bearer': ['Bearer planted.planted.planted', 'planted'],
  'a response_url': ['https://hooks.slack.com/commands/T1/2/planted', 'planted'],
  'the address of a socket': ['wss://wss-primary.slack.com/link/?ticket=planted&app_id=1', 'planted'],
};

function errorWith(message: string, more: object): Error {
  return Object.assign(new Error(message), more);
}

/** Every way in which a value may come into a line of the log. */
const places: Readonly<Record<string, (log: ReturnType<typeof logger>, planted: string) => void>> = {
  'the message': (log, planted) => log.warn(`Slack says ${planted}, so it goes on`),
  'a field': (log, planted) => log.warn({ seen: planted }, 'seen'),
  'a field, deep down': (log, planted) => log.warn({ a: { b: [{ c: { d: planted } }] } }, 'seen'),
  'JSON in a field': (log, planted) =>
    log.warn({ body: JSON.stringify({ text: JSON.stringify({ held: planted }) }) }, 'seen'),
  'the binding of a child': (log, planted) => log.child({ from: planted }).warn('seen'),
  'an error': (log, planted) => log.error(new Error(`It failed with ${planted}`)),
  'an error in err': (log, planted) => log.error({ err: new Error(`It failed with ${planted}`) }, 'failed'),
  'an error in another field': (log, planted) =>
    log.error({ why: errorWith('no', { request: { held: planted } }) }, 'failed'),
  'an error, deep down': (log, planted) =>
    log.error({ a: { why: errorWith('no', { request: { held: planted } }) } }, 'failed'),
  'the cause of a cause': (log, planted) =>
    log.error({ err: new Outage('a', undefined, new Error('b', { cause: new Error(planted) })) }, 'failed'),
  'one of several errors': (log, planted) =>
    log.error({ err: new AggregateError([new Error(planted)], 'both') }, 'failed'),
  'what an error carries': (log, planted) =>
    log.error({ err: errorWith('no', { response: { data: planted } }) }, 'failed'),
  'what a cause carries': (log, planted) =>
    log.error({ err: new Error('no', { cause: errorWith('no', { original: { held: planted } }) }) }, 'failed'),
  'a printed object': (log, planted) => log.error({ text: inspect({ held: planted }) }, 'failed'),
  'what Bolt says': (log, planted) => boltLogger(log).error('An error', errorWith(planted, { held: planted }), planted),
};

/** The lines that pino writes, each of them JSON. */
function linesOf(secrets: readonly string[], write: (log: ReturnType<typeof logger>) => void): string {
  const lines: string[] = [];
  write(logger('info', secrets, { write: (line) => void lines.push(line) }));
  expect(lines).not.toEqual([]);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ service: 'slipway' });
  return lines.join('');
}

describe.each(Object.entries(places))('in %s', (_, write) => {
  it.each(Object.entries(shaped))('%s is not written', (_name, [planted, secret]) => {
    expect(planted).toContain(secret);
    expect(linesOf([], (log) => write(log, planted))).not.toContain(secret);
  });

  it('a secret of this process is not written, whatever its shape', () => {
    const { settings, problems } = readEnvironment({
      SLACK_BOT_TOKEN: 'xoxb-1-planted-bot',
      SLACK_SIGNING_SECRET: '0123456789abcdef-sign',
      GITHUB_APP_ID: '7',
      GITHUB_PRIVATE_KEY: appKey.replaceAll('\n', '\\n'),
      GITHUB_WEBHOOK_SECRET: 'a webhook "secret"',
      DATABASE_URL: 'postgres://slipway:p%40ss%2Fw0rd@db/slipway',
      REDIS_URL: 'redis://:r3dis-pass@redis:6379',
      METRICS_TOKEN: 'metrics-0123456789',
    });
    expect(problems).toEqual([]);
    const given = ['0123456789abcdef-sign', firstLine, secondLine, 'a webhook "secret"', 'p%40ss%2Fw0rd', 'p@ss/w0rd'];
    for (const secret of [...given, 'r3dis-pass', 'metrics-0123456789']) {
      const line = linesOf(secretsOf(settings), (log) => write(log, `it is ${secret}`));
      expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(line).not.toContain(secret);
    }
  });
});

describe('what libraries throw', () => {
  const request = { headers: { 'x-forwarded-authorization': 'planted', authorization: 'token planted' } };

  it("GitHub's error is written without the request and its headers", async () => {
    const fetch = async () =>
      new Response('{"message":"Not Found"}', { headers: { 'content-type': 'application/json' }, status: 404 });
    const octokit = new Octokit({ request: { fetch }, log: { debug() {}, info() {}, warn() {}, error() {} } });
    const error: unknown = await octokit
      .request('GET /x', { headers: request.headers })
      .catch((thrown: unknown) => thrown);
    expect(inspect(error, { depth: 5 })).toContain('planted'); // it does carry the header
    for (const about of [
      { err: error },
      { err: new Outage('out', undefined, error) },
      { error },
      { deep: { error } },
    ]) {
      const line = linesOf([], (log) => log.warn(about, 'step not performed'));
      expect(line).not.toContain('planted');
    }
    expect(JSON.parse(linesOf([], (log) => log.warn({ err: error }, 'no')))).toMatchObject({
      err: {
        type: 'RequestError',
        message: 'Not Found',
        status: 404,
        stack: expect.stringContaining('logger.test.ts'),
      },
    });
  });

  it("Slack's error is written without the request that it carries", () => {
    const original = errorWith('connect ECONNREFUSED', { code: 'ECONNREFUSED', config: { headers: request.headers } });
    const line = linesOf([], (log) =>
      log.warn({ err: new Outage('out', undefined, new WebAPIRequestError(original)) }, 'no'),
    );
    expect(line).toContain('ECONNREFUSED');
    expect(line).not.toContain('planted');
  });
});

describe('what is no secret', () => {
  it('stays as it is', () => {
    const about = {
      release: 'billing-1.5.0-abc123',
      step: 'merged',
      key: 'step.merged.1',
      url: 'https://github.com/acme/x',
    };
    const error = Object.assign(new Error('The lease was not renewed.', { cause: new Error('timeout') }), {
      code: '57014',
    });
    const line = JSON.parse(
      linesOf(['slipway', 'postgres'], (log) => log.warn({ ...about, err: error }, 'Basic words stay')),
    );
    expect(line).toMatchObject({
      ...about,
      msg: 'Basic words stay',
      err: {
        message: 'The lease was not renewed: timeout',
        code: '57014',
        stack: expect.stringContaining('caused by'),
      },
    });
  });

  it('a number in a secret leaves times as they are', () => {
    const now = String(Date.now());
    const line = linesOf([now.slice(0, 7)], (log) => log.info({ seen: now.slice(0, 7) }, 'x'));
    expect(JSON.parse(line)).toMatchObject({ time: expect.any(Number), seen: '[redacted]' });
  });
});
