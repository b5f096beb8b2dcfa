import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { Outage, RefusedOutside } from '../../release/outside-errors.ts';
import type { Slack } from './client.ts';
import { earlierPost, metadataOf, type WrittenFrom } from './earlier-post.ts';
import { codeOf } from './slack-errors.ts';

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
  /** Also shown in the channel itself, where it goes to a thread. */
  readonly broadcast?: boolean | undefined;
  /** What the message says of releases is as of these versions. */
  readonly from?: WrittenFrom | undefined;
}

/** A message to one person, in the conversation between them and the app. */
type Direct = Pick<Post, 'message' | 'key' | 'from'> & { readonly person: string };

/** The message that stands in Slack: that of an earlier try says what was so then, and `from` when that was. */
interface Posted {
  readonly ts: string;
  readonly from: WrittenFrom | undefined;
}

/** Messages of the app. All throw Outage or RefusedOutside. */
export interface Posts {
  /** Posts once for a key: after a try whose end is unknown, what it posted is looked for by its metadata first. */
  post(post: Post): Promise<Posted>;
  update(message: { readonly channel: string; readonly ts: string; readonly message: Message }): Promise<void>;
  /** The same in the conversation between the app and a person, which it names: it takes no other call where nothing went wrong. */
  postTo(direct: Direct): Promise<Posted & { readonly channel: string }>;
  /** What a try of `postTo` whose end is unknown posted; posts nothing. */
  earlierTo(direct: Pick<Direct, 'person' | 'key'>): Promise<(Posted & { readonly channel: string }) | undefined>;
  /** Shown to one person of the channel, and to nobody later. */
  ephemeral(to: {
    readonly channel: string;
    readonly person: string;
    readonly message: Message;
    readonly thread?: string | undefined;
  }): Promise<void>;
}

const sent = z.object({ channel: z.string(), ts: z.string() });
const opened = z.object({ channel: z.object({ id: z.string() }) });

interface Ports {
  /** True for one process and once. */
  firstTime(id: string): Promise<boolean>;
  /** When that was. */
  firstSeen(id: string): Promise<Date | undefined>;
  /** It did not happen: the next time is the first. */
  forget(id: string): Promise<void>;
}

/** Whether a try that failed posted nothing: Slack limited it, or refused it in its own words. What stands between may answer anything. */
function postedNothing(error: unknown): boolean {
  if (error instanceof Outage) return error.retryAt !== undefined;
  return error instanceof RefusedOutside && codeOf(error.cause) !== undefined;
}

export function slackPosts(slack: Slack, { firstTime, firstSeen, forget }: Ports): Posts {
  /** What the tries before this one posted; undefined where there was none, or it posted nothing. */
  async function earlier(post: Post): Promise<Posted | undefined> {
    const since = await firstSeen(`post:${post.key}`);
    return since === undefined ? undefined : await earlierPost(slack, post, since);
  }

  async function send({ channel, thread, message, key, broadcast = false, from }: Post) {
    const answer = await slack.patiently({ method: 'chat.postMessage', channel }, (client) =>
      client.chat.postMessage({
        channel,
        text: message.text,
        blocks: message.blocks,
        unfurl_links: false,
        unfurl_media: false,
        metadata: metadataOf(key, from),
        ...(thread === undefined
          ? {}
          : broadcast
            ? { thread_ts: thread, reply_broadcast: true as const }
            : { thread_ts: thread }),
      }),
    );
    return { ...sent.parse(answer), from };
  }

  /** A post that is tried for the first time. Where it is certain that nothing was posted, the next try need not look for it. */
  async function sendFirst(post: Post) {
    try {
      return await send(post);
    } catch (error) {
      if (postedNothing(error)) await forget(`post:${post.key}`);
      throw error;
    }
  }

  /** The conversation between the app and a person, opened where there is none: only its id is good for looking into it. */
  async function conversationWith(person: string): Promise<string> {
    const answer = await slack.patiently({ method: 'conversations.open' }, (client) =>
      client.conversations.open({ users: person }),
    );
    return opened.parse(answer).channel.id;
  }

  async function earlierTo({ person, key }: Pick<Direct, 'person' | 'key'>) {
    const since = await firstSeen(`post:${key}`);
    if (since === undefined) return undefined;
    const channel = await conversationWith(person);
    const posted = await earlierPost(slack, { channel, key }, since);
    return posted === undefined ? undefined : { channel, ...posted };
  }

  return {
    async post(post) {
      const isFirst = await firstTime(`post:${post.key}`);
      const { ts, from } = isFirst ? await sendFirst(post) : ((await earlier(post)) ?? (await send(post)));
      return { ts, from };
    },
    async postTo({ person, ...said }) {
      const post = { ...said, channel: person };
      if (await firstTime(`post:${post.key}`)) return await sendFirst(post);
      return (await earlierTo({ person, key: post.key })) ?? (await send(post));
    },
    earlierTo,
    async update({ channel, ts, message }) {
      await slack.patiently({ method: 'chat.update', channel }, (client) =>
        client.chat.update({ channel, ts, text: message.text, blocks: message.blocks }),
      );
    },
    async ephemeral({ channel, person, message, thread }) {
      await slack.quickly({ method: 'chat.postEphemeral', channel }, (client) =>
        client.chat.postEphemeral({
          channel,
          user: person,
          text: message.text,
          blocks: message.blocks,
          ...(thread === undefined ? {} : { thread_ts: thread }),
        }),
      );
    },
  };
}
