import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Slack } from './client.ts';

const eventType = 'slipway_message';
const pageSize = 200; // Slack recommends no more at a time
const mostPages = 25; // 5000 messages since the post was first tried
const skew = 5 * 60; // seconds by which Slack's clock may be behind ours

interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export interface Post {
  readonly channel: string;
  /** `ts` of the message whose thread it goes to. */
  readonly thread?: string | undefined;
  readonly message: Message;
  /** Stable: the same message has the same key, whoever posts it and however often it is tried. */
  readonly key: string;
}

/** Messages of the app. All throw Outage or RefusedOutside. */
export interface Posts {
  /** Posts once for a key: after a try whose end is unknown, what it posted is looked for by its metadata first. */
  post(post: Post): Promise<{ readonly ts: string }>;
  update(message: { readonly channel: string; readonly ts: string; readonly message: Message }): Promise<void>;
  /** Shown to one person of the channel, and to nobody later. */
  ephemeral(to: { readonly channel: string; readonly person: string; readonly message: Message }): Promise<void>;
}

interface Ports {
  /** True for one process and once. */
  firstTime(id: string): Promise<boolean>;
  /** When that was. */
  firstSeen(id: string): Promise<Date | undefined>;
}

const read = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        metadata: z.object({ event_type: z.string(), event_payload: z.object({ key: z.unknown() }) }).optional(),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

function pageOf(client: WebClient, { channel, thread }: Post, oldest: string, cursor: string | undefined) {
  const asked = {
    channel,
    oldest,
    limit: pageSize,
    include_all_metadata: true,
    ...(cursor === undefined ? {} : { cursor }),
  };
  return thread === undefined
    ? client.conversations.history(asked)
    : client.conversations.replies({ ...asked, ts: thread });
}

export function slackPosts(slack: Slack, { firstTime, firstSeen }: Ports): Posts {
  /** Looks only at what came since the first try, so that neither a long thread nor a busy channel hides it. */
  async function found(post: Post): Promise<string | undefined> {
    const since = await firstSeen(`post:${post.key}`);
    const oldest = String(Math.max(0, Math.floor((since?.getTime() ?? 0) / 1000) - skew));
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const method = post.thread === undefined ? 'conversations.history' : 'conversations.replies';
      const answer = await slack.patiently({ method, channel: post.channel }, (client) =>
        pageOf(client, post, oldest, cursor),
      );
      const { messages, response_metadata } = read.parse(answer);
      const ours = messages.find(
        ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload.key === post.key,
      );
      if (ours !== undefined) return ours.ts;
      cursor = response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') return undefined;
    }
    return undefined;
  }

  return {
    async post(post) {
      const { channel, thread, message, key } = post;
      const earlier = (await firstTime(`post:${key}`)) ? undefined : await found(post);
      if (earlier !== undefined) return { ts: earlier };
      const { ts } = await slack.patiently({ method: 'chat.postMessage', channel }, (client) =>
        client.chat.postMessage({
          channel,
          text: message.text,
          blocks: message.blocks,
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: eventType, event_payload: { key } },
          ...(thread === undefined ? {} : { thread_ts: thread }),
        }),
      );
      return { ts: z.string().parse(ts) };
    },
    async update({ channel, ts, message }) {
      await slack.patiently({ method: 'chat.update', channel }, (client) =>
        client.chat.update({ channel, ts, text: message.text, blocks: message.blocks }),
      );
    },
    async ephemeral({ channel, person, message }) {
      await slack.quickly({ method: 'chat.postEphemeral', channel }, (client) =>
        client.chat.postEphemeral({ channel, user: person, text: message.text, blocks: message.blocks }),
      );
    },
  };
}
