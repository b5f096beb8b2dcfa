import { z } from 'zod';
import type { Owed } from '../release/owed.ts';

/** A job names what is owed; the worker reads again whether it still is. No secrets, no payloads: a queue may be read by others. */
export const effectJob = z.strictObject({ release: z.string(), key: z.string() });
export type EffectJob = z.infer<typeof effectJob>;

/** The job that brings the card up to date: owed by the projection, not by the log. */
export const cardKey = 'card';

interface QueuePort {
  add(job: {
    readonly name: string;
    readonly id: string;
    readonly data: EffectJob;
    readonly delayMs?: number;
  }): Promise<void>;
}

/** Enqueues an effect. A step's id may hold a folder's name, and so a `:`, which BullMQ refuses in an id. `wake` tells one reason to look from the next; the same effect for the same reason is one job. */
export function addEffect(
  queue: QueuePort,
  release: string,
  owed: Pick<Owed, 'key'>,
  wake: string,
  delayMs = 0,
): Promise<void> {
  return queue.add({
    name: 'effect',
    id: `${release}.${owed.key}.${wake}`.replaceAll(':', '%3A'),
    data: { release, key: owed.key },
    delayMs,
  });
}
