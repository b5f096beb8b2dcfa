import { createHmac } from 'node:crypto';
import type { Delivery } from './delivery.ts';

/** GitHub gives a receiver this long. */
const patienceMs = 10_000;

/** The signature that GitHub sends beside a webhook. */
const signatureOf = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

interface Sender {
  readonly secret: string;
  readonly hookId: number;
  readonly now: () => Date;
  /** Ends what is under way. */
  readonly stopping: AbortSignal;
}

/** Sends one webhook and notes in it what came of it. A receiver that is away stands in the list, as on GitHub. */
export async function postDelivery(delivery: Delivery, url: string, sender: Sender): Promise<void> {
  const began = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: delivery.body,
      redirect: 'manual',
      signal: AbortSignal.any([sender.stopping, AbortSignal.timeout(patienceMs)]),
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'GitHub-Hookshot/sandbox',
        'X-GitHub-Delivery': delivery.guid,
        'X-GitHub-Event': delivery.event,
        'X-GitHub-Hook-ID': String(sender.hookId),
        'X-GitHub-Hook-Installation-Target-Type': 'integration',
        'X-Hub-Signature-256': signatureOf(sender.secret, delivery.body),
      },
    });
    await response.arrayBuffer();
    delivery.statusCode = response.status;
    delivery.state = response.ok ? 'delivered' : 'failed';
  } catch (error) {
    delivery.state = 'failed';
    delivery.failure = error instanceof Error ? error.message : String(error);
  }
  delivery.durationMs = performance.now() - began;
  delivery.deliveredAt = sender.now();
}
