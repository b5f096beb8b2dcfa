import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyReader, type Untaken } from './request-body.ts';
import { settled } from './settled.ts';

/**
 * How long a sender may take for its headers, and for all of its request, in milliseconds; looked at every second. Slack
 * and GitHub send in one go, so only who wants to hold connections takes longer.
 */
const patience = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };
/** Far more than Slack, GitHub and a load balancer hold; each costs some 20 kB. */
const mostConnections = 4_000;
/** Slack waits 3 s for an answer and GitHub 10 s; what takes longer than this at a stop is cut off. */
const stopWithin = 5_000;

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
  /** Refuses new connections and waits until what came in is answered, 5 s at most. */
  stop(): Promise<void>;
}

interface Options {
  readonly routes: Routes;
  /** Told of handlers that threw: the caller got a 500. */
  onError(error: unknown, request: string): void;
  /** Told of every answer: the route as `GET /healthz`, or `other` for a path that is none. */
  onAnswer?(route: string, status: number): void;
}

/** Resolves when the answer is with the operating system, or nobody is there to take it. */
function answer(
  response: ServerResponse,
  { status, body = '', type = 'text/plain; charset=utf-8' }: RouteAnswer,
): Promise<void> {
  return new Promise((resolve) => {
    if (response.headersSent || response.destroyed) return resolve();
    response.once('close', resolve).once('finish', resolve);
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
  });
}

const untaken: Readonly<Record<Untaken, RouteAnswer>> = {
  'too large': { status: 413, body: 'Larger than 1 MB' },
  'too many': { status: 503, body: 'Too much at a time' },
};

function routeOf(routes: Routes, method: string, path: string): Route | 404 | 405 {
  const route = Object.hasOwn(routes, `${method} ${path}`) ? routes[`${method} ${path}`] : undefined;
  if (route !== undefined) return route;
  return Object.keys(routes).some((known) => known.endsWith(` ${path}`)) ? 405 : 404;
}

/** The one HTTP server of a process: Slack's requests, GitHub's webhooks and the operator's questions are its routes. */
export function httpServer({ routes, onError, onAnswer }: Options): HttpServer {
  const running = new Set<Promise<void>>();
  const bodyOf = bodyReader();
  let stopping = false;

  /** Answers without looking at the body; the connection ends with it, since the body still stands in it. */
  function refuse(response: ServerResponse, refusal: RouteAnswer): Promise<void> {
    response.setHeader('connection', 'close');
    return answer(response, refusal);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const route = routeOf(routes, request.method ?? 'GET', path);
    if (typeof route === 'number') return await refuse(response, { status: route });
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
      return await refuse(response, { status: 415, body: 'Send it as it is, not compressed' });
    const body = await bodyOf(request);
    if (typeof body === 'string') return await refuse(response, untaken[body]);
    if (stopping) response.setHeader('connection', 'close');
    const answered = route({ headers: request.headers, query: new URLSearchParams(query), body }).catch(
      (error: unknown) => {
        onError(error, `${request.method} ${path}`);
        return { status: 500 };
      },
    );
    await answer(response, await answered);
  }

  const server: Server = createServer(patience, (request, response) => {
    const asked = `${request.method} ${request.url?.split('?', 1)[0]}`;
    const known = Object.hasOwn(routes, asked) ? asked : 'other';
    response.once('finish', () => onAnswer?.(known, response.statusCode));
    const work = handle(request, response)
      .catch(() => void response.destroy()) // the sender went away
      .finally(() => running.delete(work));
    running.add(work);
  });
  server.maxConnections = mostConnections;

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
      stopping = true;
      const closed = new Promise((resolve) => server.close(resolve));
      await settled(running, stopWithin);
      server.closeAllConnections(); // among them those that have sent half a request, whose time Node no longer looks at
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}
