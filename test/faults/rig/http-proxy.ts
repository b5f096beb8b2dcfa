import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { portOf } from './free-port.ts';
import type { Blow } from './point.ts';

/** Stands between a program and a server. */
export interface HttpProxy {
  /** Where the program finds it. */
  readonly url: string;
  close(): Promise<void>;
}

interface Options {
  /** Where a request goes to; asked for each. Undefined: nobody is there. */
  to(): URL | undefined;
  /** What befalls it. */
  blow(method: string, path: string): Blow;
  /** Ends the program that asked. */
  kill(): Promise<void>;
  /** Set where answers name an address that is to lead through here as well: its path. */
  readonly rewrites?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function forward(to: URL, asked: IncomingMessage, body: Buffer): Promise<Answer> {
  const sent = request({
    host: to.hostname,
    port: to.port,
    path: asked.url,
    method: asked.method,
    headers: asked.headers,
    agent: false,
  });
  sent.end(body);
  const [answer]: [IncomingMessage] = await new Promise((resolve, reject) => {
    sent.once('response', (response) => resolve([response])).once('error', reject);
  });
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await bodyOf(answer) };
}

/** Hop-by-hop headers are between two neighbours: RFC 9110, 7.6.1. */
function passedOn(headers: Answer['headers'], length: number): Answer['headers'] {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...rest } = headers;
  return { ...rest, 'content-length': `${length}` };
}

/** Slack's words for what a status says. */
const errors: Readonly<Record<number, string>> = {
  429: 'ratelimited',
  500: 'internal_error',
  503: 'service_unavailable',
};

function said({ status, retryAfter }: { readonly status: number; readonly retryAfter?: number }): Answer {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` }),
  };
  return {
    status,
    headers,
    body: Buffer.from(JSON.stringify({ message: 'The proxy answers instead.', ok: false, error: errors[status] })),
  };
}

/** Starts a proxy on a free port of this machine. */
export async function httpProxy(options: Options): Promise<HttpProxy> {
  let url = '';

  async function answered(asked: IncomingMessage, body: Buffer, blow: Blow): Promise<Answer | 'reset'> {
    if (blow.kind === 'answer' && blow.when === 'before') return said(blow);
    if (blow.kind === 'reset-before') return 'reset';
    if (blow.kind === 'die-before') {
      await options.kill();
      return 'reset';
    }
    if (blow.kind === 'until' && blow.after !== true) await blow.done;
    if (blow.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, blow.ms));
    const to = options.to();
    if (to === undefined) return { status: 503, headers: {}, body: Buffer.from('nobody is there') };
    const answer = await forward(to, asked, body);
    if (blow.kind === 'until' && blow.after === true) await blow.done;
    const lost = blow.kind === 'lose' && answer.status < 300 ? blow.by : undefined;
    if (lost !== undefined && lost !== 'reset') return said({ status: lost });
    if (blow.kind === 'reset-after' || lost === 'reset') return 'reset';
    if (blow.kind === 'answer') return said(blow);
    if (blow.kind === 'die-after') {
      await options.kill();
      return 'reset';
    }
    if (options.rewrites === undefined) return answer;
    const text = answer.body.toString('utf8');
    const through = text.replaceAll(`${to.origin}${options.rewrites}`, `${url}${options.rewrites}`);
    return text === through ? answer : { ...answer, body: Buffer.from(through) };
  }

  async function handle(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/'] = (asked.url ?? '/').split('?', 1);
    const body = await bodyOf(asked);
    const answer = await answered(asked, body, options.blow(asked.method ?? 'GET', path));
    if (answer === 'reset') return void response.destroy();
    response.writeHead(answer.status, passedOn(answer.headers, answer.body.length)).end(answer.body);
  }

  const server = createServer((asked, response) => {
    handle(asked, response).catch(() => response.destroy()); // a broken connection, as the other side's would be
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${portOf(server)}`;
  return {
    url,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
