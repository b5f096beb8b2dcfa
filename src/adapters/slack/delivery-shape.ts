import { isUtf8 } from 'node:buffer';
import { parse } from 'node:querystring';
import { z } from 'zod';

/** What a request of Slack's holds, as far as Bolt counts on it. */
export type Delivery =
  | { readonly kind: 'delivery'; readonly body: Record<string, unknown> }
  /** Slack asks whether this URL is ours. */
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'malformed' };

const address = z.url({ protocol: /^https?$/ }).max(2000);
/** Slack's ids, timestamps, hashes and triggers; nothing that a store or an address could stumble over. */
const id = z.string().regex(/^[\w.-]{1,255}$/);
/** Of a person, a team or a channel: short, since it is kept for as long as the process lives. */
const entity = z.string().regex(/^[A-Z\d]{2,20}$/);
const text = z.string();
const mostMentioned = 40_000; // characters of a message
const mostTyped = 4000; // characters of a command's line; what is typed is read by many
const team = z.looseObject({ id: entity }).nullish();
const person = z.looseObject({ id: entity, team_id: entity.nullish() });
const enterprise = z.looseObject({}).nullish();
const common = { user: person, team, enterprise };
const channel = z.looseObject({ id: entity }).nullish();
const block = z.looseObject({ type: text });
const view = z.looseObject({
  id,
  hash: text.max(255).default(''),
  callback_id: text,
  private_metadata: text.default(''),
  state: z.looseObject({ values: z.record(text, z.unknown()).optional() }).optional(),
  blocks: z.array(block).default([]),
});
const chosen = z.looseObject({ value: text.optional() }).nullish();
const action = z.looseObject({
  action_id: text,
  type: text,
  value: text.optional(),
  selected_option: chosen,
  action_ts: text.default(''),
});
const inside = z.looseObject({ type: text, message_ts: id.optional(), channel_id: entity.optional() });
const homeOpened = 'app_home_opened';
const mentioned = 'app_mention';
const placed = {
  channel: z.union([text, z.looseObject({})]).optional(),
  item: z.looseObject({}).optional(),
  subteam: z.looseObject({}).optional(),
};
const event = z.union([
  z.looseObject({ type: z.literal(homeOpened), user: entity, tab: text, ...placed }),
  z.looseObject({
    type: z.literal(mentioned),
    user: entity.optional(),
    text: text.max(mostMentioned),
    channel: entity,
    ts: id,
    thread_ts: id.optional(),
    user_team: entity.optional(),
    bot_id: text.optional(),
    item: z.looseObject({}).optional(),
    subteam: z.looseObject({}).optional(),
  }),
  z.looseObject({
    type: id.refine((type) => type !== homeOpened && type !== mentioned),
    user: z.union([text, z.looseObject({})]).optional(),
    ...placed,
  }),
]);

/** Bolt tells deliveries apart by what they hold, before it looks at their type. */
const notAnother = {
  event: z.undefined().optional(),
  command: z.undefined().optional(),
  name: z.undefined().optional(),
};

/**
 * What Slipway reads of a delivery, and what Bolt 5.1 counts on: it throws outside of any listener, or answers nothing,
 * where one of these is missing or of another kind.
 */
const shapes = z.union([
  z.looseObject({
    command: text.min(1).max(255),
    text: text.max(mostTyped).default(''),
    user_id: entity,
    team_id: entity,
    channel_id: entity,
    trigger_id: id,
    response_url: address,
    event: z.undefined().optional(),
  }),
  z.looseObject({
    type: z.literal('block_actions'),
    ...common,
    trigger_id: id,
    response_url: address.optional(),
    actions: z.tuple([action], action),
    container: inside.optional(),
    channel,
    view: view.nullish(),
    ...notAnother,
  }),
  z.looseObject({
    type: z.enum(['view_submission', 'view_closed']),
    ...common,
    trigger_id: id.default(''),
    view,
    ...notAnother,
    actions: z.undefined().optional(),
  }),
  z.looseObject({
    type: z.literal('block_suggestion'),
    ...common,
    action_id: text,
    value: text,
    channel,
    view: view.nullish(),
    ...notAnother,
  }),
  z.looseObject({
    type: z.literal('shortcut'),
    ...common,
    callback_id: text,
    channel,
    ...notAnother,
    actions: z.undefined().optional(),
  }),
  z.looseObject({
    type: z.literal('message_action'),
    ...common,
    callback_id: text,
    trigger_id: id,
    response_url: address,
    channel: z.looseObject({ id: entity }),
    message: z.looseObject({ ts: id, thread_ts: id.optional() }),
    ...notAnother,
    actions: z.undefined().optional(),
  }),
  z.looseObject({
    type: z.literal('event_callback'),
    team_id: entity.nullish(),
    event,
    authorizations: z.array(z.looseObject({})).nullish(),
  }),
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

const deepest = 64; // Slack's own payloads stay below 20

const isPlainText = (written: string): boolean => written.isWellFormed() && !written.includes('\0');

/** Whether nothing in it is nested so deep that walking it would overflow, and no text is one that a store refuses. */
function isPlain(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return false;
    const below: unknown[] = [];
    for (const one of level) {
      if (typeof one === 'string' && !isPlainText(one)) return false;
      if (typeof one !== 'object' || one === null) continue;
      for (const [key, inner] of Object.entries(one)) {
        if (!isPlainText(key)) return false;
        below.push(inner);
      }
    }
    level = below;
  }
  return true;
}

/** Whether Slipway and Bolt can be given this body without dying or hanging on it. */
export function isDelivery(body: unknown): boolean {
  return shapes.safeParse(body).success && isPlain(body);
}

function isForm(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';
}

/** Slack asks whether the certificate is good; the question may come unsigned. */
export function isSslCheck(contentType: string | undefined, bytes: Buffer): boolean {
  if (!isForm(contentType) || bytes.length > 1000) return false;
  const form = parse(bytes.toString('utf8'));
  return form['ssl_check'] === '1' && form['command'] === undefined;
}

/** Reads a request's body: a form (with or without a charset) whose `payload` holds JSON, or JSON. */
export function readDelivery(contentType: string | undefined, bytes: Buffer): Delivery {
  if (!isUtf8(bytes)) return { kind: 'malformed' };
  const body = bytes.toString('utf8');
  const form = isForm(contentType) ? parse(body) : undefined;
  const payload = form?.['payload'];
  // A form's values are slices that keep the whole body in memory: written anew, each holds its own letters only.
  const read = json(form === undefined ? body : payload === undefined ? JSON.stringify(form) : String(payload));
  const asked = challenge.safeParse(read);
  if (asked.success) return { kind: 'challenge', challenge: asked.data.challenge };
  const known = record.safeParse(read);
  return known.success && isDelivery(known.data) ? { kind: 'delivery', body: known.data } : { kind: 'malformed' };
}
