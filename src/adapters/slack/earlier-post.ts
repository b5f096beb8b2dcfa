import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Slack } from './client.ts';

const eventType = 'slipway_message';
const pageSize = 200; // Slack recommends no more at a time
const mostPages = 25; // 5000 messages since the post was first tried
const skew = 5 * 60; // seconds by which Slack's clock may be behind ours

/** Versions of releases, by their ids. */
export type WrittenFrom = Readonly<Record<string, number>>;

interface Sought {
  readonly channel: string;
  /** `ts` of the message whose thread it went to. */
  readonly thread?: string | undefined;
  readonly key: string;
}

/** What makes a message known again, and tells of what time its words are. */
export function metadataOf(key: string, from: WrittenFrom | undefined) {
  return { event_type: eventType, event_payload: { key, ...(from === undefined ? {} : { from: { ...from } }) } };
}

const answered = z.object({
  messages: z.array(z.object({ ts: z.string(), metadata: z.unknown().optional() })).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** Read of each message by itself: any app may put anything into the metadata of its own. */
const ours = z.object({
  event_type: z.literal(eventType),
  event_payload: z.object({
    key: z.string(),
    from: z.record(z.string(), z.int()).optional().catch(undefined), // it is ours, whatever an older version wrote there
  }),
});

function pageOf(client: WebClient, { channel, thread }: Sought, oldest: string, cursor: string | undefined) {
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

/** The message of this key. Looks only at what came since the first try, so that neither a long thread nor a busy channel hides it. */
export async function earlierPost(
  slack: Slack,
  sought: Sought,
  since: Date,
): Promise<{ readonly ts: string; readonly from: WrittenFrom | undefined } | undefined> {
  const oldest = String(Math.max(0, Math.floor(since.getTime() / 1000) - skew));
  const method = sought.thread === undefined ? 'conversations.history' : 'conversations.replies';
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await slack.patiently({ method, channel: sought.channel }, (client) =>
      pageOf(client, sought, oldest, cursor),
    );
    const { messages, response_metadata } = answered.parse(answer);
    for (const { ts, metadata } of messages) {
      const payload = ours.safeParse(metadata).data?.event_payload;
      if (payload?.key === sought.key) return { ts, from: payload.from };
    }
    cursor = response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return undefined;
  }
  return undefined;
}
