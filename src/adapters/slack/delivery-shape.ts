import { parse } from 'node:querystring';
import { z } from 'zod';

/** What a request of Slack's holds, as far as Bolt counts on it. */
export type Delivery =
  | { readonly kind: 'delivery'; readonly body: Record<string, unknown> }
  /** Slack asks whether this URL is ours. */
  | { readonly kind: 'challenge'; readonly challenge: string }
  /** Slack asks whether the certificate is good; it comes unsigned. */
  | { readonly kind: 'ssl-check' }
  | { readonly kind: 'malformed' };

const text = z.string().min(1);
const person = z.looseObject({ id: text, team_id: z.string().nullish() });
const common = { user: person, team: z.looseObject({ id: text }).nullish() };
const view = z.looseObject({ id: text, callback_id: z.string().default('') });

/** Bolt 5.1 throws outside of any listener, or answers nothing, where one of these is missing. */
const shapes = z.union([
  z.looseObject({ command: text, user_id: text, team_id: text, channel_id: text, trigger_id: text }),
  z.looseObject({
    type: z.literal('block_actions'),
    ...common,
    actions: z.array(z.looseObject({ action_id: z.string(), type: z.string() })).min(1),
  }),
  z.looseObject({ type: z.enum(['view_submission', 'view_closed']), ...common, view }),
  z.looseObject({ type: z.literal('block_suggestion'), ...common, action_id: z.string(), value: z.string() }),
  z.looseObject({ type: z.enum(['shortcut', 'message_action']), ...common, callback_id: z.string() }),
  z.looseObject({ type: z.literal('event_callback'), event: z.looseObject({ type: text }) }),
]);
const challenge = z.object({ type: z.literal('url_verification'), challenge: z.string() });
const record = z.record(z.string(), z.unknown());

function json(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether Bolt can be given this body without it dying or hanging on it. */
export function isDelivery(body: unknown): boolean {
  return shapes.safeParse(body).success;
}

/** Reads a request's body: a form (with or without a charset) whose `payload` holds JSON, or JSON. */
export function readDelivery(contentType: string | undefined, body: string): Delivery {
  const isForm = contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';
  const form = isForm ? parse(body) : undefined;
  if (form?.['ssl_check'] === '1' && form['command'] === undefined) return { kind: 'ssl-check' };
  const payload = form?.['payload'];
  const read = form === undefined ? json(body) : payload === undefined ? { ...form } : json(String(payload));
  const asked = challenge.safeParse(read);
  if (asked.success) return { kind: 'challenge', challenge: asked.data.challenge };
  const known = record.safeParse(read);
  return known.success && isDelivery(known.data) ? { kind: 'delivery', body: known.data } : { kind: 'malformed' };
}
