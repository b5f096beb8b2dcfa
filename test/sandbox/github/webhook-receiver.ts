import { createServer } from 'node:http';
import { Webhooks } from '@octokit/webhooks';
import { afterAll } from 'vitest';
import { z } from 'zod';

const payload = z.looseObject({
  action: z.string().optional(),
  repository: z.looseObject({ full_name: z.string() }),
  sender: z.looseObject({ login: z.string() }),
});

export interface Received {
  readonly id: string;
  readonly event: string;
  readonly genuine: boolean;
  readonly payload: z.infer<typeof payload>;
}

/** Receives webhooks as Slipway does, with the signature checked by Octokit. */
export async function receiveWebhooks(secret: string, answer: () => number = () => 200) {
  const received: Received[] = [];
  const webhooks = new Webhooks({ secret });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const header = (name: string) => String(request.headers[name] ?? '');
      const genuine = await webhooks.verify(body, header('x-hub-signature-256'));
      received.push({
        id: header('x-github-delivery'),
        event: header('x-github-event'),
        genuine,
        payload: payload.parse(JSON.parse(body)),
      });
      response.writeHead(answer()).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  const names = () =>
    received.map(({ event, payload: { action } }) => (action === undefined ? event : `${event}.${action}`));
  return { url: `http://127.0.0.1:${address.port}/`, received, names };
}
