import type { Delivery } from './delivery.ts';
import { postDelivery } from './post-delivery.ts';

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
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  stop(): void;
}

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

  const enqueue = (delivery: Delivery): void => {
    tail = tail.then(async () => {
      if (outbox.url === undefined || stopping.signal.aborted) delivery.state = 'missed';
      else await postDelivery(delivery, outbox.url, { ...options, stopping: stopping.signal });
      options.notice();
    });
  };

  const add = (fields: Parameters<Outbox['send']>[0], redelivery: boolean): Delivery => {
    const fresh = {
      state: 'waiting' as const,
      statusCode: 0,
      failure: null,
      deliveredAt: options.now(),
      durationMs: 0,
    };
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
    idle: () => tail,
    stop: () => stopping.abort(),
  };
  return outbox;
}
