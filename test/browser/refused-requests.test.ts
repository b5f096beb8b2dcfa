import { type IncomingHttpHeaders, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openPage } from './rig/open-page.ts';

const { address } = await openPage(() => undefined);
const { host, port } = new URL(address);
const origin = `http://${host}`;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
type Headers = Readonly<Record<string, string>>;

/** A request just as it is given: `fetch` would mend its path, its host and its origin. */
function asks(method: string, path: string, headers: Headers = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers: { host, ...headers } };
    const asked = request(options, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(Buffer.from(part));
      const { statusCode: status = 0, headers: given } = response;
      resolve({ status, headers: given, body: Buffer.concat(parts).toString() });
    });
    asked.on('error', reject).end(body);
  });
}

const json = { 'content-type': 'application/json' };
const says = (text: string) => JSON.stringify({ as: 'maria', deed: { act: 'types', in: '#dev', text } });

describe('whoever may ask', () => {
  it('gets the page, which may run its own modules alone, and be framed by nobody', async () => {
    const { headers, status } = await asks('GET', '/');
    const policy = headers['content-security-policy'] ?? '';
    const rules = new Map(
      String(policy)
        .split('; ')
        .map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]),
    );
    expect(status).toBe(200);
    expect(rules.get('default-src')).toEqual(["'none'"]);
    expect(rules.get('script-src')).toEqual(["'self'", expect.stringMatching(/^'sha256-[A-Za-z0-9+/]{43}='$/)]);
    for (const name of ['style-src', 'connect-src']) expect(rules.get(name)).toEqual(["'self'"]);
    for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(rules.get(name)).toEqual(["'none'"]);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('is the page itself, and may do something', async () => {
    expect(await asks('POST', '/act', { ...json, origin }, says('Hello'))).toMatchObject({ status: 200 });
    expect((await asks('GET', '/seen?as=maria&in=C0DEV', { origin })).body).toContain('Hello');
    const localhost = `localhost:${port}`;
    const asLocalhost = { ...json, host: localhost, origin: `http://${localhost}` };
    expect(await asks('POST', '/act', asLocalhost, says('Hello again'))).toMatchObject({ status: 200 });
  });
});

/** PORT stands for the page's own. */
const foreignHosts = ['evil.example', 'evil.example:PORT', '127.0.0.1.evil.example:PORT', '10.0.0.1:PORT'];
const foreignOrigins = [
  'http://evil.example',
  'null',
  'http://127.0.0.1',
  'https://127.0.0.1:PORT',
  'http://127.0.0.1:PORT.evil.example',
];
const named = (text: string) => text.replace('PORT', port);
const foreignKinds = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''];

describe('refused is', () => {
  it.each(foreignHosts)('a request that came by the name “%s”', async (foreign) => {
    const name = named(foreign);
    expect(await asks('GET', '/', { host: name })).toMatchObject({ status: 403 });
    const post = await asks('POST', '/act', { ...json, host: name, origin: `http://${name}` }, says('from a name'));
    expect(post.status).toBe(403);
  });

  it.each(foreignOrigins)('a request of a page of %s', async (foreign) => {
    const from = named(foreign);
    for (const path of ['/', '/world', '/seen?as=maria&in=C0DEV', '/changes'])
      expect(await asks('GET', path, { origin: from })).toMatchObject({ status: 403 });
    expect(await asks('POST', '/act', { ...json, origin: from }, says('from a page'))).toMatchObject({ status: 403 });
    const { status } = await asks('POST', '/github', { ...json, origin: from }, '{}');
    expect(status).toBe(403);
  });

  it.each(foreignKinds)('a deed written as “%s”, which any page could send', async (kind) => {
    const { status } = await asks('POST', '/act', { origin, 'content-type': kind }, says('from a form'));
    expect(status).toBe(403);
  });

  it('a deed of nobody', async () => {
    expect(await asks('POST', '/act', json, says('from nobody'))).toMatchObject({ status: 403 });
    expect(await asks('POST', '/clock', json, '{"at":1}')).toMatchObject({ status: 403 });
  });

  it('and none of them was done', async () => {
    await asks('POST', '/act', { ...json, origin: 'http://evil.example' }, says('from evil'));
    const { body } = await asks('GET', '/seen?as=maria&in=C0DEV');
    expect(body).toContain('Hello');
    expect(body).not.toMatch(/from (a name|a page|a form|nobody|evil)/);
  });
});

const outside = [
  '/package.json',
  '/page/start-page.ts',
  '/page/client/tsconfig.json',
  '/page/client/../start-page.ts',
  '/page/client/%2e%2e/start-page.ts',
  '/page/client/..%2fstart-page.ts',
  '/page/client/..%5cstart-page.ts',
  '/page/client/....//start-page.ts',
  '/page/client//etc/passwd',
  '/page/client/page.ts%00.ts',
  '/slack/start-slack.ts',
  '/slack/shown/../start-slack.ts',
  '/lib/lit-html/../playwright-core/index.js',
  '/lib/lit-html/..%2fplaywright-core%2findex.js',
  '/lib/lit-html/package.json',
  '/lib/playwright-core/index.js',
  '/lib/__proto__/index.js',
  '/lib/constructor/index.js',
  '/../../../../etc/passwd',
  '//etc/passwd',
  '/.git/config',
];

it.each(outside)('nothing is to be had at %s', async (path) => {
  const { status, body } = await asks('GET', path);
  expect({ status, body }).toEqual({ status: 404, body: 'There is nothing here.' });
});

it('what is to be had is to be had', async () => {
  for (const path of ['/', '/page/client/page.ts', '/lib/lit-html/lit-html.js', '/lib/lit-html/directives/repeat.js'])
    expect(await asks('GET', path)).toMatchObject({ status: 200 });
});
