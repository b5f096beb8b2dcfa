import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpsOn } from '../../../src/adapters/https/ask.ts';
import { httpsServer } from '../../adapters/https/https-server.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const answers: Readonly<Record<string, readonly [status: number, body: string]>> = {
  '/ok': [200, ''],
  '/down': [503, 'down'],
  '/version': [200, '{"build":{"version":"1.5.0","number":7}}'],
  '/old': [200, '{"build":{"version":"1.4.0"}}'],
  '/page': [200, '<html>'],
  '/created': [201, ''],
};

let local: LocalTrial;
let server: Awaited<ReturnType<typeof httpsServer>>;
let host: string;
beforeAll(async () => {
  local = await localGitHub();
  server = await httpsServer(['staging.test'], (request, response) => {
    const path = request.url ?? '';
    if (path === '/silent') return;
    if (path === '/large') {
      response.end(`{"a":"${'x'.repeat(256 * 1024)}"}`);
      return;
    }
    const [status, body] = answers[path] ?? [404, ''];
    response.writeHead(status).end(body);
  });
  host = `staging.test:${server.port}`;
});
afterAll(async () => {
  await server.stop();
  await local.server.stop();
});

/** How the check reads a path of the server. */
async function look(
  path: string,
  change: Readonly<Record<string, unknown>> = {},
  options: Partial<Parameters<typeof httpsOn>[0]> = {},
) {
  const https = httpsOn({
    allowed: [{ host, private: true }],
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    ca: server.ca,
    ...options,
  });
  const trial = await trialRelease({ ...local.client, ...https }, [
    { check: 'http-answers', url: `https://${host}${path}`, as: 'it', ...change },
  ]);
  return await trial.look('it');
}
const json = (is: string, at = 'build.version') => ({ json: { at, is } });

describe('http-answers', () => {
  it('passes by the status', async () => {
    expect(await look('/ok')).toMatchObject({
      status: 'done',
      done: { sentence: `https://${host}/ok answers 200.`, link: `https://${host}/ok` },
    });
    expect((await look('/created', { status: 201 })).status).toBe('done');
    expect((await look('/large')).status).toBe('done');
    expect((await look('/down')).reading).toMatchObject({
      outcome: 'fail',
      sentence: `https://${host}/down answers 503, not 200. Mend what stands there.`,
    });
  });

  it('passes by a value of its JSON', async () => {
    expect((await look('/version', json('<version>'))).done?.sentence).toBe(
      `https://${host}/version answers 200, and build.version in it is 1.5.0.`,
    );
    expect((await look('/version', json('7', 'build.number'))).status).toBe('done');
    expect((await look('/old', json('<version>'))).reading).toMatchObject({
      outcome: 'fail',
      sentence: `build.version in the answer of https://${host}/old is "1.4.0", not 1.5.0.`,
    });
    expect((await look('/version', json('1', 'build.none'))).reading?.sentence).toBe(
      `The answer of https://${host}/version has no build.none. It should be 1.`,
    );
    expect((await look('/page', json('1'))).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('answers 200 with something that is no JSON'),
    });
    expect((await look('/ok', json('1'))).reading?.outcome).toBe('fail');
  });

  it('is unavailable where the answer is too large, or the host is not allowed', async () => {
    expect((await look('/large', json('x', 'a'))).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('answers more than 256 KB'),
    });
    const { length } = server.seen.requests;
    expect((await look('', { url: 'https://other.test/ok' })).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining('other.test is not among allowed-hosts: in slipway.yml'),
    });
    expect((await look('', { url: 'https://staging.test/ok' })).reading?.outcome).toBe('unavailable');
    expect(server.seen.requests.length).toBe(length);
  });

  it('is red where nothing answers', async () => {
    expect((await look('/silent', {}, { ms: 300 })).reading).toMatchObject({
      outcome: 'fail',
      sentence: `https://${host}/silent does not answer: nothing came within 0.3 seconds. Mend what stands there.`,
    });
    const stranger = await httpsServer(['staging.test'], () => undefined);
    expect((await look('/ok', {}, { ca: stranger.ca })).reading?.sentence).toContain(
      'does not answer: its certificate is not accepted',
    );
    await stranger.stop();
    const gone = { allowed: [{ host: `staging.test:${stranger.port}`, private: true }] };
    expect((await look('', { url: `https://staging.test:${stranger.port}/ok` }, gone)).reading?.sentence).toContain(
      'does not answer: the connection is refused.',
    );
    const unknown = { resolve: async () => [] };
    expect((await look('/ok', {}, unknown)).reading?.sentence).toContain('does not answer: its name has no address.');
  });

  it('an address with a password in it stops the release', async () => {
    const trial = await trialRelease(local.client, [
      { check: 'http-answers', url: 'https://ana:secret@a.test/', as: 'it' },
    ]);
    expect((await trial.look('it')).failure).toMatchObject({
      sentence: expect.stringContaining(
        'is no address that Slipway asks: it must begin with https:// and hold no name',
      ),
    });
  });
});
