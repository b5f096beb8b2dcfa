import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pauses } from '../../../src/adapters/github/rate-budget.ts';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Reply = (response: ServerResponse, seen: Seen) => void;

/** Answers JSON, with headers. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** A server that answers what it is told, in order, the last again and again: for answers that no ordinary GitHub gives on request. */
export async function scriptedGitHub(...replies: readonly Reply[]) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const one: Seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const reply = replies[Math.min(seen.length, replies.length - 1)];
    seen.push(one);
    reply?.(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Pauses as processes share them, in memory. */
export function sharedPauses(): Pauses & { readonly set: Map<string, Date> } {
  const set = new Map<string, Date>();
  return {
    set,
    pausedUntil: async (scope) => set.get(scope),
    pauseUntil: async (scope, until) => void set.set(scope, until),
  };
}
