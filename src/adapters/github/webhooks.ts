import { Webhooks } from '@octokit/webhooks';
import { z } from 'zod';
import type { Route, RouteAnswer } from '../http-server.ts';

interface WebhookPorts {
  readonly secret: string;
  /** True for one process and once: GitHub repeats a delivery with its id when somebody redelivers it. */
  firstTime(id: string): Promise<boolean>;
  storeDown(error: unknown): boolean;
  /** Something happened in `owner/name`. */
  happened(repository: string): Promise<void>;
}

const delivery = z.object({ repository: z.object({ full_name: z.string().max(255) }).optional() });
const deliveryId = /^[\w-]{1,100}$/; // GitHub sends a UUID

function refused(status: number, body: string): RouteAnswer {
  return { status, body };
}

function header(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parsed(body: string): z.infer<typeof delivery> | undefined {
  try {
    return delivery.safeParse(JSON.parse(body)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * `POST /github/webhooks`. A webhook only says that something happened: what happened is read from GitHub, so neither the order nor a lost one matters.
 * Signed and new, or nothing is done. GitHub waits 10 s for the answer and never repeats by itself; polling repairs what is missed.
 */
export function githubWebhooks({ secret, firstTime, storeDown, happened }: WebhookPorts): Route {
  const webhooks = new Webhooks({ secret });
  return async ({ headers, body }) => {
    const signature = header(headers['x-hub-signature-256']);
    const id = header(headers['x-github-delivery']);
    if (signature === undefined || id === undefined) return refused(401, 'Unsigned');
    const text = body.toString('utf8');
    if (text === '' || !(await webhooks.verify(text, signature)))
      return refused(401, 'The signature is not of this webhook secret');
    const told = parsed(text);
    if (told === undefined || !deliveryId.test(id)) return refused(400, 'Not of a known form');
    if (told.repository === undefined) return { status: 200 };
    try {
      if (await firstTime(`github:${id}`)) await happened(told.repository.full_name);
      return { status: 202 };
    } catch (error) {
      if (storeDown(error)) return refused(503, 'The store cannot be reached; polling makes up for it');
      throw error;
    }
  };
}
