import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rangeOf } from '../../src/adapters/https/address-range.ts';
import { type AllowedHost, httpsOn } from '../../src/adapters/https/ask.ts';
import { httpsServer } from '../adapters/https/https-server.ts';
import { type LocalTrial, localGitHub, trialRelease } from '../jobs/trial.ts';

const elsewhere = '192.0.2.1'; // of documentation: public, and nobody's

let local: LocalTrial;
let inside: Awaited<ReturnType<typeof httpsServer>>;
beforeAll(async () => {
  local = await localGitHub();
  inside = await httpsServer(['name.test', 'other.test'], (request, response) => {
    const to = /^\/to\/(.+)$/.exec(request.url ?? '')?.[1];
    if (to === undefined) response.end('{"secret":"inside"}');
    else response.writeHead(302, { location: decodeURIComponent(to) }).end();
  });
});
afterAll(async () => {
  await inside.stop();
  await local.server.stop();
});
beforeEach(() => {
  inside.seen.connections = 0;
  inside.seen.requests.length = 0;
});

/** Asks the server inside by a name that a resolver answers, one answer a question, the last again and again. */
function asker(host: Partial<AllowedHost>, ...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const https = httpsOn({
    allowed: [{ host: `name.test:${inside.port}`, private: false, ...host }],
    async resolve(name) {
      const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
      asked.push(name);
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
    ms: 1000,
    ca: inside.ca,
  });
  return { ...https, asked };
}

/** What a release says of it. */
async function look(https: ReturnType<typeof asker>, url = `https://name.test:${inside.port}/`) {
  const step = { check: 'http-answers', url, json: { at: 'secret', is: 'inside' }, as: 'it' };
  const trial = await trialRelease({ ...local.client, ...https }, [step]);
  return await trial.look('it');
}

describe('what is asked', () => {
  it('the server inside would answer', async () => {
    expect((await look(asker({ private: true }, ['127.0.0.1']))).status).toBe('done');
    expect(inside.seen).toMatchObject({ connections: 1, requests: ['/'] });
  });

  it.each([
    '127.0.0.1',
    '127.1.2.3',
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '198.18.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    'fd12:3456::1',
    'fec0::1',
  ])('a name that leads to %s is not, unless it may be private', async (address) => {
    expect((await look(asker({}, [address]))).reading).toMatchObject({
      outcome: 'unavailable',
      sentence: expect.stringContaining(`leads to ${address}, an address of a private network`),
    });
    expect((await look(asker({}, [elsewhere, address]))).reading?.outcome).toBe('unavailable');
    expect(inside.seen.connections).toBe(0);
    expect(rangeOf(address)).toBe('private');
  });

  it.each([
    '0.0.0.0',
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '100.100.100.200',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::7f00:1',
    'fe80::1',
    'fe80::1%lo',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'nonsense',
  ])('a name that leads to %s never is', async (address) => {
    const reading = (await look(asker({ private: true }, [address]))).reading;
    expect(reading?.outcome).toBe('unavailable');
    expect(reading?.sentence).toContain(`leads to ${address}, and Slipway never asks addresses of that kind`);
    expect(inside.seen.connections).toBe(0);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', elsewhere])('%s is public', (address) =>
    expect(rangeOf(address)).toBe('public'),
  );
});

describe('a name that leads elsewhere a moment later', () => {
  it('is resolved once a look, and connected to where that said', async () => {
    const rebinding = asker({}, [elsewhere], ['127.0.0.1'], [elsewhere], ['127.0.0.1']);
    const outcomes: (string | undefined)[] = [];
    for (let n = 1; n <= 4; n += 1) {
      outcomes.push((await look(rebinding)).reading?.outcome);
      expect(rebinding.asked.length).toBe(n);
    }
    expect(outcomes).toEqual(['fail', 'unavailable', 'fail', 'unavailable']);
    expect(inside.seen).toMatchObject({ connections: 0, requests: [] });
  });
});

describe('an address instead of a name', () => {
  it.each(['127.0.0.1', '0x7f.1', '2130706433', '0177.0.0.1'])(
    '%s is judged like one that was resolved',
    async (written) => {
      const allowed = asker({ host: `127.0.0.1:${inside.port}` }, [elsewhere]);
      expect((await look(allowed, `https://${written}:${inside.port}/`)).reading).toMatchObject({
        outcome: 'unavailable',
        sentence: expect.stringContaining('leads to 127.0.0.1, an address of a private network'),
      });
      expect(allowed.asked).toEqual([]);
      expect(inside.seen.connections).toBe(0);
    },
  );

  it('in brackets is on no list', async () =>
    expect((await look(asker({}), `https://[::ffff:127.0.0.1]:${inside.port}/`)).reading?.sentence).toContain(
      'is not among allowed-hosts',
    ));
});

describe('a redirect', () => {
  it.each(['https://169.254.169.254/latest', '/', '//other.test/'])('to %s is told, not followed', async (to) => {
    const url = `https://name.test:${inside.port}/to/${encodeURIComponent(to)}`;
    expect((await look(asker({ private: true }, ['127.0.0.1']), url)).reading).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(`redirects to ${to}, and Slipway follows no redirect.`),
    });
    expect(inside.seen.requests.length).toBe(1);
  });
});
