import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** What came of a request: a status, or 0 where the connection was cut before there was one. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly error?: string;
}

/** Sends over connections that stay open, as a load balancer does; `close` ends them. */
export function sender(connections = 32) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (port: number, { method, path, headers, body }: Sent): Promise<Answered> =>
      new Promise((resolve) => {
        const all = { ...headers, 'content-length': body.length };
        const asked = request({ host: '127.0.0.1', port, method, path, headers: all, agent }, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
          );
        });
        asked.on('error', (error) => resolve({ status: 0, text: '', error: error.message }));
        asked.end(body);
      }),
    close: () => agent.destroy(),
  };
}
