import { z } from 'zod';
import type { Owed } from '../release/owed.ts';

/**
 * A job names what is owed; the worker reads again whether it still is. No secrets, no payloads: a queue may be read by others.
 * `traceparent` leads back to the click that owes it, where traces are on; what the sweep finds has none, and nothing depends on it.
 */
export const effectJob = z.object({ release: z.string(), key: z.string(), traceparent: z.string().optional() });
export type EffectJob = z.infer<typeof effectJob>;

/** The job that brings the card up to date: owed by the projection, not by the log. */
export const cardKey = 'card';

export interface QueuePort {
  add(job: {
    readonly name: string;
    readonly id: string;
    readonly data: EffectJob;
    readonly delayMs?: number;
  }): Promise<void>;
}

const effects = [
  'card',
  'message',
  'mirror',
  'watch',
  'deadline',
  'direct',
  'remind',
  'wake',
  'file',
  'track',
  'rerun',
  'lesson',
  'withdrawal',
  'freeze',
  'take-out',
  'delegation',
  'escalation',
  'window',
  'told',
  'owners',
  'held',
  'step',
  'other',
] as const;
/** What kind of debt a key names. */
export type Effect = (typeof effects)[number];

/** @param key such as `step.merged.1`. */
export function effectOf(key: string): Effect {
  const [first] = key.split('.', 1);
  return effects.find((one) => one === first) ?? 'other';
}

/** Enqueues an effect. A step's id may hold a folder's name, and so a `:`, which BullMQ refuses in an id. `wake` tells one reason to look from the next; the same effect for the same reason is one job. */
export function addEffect(
  queue: QueuePort,
  release: string,
  { key }: Pick<Owed, 'key'>,
  wake: string,
  delayMs = 0,
): Promise<void> {
  return queue.add({
    name: 'effect',
    id: `${release}.${key}.${wake}`.replaceAll(':', '%3A'),
    data: { release, key },
    delayMs,
  });
}
