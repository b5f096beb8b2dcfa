import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A place that takes answers by response_url, any number of them, and only counts. */
export async function sink() {
  let count = 0;
  const server = createServer((asked, response) => {
    asked.resume().on('end', () => {
      count += 1;
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sink has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/answer`,
    count: () => count,
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
