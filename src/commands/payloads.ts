import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { ShownView } from './story.ts';

const text = z.string();
const user = z.object({ id: text, team_id: text.nullish() });
const team = z.object({ id: text }).nullish();
const block = z.custom<KnownBlock>((value) => typeof value === 'object' && value !== null && 'type' in value);
const view = z
  .object({
    id: text,
    type: text.nullish(),
    hash: text.default(''),
    callback_id: text.default(''),
    external_id: text.nullish(),
    private_metadata: text.default(''),
    state: z.object({ values: z.unknown() }).optional(),
    blocks: z.array(block).default([]),
  })
  .transform(
    (v): ShownView => ({
      id: v.id,
      kind: v.type === 'home' ? 'home' : 'modal',
      hash: v.hash,
      callbackId: v.callback_id,
      externalId: v.external_id ?? '',
      privateMetadata: v.private_metadata,
      values: v.state?.values ?? {},
      blocks: v.blocks,
    }),
  );

/** A slash command as Slack sends it. */
export const commandPayload = z.object({
  command: text,
  text: text.default(''),
  user_id: text,
  team_id: text,
  channel_id: text,
  trigger_id: text,
  response_url: text,
});

const chosen = z.object({ value: text.optional() }).nullish();
const action = z.object({
  action_id: text,
  value: text.optional(),
  selected_option: chosen,
  action_ts: text.default(''),
});

/** A click. The first of its actions counts: Slack sends one. */
export const actionPayload = z.object({
  user,
  team,
  trigger_id: text.default(''),
  response_url: text.optional(),
  actions: z.tuple([action], z.unknown()),
  container: z.object({ type: text, message_ts: text.optional(), channel_id: text.optional() }).optional(),
  channel: z.object({ id: text }).nullish(),
  view: view.nullish(),
});
export type ActionPayload = z.output<typeof actionPayload>;

/** A submitted modal. */
export const submissionPayload = z.object({ user, team, trigger_id: text.default(''), view });

/** Somebody opened Slipway's Home or its messages. Its workspace is the one that it was opened in. */
export const homeOpenedPayload = z.object({ team_id: text.nullish(), event: z.object({ user: text, tab: text }) });

/** Somebody mentioned the app in a message; of a message that an app wrote, `bot_id` says so. */
export const mentionPayload = z.object({
  team_id: text.nullish(),
  event: z.object({
    user: text.optional(),
    user_team: text.optional(),
    bot_id: text.optional(),
    text,
    channel: text,
    ts: text,
    thread_ts: text.optional(),
  }),
});

/** A shortcut that somebody used on a message. */
export const shortcutPayload = z.object({
  user,
  team,
  callback_id: text,
  trigger_id: text,
  response_url: text,
  channel: z.object({ id: text }),
  message: z.object({ ts: text, thread_ts: text.optional() }),
});
export type ShortcutPayload = z.output<typeof shortcutPayload>;

/** A select asking for its options. */
export const optionsPayload = z.object({ user, team, action_id: text, value: text, view: view.nullish() });

/** Where a person comes from: their own workspace where Slack says it, else the one they clicked in. */
export function homeOf(payload: z.output<typeof submissionPayload> | ActionPayload): string | undefined {
  return payload.user.team_id ?? payload.team?.id;
}
