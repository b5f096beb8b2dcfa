import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed.ts';

/** An HTTPS server on this machine, by these names, that counts who connects. */
export async function httpsServer(hosts: readonly string[], answer: RequestListener) {
  const { cert, key } = selfSigned(...hosts);
  const seen = { connections: 0, requests: [] as string[] };
  const server = createServer({ cert, key }, (request, response) => {
    seen.requests.push(request.url ?? '');
    answer(request, response);
  });
  server.on('connection', () => {
    seen.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    /** The authority that vouches for it: itself. */
    ca: cert,
    seen,
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
