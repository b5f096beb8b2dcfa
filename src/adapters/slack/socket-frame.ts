import { z } from 'zod';
import { isDelivery } from './delivery-shape.ts';

/** What arrives on Slack's socket. */
export type Frame =
  /** The connection is ready. */
  | { readonly kind: 'hello' }
  /** Slack wants this connection to end; another may be opened. */
  | { readonly kind: 'disconnect'; readonly reason: string }
  | {
      readonly kind: 'delivery';
      readonly id: string;
      readonly body: Record<string, unknown>;
      readonly retryNum: number | undefined;
      readonly retryReason: string | undefined;
    }
  | { readonly kind: 'unknown' };

const record = z.record(z.string(), z.unknown());
const frame = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('hello') }),
  z.looseObject({ type: z.literal('disconnect'), reason: z.string().default('') }),
  z.looseObject({
    type: z.enum(['slash_commands', 'interactive', 'events_api']),
    envelope_id: z.string().min(1).max(255),
    payload: record,
    retry_attempt: z.number().nullish(),
    retry_reason: z.string().nullish(),
  }),
]);

function json(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads a frame; whatever Slack should never send is `unknown`. */
export function readFrame(data: unknown): Frame {
  const read = typeof data === 'string' ? frame.safeParse(json(data)).data : undefined;
  if (read === undefined) return { kind: 'unknown' };
  if (read.type === 'hello') return { kind: 'hello' };
  if (read.type === 'disconnect') return { kind: 'disconnect', reason: read.reason };
  if (!isDelivery(read.payload)) return { kind: 'unknown' };
  return {
    kind: 'delivery',
    id: read.envelope_id,
    body: read.payload,
    retryNum: read.retry_attempt ?? undefined,
    retryReason: read.retry_reason ?? undefined,
  };
}
