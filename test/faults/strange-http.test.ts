import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeKind } from '../stores.ts';
import { overSocket, statusesIn } from './door/raw-socket.ts';
import { signedBySlack } from './door/signing.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';

let fleet: Fleet | undefined;
let port = 0;
let pid: number | undefined;
let secret = '';
beforeAll(async () => {
  fleet = await startFleet({ store: storeKind, web: 1, workers: 0, revives: false });
  const [one] = fleet.web;
  [port, pid, secret] = [one?.port ?? 0, one?.pid, fleet.slackServer.signingSecret];
});
afterAll(() => fleet?.dispose());

const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const host = 'Host: slipway';
const body = 'ssl_check=0';
const form = 'Content-Type: application/x-www-form-urlencoded';
function signed(sent: Buffer | string = body): string {
  return Object.entries(signedBySlack(secret, sent))
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n');
}

describe('each is answered, or its connection is ended, and the process goes on', () => {
  const post = 'POST /slack/events HTTP/1.1';
  const cases: readonly (readonly [what: string, statuses: readonly number[], written: () => string | Buffer])[] = [
    ['no HTTP', [400], () => 'hello\r\n\r\n'],
    ['binary', [400], () => Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])],
    ['no host', [400], () => lines('GET /healthz HTTP/1.1')],
    ['HTTP/1.0', [200], () => lines('GET /healthz HTTP/1.0')],
    ['HTTP/9.9', [400], () => lines('GET /healthz HTTP/9.9', host)],
    ['a method of its own', [400], () => lines('EAT /healthz HTTP/1.1', host)],
    ['an address in absolute form', [404], () => lines('GET http://elsewhere/healthz HTTP/1.1', host)],
    ['two slashes', [404], () => lines('POST //slack/events HTTP/1.1', host, 'Content-Length: 0')],
    ['a zero byte in the address', [400], () => lines('GET /hea\0lthz HTTP/1.1', host)],
    ['a zero byte in a header', [400], () => lines('GET /healthz HTTP/1.1', host, 'X-Y: a\0b')],
    ['an address of 20,000 characters', [431], () => lines(`GET /${'x'.repeat(20_000)} HTTP/1.1`, host)],
    ['headers of 40 kB', [431], () => lines('GET /healthz HTTP/1.1', host, `X-Big: ${'x'.repeat(40_000)}`)],
    ['two lengths', [400], () => `${lines(post, host, form, 'Content-Length: 11', 'Content-Length: 12')}${body}`],
    [
      'a length and chunks',
      [400],
      () => `${lines(post, host, form, 'Content-Length: 11', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    ],
    ['chunks that are none', [400], () => `${lines(post, host, form, 'Transfer-Encoding: chunked')}ZZ\r\nx\r\n`],
    ['a transfer encoding that nobody has', [400, 501], () => lines(post, host, form, 'Transfer-Encoding: gzip')],
    ['a negative length', [400], () => lines(post, host, form, 'Content-Length: -5')],
    ['a length beyond all', [400, 413], () => lines(post, host, form, 'Content-Length: 99999999999999999999')],
    ['a length of 9 GB', [413], () => lines(post, host, form, 'Content-Length: 9000000000')],
    [
      'two signatures',
      [401],
      () => `${lines(post, host, form, signed(), 'X-Slack-Signature: v0=00', `Content-Length: ${body.length}`)}${body}`,
    ],
    [
      'a compressed body, rightly signed',
      [415],
      () => {
        const packed = gzipSync(body);
        const head = lines(
          post,
          host,
          form,
          signed(packed),
          'Content-Encoding: gzip',
          `Content-Length: ${packed.length}`,
        );
        return Buffer.concat([Buffer.from(head), packed]);
      },
    ],
    [
      'bytes that are no UTF-8, rightly signed',
      [400],
      () => {
        const bytes = Buffer.from([0x70, 0x3d, 0xff, 0xfe, 0xc0]);
        const head = lines(post, host, form, signed(bytes), `Content-Length: ${bytes.length}`);
        return Buffer.concat([Buffer.from(head), bytes]);
      },
    ],
    ['an expectation that nobody meets', [417], () => lines('GET /healthz HTTP/1.1', host, 'Expect: the-moon')],
    [
      'an upgrade',
      [200, 400, 404],
      () =>
        lines(
          'GET /healthz HTTP/1.1',
          host,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Key: x',
          'Sec-WebSocket-Version: 13',
        ),
    ],
    ['a tunnel', [], () => lines('CONNECT slack.com:443 HTTP/1.1', host)],
  ];

  it.each(cases)('%s', async (_, statuses, written) => {
    const heard = await overSocket(port, written());
    const [status] = statusesIn(heard);
    if (statuses.length === 0) expect(heard).toEqual({ text: '', ended: true });
    else expect(statuses, heard.text.slice(0, 300)).toContain(status);
    const after = await overSocket(port, lines('GET /healthz HTTP/1.1', host, 'Connection: close'), /ok$/);
    expect(statusesIn(after)).toEqual([200]);
    expect(fleet?.web[0]?.pid).toBe(pid);
  });
});

it('several requests over one connection, sent without waiting, are answered in their order', async () => {
  const asked = ['/healthz', '/nowhere'].map((path) => lines(`GET ${path} HTTP/1.1`, host)).join('');
  const heard = await overSocket(port, asked, /404[\s\S]*\r\n\r\n/);
  expect(statusesIn(heard)).toEqual([200, 404]);
});

it('a body that grows beyond the limit without having said so is refused with a reason', async () => {
  const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
  const head = lines('POST /slack/events HTTP/1.1', host, form, 'Transfer-Encoding: chunked');
  const heard = await overSocket(port, `${head}${chunk.repeat(20)}0\r\n\r\n`);
  expect(statusesIn(heard)).toEqual([413]);
});

it.each([
  ['headers', () => `POST /slack/events HTTP/1.1\r\n${host}\r\nX-Slow: `],
  ['body', () => `${lines('POST /slack/events HTTP/1.1', host, form, 'Content-Length: 100')}x`],
])('whoever sends half of the %s and then nothing is sent away, and holds nobody up', async (_, written) => {
  const slow = Array.from({ length: 50 }, () => overSocket(port, written(), /\r\n\r\n/, 30_000));
  const after = await overSocket(port, lines('GET /healthz HTTP/1.1', host, 'Connection: close'), /ok$/);
  expect(statusesIn(after)).toEqual([200]);
  const heard = await Promise.all(slow);
  expect([...new Set(heard.flatMap(statusesIn))]).toEqual([408]);
});
