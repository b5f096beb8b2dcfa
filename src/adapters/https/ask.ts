import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { rangeOf } from './address-range.ts';

/** A host that may be asked: `status.example.com`, or with its port. */
export interface AllowedHost {
  readonly host: string;
  /** Whether its address may be private. */
  readonly private: boolean;
}

/** What came of asking an address. */
export type HttpsAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly location: string; readonly body: string }
  | { readonly kind: 'too-large' | 'not-listed' }
  /** `range`: which address it leads to, and what of. */
  | { readonly kind: 'blocked'; readonly address: string; readonly range: 'private' | 'never' }
  | { readonly kind: 'silent'; readonly because: string };

interface Resolved {
  readonly address: string;
  readonly family: number;
}

interface Options {
  readonly allowed: readonly AllowedHost[];
  /** All addresses of a host; the system's own resolver when left out. */
  readonly resolve?: (host: string) => Promise<readonly Resolved[]>;
  /** For the whole answer. */
  readonly ms?: number;
  /** The authority that is trusted, in PEM; Node's own ones when left out. */
  readonly ca?: string;
}

const mostTime = 10_000; // ms
const mostBytes = 256 * 1024;

class BlockedAddress extends Error {
  readonly address: string;
  readonly range: 'private' | 'never';
  constructor(address: string, range: 'private' | 'never') {
    super(`${address} is not asked`);
    this.address = address;
    this.range = range;
  }
}

/** Throws unless an address may be connected to. */
function guard(address: string, { private: mayBePrivate }: AllowedHost): void {
  const range = rangeOf(address);
  if (range === 'never' || (range === 'private' && !mayBePrivate)) throw new BlockedAddress(address, range);
}

/** Resolves once, and hands to the socket just those addresses that were judged: a name that leads elsewhere a moment later leads nowhere. */
function judgedLookup(resolve: NonNullable<Options['resolve']>, allowed: AllowedHost): LookupFunction {
  return (host, options, callback) => {
    const found = async (): Promise<void> => {
      const addresses = await resolve(host);
      const [first] = addresses;
      if (first === undefined) throw Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
      for (const { address } of addresses) guard(address, allowed);
      if (options.all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    };
    found().catch((error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''));
  };
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection broke off',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'it cannot be reached',
  ETIMEDOUT: 'nothing came in time',
  ENOTFOUND: 'its name has no address',
  EAI_AGAIN: 'its name cannot be resolved at the moment',
};

function becauseOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/CERT|ALTNAME|SIGNED/.test(code)) return `its certificate is not accepted (${code})`;
  return reasons[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`);
}

/** Reads a body; undefined where it has more bytes than are read. */
async function bodyOf(response: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > mostBytes) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Sends one GET over a connection of its own: no cookies, no credentials, no proxy, no redirect. */
function answerOf(url: URL, allowed: AllowedHost, signal: AbortSignal, options: Options): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) guard(host, allowed); // an address is not looked up
    const all = (name: string) => lookup(name, { all: true });
    const asked = request(url, {
      agent: false,
      signal,
      lookup: judgedLookup(options.resolve ?? all, allowed),
      headers: { 'user-agent': 'slipway', accept: 'application/json, */*;q=0.5', 'accept-encoding': 'identity' },
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    });
    // where it is really connected to, before a byte of ours is sent
    asked.once('socket', (socket) =>
      socket.once('connect', () => {
        try {
          guard(socket.remoteAddress ?? '', allowed);
        } catch (error) {
          asked.destroy(error instanceof Error ? error : undefined);
        }
      }),
    );
    asked.once('response', resolve).on('error', reject).end();
  });
}

/** HTTPS, to the hosts that `slipway.yml` allows and to no address behind them that is not theirs to allow. */
export function httpsOn(options: Options) {
  const listed = new Map(options.allowed.map((one) => [one.host.toLowerCase().replace(/:443$/, ''), one]));
  const ms = options.ms ?? mostTime;
  return {
    async askHttps(address: string, withBody: boolean): Promise<HttpsAnswer> {
      const url = new URL(address);
      const allowed = listed.get(url.host);
      if (url.protocol !== 'https:' || allowed === undefined) return { kind: 'not-listed' };
      const signal = AbortSignal.timeout(ms);
      try {
        const response = await answerOf(url, allowed, signal, options);
        const body = withBody ? await bodyOf(response) : '';
        response.destroy();
        if (body === undefined) return { kind: 'too-large' };
        return { kind: 'answered', status: response.statusCode ?? 0, location: response.headers.location ?? '', body };
      } catch (error) {
        if (error instanceof BlockedAddress) return { kind: 'blocked', address: error.address, range: error.range };
        if (signal.aborted) return { kind: 'silent', because: `nothing came within ${ms / 1000} seconds` };
        return { kind: 'silent', because: becauseOf(error) };
      }
    },
  };
}
