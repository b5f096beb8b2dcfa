import { createHmac } from 'node:crypto';
import { isoSeconds } from '../git/commits.ts';

/** A webhook as it was, or is to be, sent. A redelivery keeps its guid. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly repositoryId: number;
  readonly installationId: number | null;
  readonly body: string;
  readonly redelivery: boolean;
  /** `missed`: sent to nobody, as when the receiver was away. */
  state: 'waiting' | 'delivered' | 'failed' | 'missed';
  statusCode: number;
  deliveredAt: Date;
  durationMs: number;
}

export interface Outbox {
  url: string | undefined;
  readonly deliveries: readonly Delivery[];
  send(delivery: Pick<Delivery, 'guid' | 'event' | 'action' | 'repositoryId' | 'installationId' | 'body'>): void;
  /** Nothing is sent while paused; with `hold` it waits for `resume`, else it is missed for good. */
  pause(hold: boolean): void;
  /** Sends what was held; `shuffle` in an order drawn from the seed. */
  resume(shuffle?: number): void;
  /** Sends again: one by id, or all of an event, with the guids they had. Returns how many. */
  redeliver(which: { id?: number; guid?: string; event?: string; missed?: boolean }): number;
  present(delivery: Delivery): object;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  stop(): void;
}

/** GitHub gives a receiver this long. */
const patienceMs = 10_000;

/** Fisher-Yates with a small seeded generator: the same seed, the same order. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const copy = [...items];
  let state = seed >>> 0 || 1;
  for (let at = copy.length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (at + 1);
    const [one, two] = [copy[at], copy[other]];
    if (one !== undefined && two !== undefined) [copy[at], copy[other]] = [two, one];
  }
  return copy;
}

/** The signature that GitHub sends beside a webhook. */
export const signatureOf = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Signs and sends webhooks one after the other; never again by itself. */
export function createOutbox(options: {
  url?: string;
  secret: string;
  hookId: number;
  now: () => Date;
  nextId: () => number;
  notice: () => void;
}): Outbox {
  const deliveries: Delivery[] = [];
  const held: Delivery[] = [];
  const stopping = new AbortController();
  let paused: 'hold' | 'miss' | undefined;
  let tail: Promise<void> = Promise.resolve();

  const post = async (delivery: Delivery, url: string): Promise<void> => {
    const began = performance.now();
    try {
      const response = await fetch(url, {
        method: 'POST',
        body: delivery.body,
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(patienceMs)]),
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'GitHub-Hookshot/sandbox',
          'X-GitHub-Delivery': delivery.guid,
          'X-GitHub-Event': delivery.event,
          'X-GitHub-Hook-ID': String(options.hookId),
          'X-GitHub-Hook-Installation-Target-Type': 'integration',
          'X-Hub-Signature-256': signatureOf(options.secret, delivery.body),
        },
      });
      await response.arrayBuffer();
      delivery.statusCode = response.status;
      delivery.state = response.ok ? 'delivered' : 'failed';
    } catch {
      // a receiver that is away is no fault of ours: it stands in the list of deliveries, as on GitHub
      delivery.statusCode = 0;
      delivery.state = 'failed';
    }
    delivery.durationMs = performance.now() - began;
    delivery.deliveredAt = options.now();
    options.notice();
  };

  const enqueue = (delivery: Delivery): void => {
    tail = tail.then(async () => {
      if (outbox.url === undefined || stopping.signal.aborted) delivery.state = 'missed';
      else await post(delivery, outbox.url);
    });
  };

  const add = (fields: Parameters<Outbox['send']>[0], redelivery: boolean): Delivery => {
    const fresh = { state: 'waiting' as const, statusCode: 0, deliveredAt: options.now(), durationMs: 0 };
    const delivery: Delivery = { ...fields, id: options.nextId(), redelivery, ...fresh };
    deliveries.push(delivery);
    return delivery;
  };

  const outbox: Outbox = {
    url: options.url,
    deliveries,
    send(fields) {
      const delivery = add(fields, false);
      if (paused === 'hold') held.push(delivery);
      else if (paused === 'miss') delivery.state = 'missed';
      else enqueue(delivery);
    },
    pause(hold) {
      paused = hold ? 'hold' : 'miss';
    },
    resume(seed) {
      paused = undefined;
      const waiting = held.splice(0);
      for (const delivery of seed === undefined ? waiting : shuffled(waiting, seed)) enqueue(delivery);
    },
    redeliver({ id, guid, event, missed }) {
      const chosen = deliveries.filter(
        (one) =>
          (id === undefined || one.id === id) &&
          (guid === undefined || one.guid === guid) &&
          (event === undefined || one.event === event) &&
          (missed !== true || one.state === 'missed'),
      );
      for (const delivery of chosen) enqueue(add(delivery, true));
      return chosen.length;
    },
    present: (delivery) => ({
      id: delivery.id,
      guid: delivery.guid,
      delivered_at: isoSeconds(delivery.deliveredAt),
      redelivery: delivery.redelivery,
      duration: delivery.durationMs / 1000,
      status: delivery.state === 'delivered' ? 'OK' : 'failed to connect to host',
      status_code: delivery.statusCode,
      event: delivery.event,
      action: delivery.action,
      installation_id: delivery.installationId,
      repository_id: delivery.repositoryId,
      throttled_at: null,
    }),
    idle: () => tail,
    stop: () => stopping.abort(),
  };
  return outbox;
}
