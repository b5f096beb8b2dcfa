import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { type GitHubClient, GitHubRefusal } from '../github/client.ts';
import { answerJson, answerText } from '../slack/http/answer.ts';
import { parseJson, readBody } from '../slack/http/read-body.ts';
import type { Sandbox } from '../slack/people/sandbox.ts';
import { NotPossible, SlackError } from '../slack/state/slack-error.ts';
import { announcements } from './changed.ts';
import type { ClockShown, Guide } from './contract.ts';
import { pageRoutes } from './page-routes.ts';
import { assetAt, contentSecurityPolicy } from './serve-modules.ts';
import type { Cast } from './world-shown.ts';

/** A clock that the page may move. */
export interface PageClock {
  shown(): Promise<ClockShown>;
  /** Forward only; milliseconds. Throws NotPossible for a time that is over. */
  moveTo(at: number): Promise<void>;
}

/** How the page is started. */
export interface PageOptions {
  readonly slack: Sandbox;
  readonly github: GitHubClient;
  /** Where the local GitHub's own pages would be. */
  readonly githubUrl: string;
  /** 0: any free port. */
  readonly port: number;
  readonly cast: Cast;
  /** Id of the channel that is opened first. */
  readonly home: string;
  readonly clock?: PageClock | undefined;
  /** What a newcomer could do next. */
  readonly guide?: (() => Promise<Guide>) | undefined;
}

/** A running page. */
export interface Page {
  /** Where a browser finds it, with its slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const local = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const mostBytes = 20 * 1024 * 1024; // a file or two, as base64

/** Whether a request is of this machine, by the page's own name, and where it changes something, from the page itself. */
function isOurs(request: IncomingMessage): boolean {
  const { host = '', origin } = request.headers;
  if (!loopback.has(request.socket.remoteAddress ?? '') || !local.test(host)) return false;
  if (request.method === 'GET') return origin === undefined || origin === `http://${host}`;
  return origin === `http://${host}` && request.headers['content-type'] === 'application/json';
}

/** What was asked for could not be done: a sentence for the person, or a fault of ours. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.destroyed) return; // nobody waits for it any more
  const expected = error instanceof NotPossible || error instanceof SlackError || error instanceof GitHubRefusal;
  if (error instanceof z.ZodError)
    answerJson(response, 400, { error: error.issues.map(({ message }) => message).join(' ') });
  else if (expected) answerJson(response, 409, { error: error.message });
  else {
    console.error('the page:', error);
    answerJson(response, 500, { error: 'Something went wrong in the sandbox; its window says what.' });
  }
}

async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page has no port');
  return address.port;
}

/** Serves the page on 127.0.0.1. Rejects where the port is taken. */
export async function startPage(options: PageOptions): Promise<Page> {
  const changes = announcements({ slack: options.slack.workspace.changes, github: options.github });
  const routes = pageRoutes(options);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(`http://local${request.url ?? '/'}`);
    if (request.method === 'GET' && url.pathname === '/changes') return changes.follow(response);
    const route = routes[`${request.method} ${url.pathname}`];
    if (route !== undefined) {
      if (Number(request.headers['content-length'] ?? 0) > mostBytes)
        throw new NotPossible('That is too large: 15 MB fit.');
      const body = request.method === 'GET' ? undefined : parseJson((await readBody(request)).toString());
      return answerJson(response, 200, (await route(url.searchParams, body)) ?? null);
    }
    const asset = request.method === 'GET' ? assetAt(url.pathname) : undefined;
    if (asset === undefined) return answerText(response, 404, 'There is nothing here.');
    response.writeHead(200, { 'content-type': asset.type }).end(asset.body);
  }

  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', contentSecurityPolicy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    response.setHeader('cache-control', 'no-store');
    if (!isOurs(request)) return answerText(response, 403, 'This page is for this machine only.');
    answer(request, response).catch((error: unknown) => refuse(response, error));
  });
  const port = await listening(server, options.port).catch((error: unknown) => {
    changes.stop();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      changes.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
