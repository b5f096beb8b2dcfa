import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

const bodyLimit = 1024 * 1024; // GitHub's webhooks may be 25 MB; those that Slipway reads stay far below 1 MB
const receiveTimeout = 10_000;

/** A request to a route. The body is read whole, 1 MB at most. */
export interface Routed {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface RouteAnswer {
  readonly status: number;
  readonly body?: string;
  /** `text/plain` unless said. */
  readonly type?: string;
}

export type Route = (request: Routed) => Promise<RouteAnswer>;

/** By method and path, such as `GET /healthz`. */
export type Routes = Readonly<Record<string, Route>>;

export interface HttpServer {
  /** Listens; port 0 takes any. Resolves to the port. Rejects when it is taken. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new request, then waits until all that came in are answered. */
  stop(): Promise<void>;
}

interface Options {
  readonly routes: Routes;
  /** Told of handlers that threw: the caller got a 500. */
  onError(error: unknown, request: string): void;
}

function answer(
  response: ServerResponse,
  { status, body = '', type = 'text/plain; charset=utf-8' }: RouteAnswer,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) return undefined;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > bodyLimit) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function routeOf(routes: Routes, method: string, path: string): Route | 404 | 405 {
  const route = Object.hasOwn(routes, `${method} ${path}`) ? routes[`${method} ${path}`] : undefined;
  if (route !== undefined) return route;
  return Object.keys(routes).some((known) => known.endsWith(` ${path}`)) ? 405 : 404;
}

/** The one HTTP server of a process: Slack's requests, GitHub's webhooks and the operator's questions are its routes. */
export function httpServer({ routes, onError }: Options): HttpServer {
  const running = new Set<Promise<void>>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const route = routeOf(routes, request.method ?? 'GET', path);
    if (typeof route === 'number') return answer(response, { status: route });
    const body = await bodyOf(request);
    if (body === undefined) {
      response.setHeader('connection', 'close');
      return answer(response, { status: 413, body: 'Larger than 1 MB' });
    }
    try {
      answer(response, await route({ headers: request.headers, query: new URLSearchParams(query), body }));
    } catch (error) {
      onError(error, `${request.method} ${path}`);
      answer(response, { status: 500 });
    }
  }

  const server: Server = createServer({ requestTimeout: receiveTimeout }, (request, response) => {
    const work = handle(request, response)
      .catch((error: unknown) => {
        // The sender went away, or what it sent is no HTTP.
        if (!request.destroyed) onError(error, `${request.method} ${request.url}`);
        response.destroy();
      })
      .finally(() => running.delete(work));
    running.add(work);
  });

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve(portOf(server.address()));
        });
      }),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      while (running.size > 0) await Promise.allSettled(running);
      server.closeIdleConnections();
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}
