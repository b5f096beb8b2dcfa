import fc from 'fast-check';
import { almost, deep, oddValue } from './mutations.ts';

/** A request before it is signed: what signs it, if anything, says `signed`. */
export interface Hostile {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
  readonly signed: 'slack' | 'github' | 'badly' | 'not';
  readonly headers: Readonly<Record<string, string>>;
}

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';
const types = fc.constantFrom(
  form,
  json,
  `${form}; charset=utf-8`,
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
  ';',
);

function toSlack(what: string, type: string, body: Buffer | string): Hostile {
  const path = '/slack/events';
  return { what, method: 'POST', path, type, body: Buffer.from(body), signed: 'slack', headers: {} };
}

/** JSON.stringify of what JSON cannot hold is undefined. */
const written = (value: unknown): string => JSON.stringify(value) ?? 'undefined';
const payloadForm = (text: string): string => `payload=${encodeURIComponent(text.toWellFormed())}`;

/** As Slack would send it: a command as fields, an event as JSON, all else in `payload`. */
function asSlackSends(payload: unknown): Hostile {
  const what = 'almost valid';
  if (typeof payload === 'object' && payload !== null && 'command' in payload) {
    const fields = new URLSearchParams();
    for (const [key, value] of Object.entries(payload))
      fields.set(key.toWellFormed(), (typeof value === 'string' ? value : written(value)).toWellFormed());
    return toSlack(what, form, fields.toString());
  }
  const isEvent = typeof payload === 'object' && payload !== null && 'event' in payload;
  return isEvent ? toSlack(what, json, written(payload)) : toSlack(what, form, payloadForm(written(payload)));
}

const depth = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom(5000, 100_000) },
);
const deepBody = fc
  .record({ depth, kind: fc.constantFrom('list', 'object'), where: fc.nat({ max: 4 }) })
  .map(({ depth: levels, kind, where }) => {
    const inner = deep(levels, kind);
    const text = [
      inner,
      `{"type":"event_callback","event":${inner}}`,
      `{"type":"event_callback","event":{"type":"x","y":${inner}}}`,
      `{"type":"view_submission","user":{"id":"U0MARIA"},"view":{"id":"V1","state":{"values":{"a":${inner}}}}}`,
      `{"type":"block_actions","trigger_id":"1","user":{"id":"U0MARIA"},"actions":[{"type":"button","action_id":"x","value":"1","z":${inner}}]}`,
    ][where];
    return where % 2 === 0 ? toSlack('deep', json, text ?? '') : toSlack('deep', form, payloadForm(text ?? ''));
  });

const bigBody = fc
  .tuple(fc.constantFrom(70_000, 1_048_576, 1_048_577, 5_000_000), fc.constantFrom('x', '[', '&a=b', '{"a":'))
  .map(([size, unit]) => toSlack('big', form, unit.repeat(Math.ceil(size / unit.length)).slice(0, size)));

const manyFields = fc
  .integer({ min: 900, max: 3000 })
  .map((count) => toSlack('many fields', form, Array.from({ length: count }, (_, n) => `f${n}=${n}`).join('&')));

const fields = fc
  .dictionary(
    fc.oneof(fc.constantFrom('payload', 'command', 'user_id', 'team_id', 'ssl_check', '__proto__'), fc.string()),
    fc.oneof(fc.string(), fc.constantFrom('null', '[]', '{}', '1')),
    { maxKeys: 8 },
  )
  .map((given) => {
    const sent = new URLSearchParams();
    for (const [key, value] of Object.entries(given)) sent.append(key.toWellFormed(), value.toWellFormed());
    return toSlack('fields', form, sent.toString());
  });

const id = fc.oneof(
  fc.uuid(),
  fc.constantFrom('', '1', 'x'.repeat(4000), 'a:b', "'; drop table event; --", '%00', '../..'),
);
const event = fc.constantFrom('push', 'pull_request', 'workflow_run', 'ping', 'something_new', '', 'x'.repeat(2000));
function toGitHub(body: fc.Arbitrary<Buffer | string>): fc.Arbitrary<Hostile> {
  return fc.tuple(body, id, event, fc.constantFrom(json, form)).map(([text, delivery, name, type]) => ({
    what: 'a webhook',
    method: 'POST',
    path: '/github/webhooks',
    type,
    body: Buffer.from(text),
    signed: 'github',
    headers: { 'x-github-delivery': delivery, 'x-github-event': name },
  }));
}

const oddTimestamp = fc.oneof(
  fc.constantFrom('NaN', '1e99', '-1', '0', '0x5f5e1000', '1.5', '', ' ', 'Infinity', '9'.repeat(30), '+1', '１'),
  fc.string({ maxLength: 20, unit: 'grapheme-ascii' }),
);
const oddSignature = fc.oneof(
  fc.constantFrom(
    '',
    'v0=',
    'v1=',
    `v0=${'0'.repeat(64)}`,
    `V0=${'A'.repeat(64)}`,
    `v0=${'0'.repeat(63)}`,
    'v0',
    'x'.repeat(3000),
  ),
  fc.string({ maxLength: 80, unit: 'grapheme-ascii' }),
);
/** Headers may hold ASCII only; Node's client refuses the rest. */
const headerText = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '');
const forged = fc.tuple(oddTimestamp, oddSignature, fc.boolean()).map(([at, signature, github]): Hostile => {
  const headers: Record<string, string> = github
    ? { 'x-hub-signature-256': headerText(signature), 'x-github-delivery': '1' }
    : { 'x-slack-request-timestamp': headerText(at), 'x-slack-signature': headerText(signature) };
  return {
    what: 'forged',
    method: 'POST',
    path: github ? '/github/webhooks' : '/slack/events',
    type: json,
    body: Buffer.from('{"type":"url_verification","challenge":"x"}'),
    signed: 'badly',
    headers,
  };
});

const elsewhere = fc
  .tuple(
    fc.constantFrom('GET', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'TRACE', 'POST', 'PROPFIND'),
    fc.constantFrom(
      '//slack/events',
      '/slack/events/',
      '/SLACK/events',
      '/%73lack/events',
      '/',
      '/..',
      '/__proto__',
      '*',
      '/x?y',
    ),
  )
  .map(([method, path]): Hostile => {
    const body = Buffer.from(method === 'POST' ? '{}' : '');
    return { what: 'elsewhere', method, path, type: json, body, signed: 'slack', headers: {} };
  });

/** What somebody sends who wants in, or wants the process dead: by what real deliveries look like. */
export function hostileRequest(recorded: readonly object[], webhooks: readonly object[]): fc.Arbitrary<Hostile> {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((one) => Buffer.from(one));
  const anyJson = fc.oneof(fc.jsonValue(), oddValue).map(written);
  return fc.oneof(
    { weight: 300, arbitrary: almost(recorded).map(asSlackSends) },
    { weight: 80, arbitrary: fc.tuple(types, bytes).map(([type, body]) => toSlack('bytes', type, body)) },
    { weight: 80, arbitrary: anyJson.map((text) => toSlack('any JSON', json, text)) },
    { weight: 80, arbitrary: anyJson.map((text) => toSlack('any payload', form, payloadForm(text))) },
    { weight: 60, arbitrary: fields },
    { weight: 40, arbitrary: deepBody },
    { weight: 60, arbitrary: forged },
    { weight: 30, arbitrary: elsewhere },
    { weight: 60, arbitrary: toGitHub(almost(webhooks).map(written)) },
    { weight: 40, arbitrary: toGitHub(fc.oneof(anyJson, bytes)) },
    { weight: 5, arbitrary: manyFields },
    { weight: 1, arbitrary: bigBody },
  );
}
