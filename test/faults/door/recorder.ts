import { createServer, type IncomingHttpHeaders } from 'node:http';
import { sender } from './sender.ts';

/** A request as it was signed and sent, byte for byte. */
export interface Recorded {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Stands in front of a process, hands on what comes, and keeps it: somebody who listens on the way. */
export async function recorder(to: () => number) {
  const recorded: Recorded[] = [];
  const onwards = sender();
  const server = createServer((asked, response) => {
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', async () => {
      const { headers, url: path = '/', method = 'POST' } = asked;
      const body = Buffer.concat(parts);
      recorded.push({ path, headers, body });
      const { status, text } = await onwards.send(to(), { method, path, headers, body });
      response.writeHead(status || 502, text.startsWith('{') ? { 'content-type': 'application/json' } : {}).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The recorder has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    recorded,
    close(): void {
      onwards.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
