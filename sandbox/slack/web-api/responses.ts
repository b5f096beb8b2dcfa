import { z } from 'zod';
import type { Block } from '../block-kit/blocks.ts';
import type { Message, ResponseUrl } from '../state/entities.ts';
import { anyMessageAt, edit, post, remove } from '../state/messages.ts';
import { SlackError } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import { Arguments } from './arguments.ts';
import { readContent, readMetadata } from './message-content.ts';

const longest = 40_000;
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).default(false);

const response = z.looseObject({
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag,
  delete_original: flag,
  thread_ts: z.string().exactOptional(),
});

/** Does what an app asks with a message that it answers a command with, or posts to a response_url. */
export function respond(
  workspace: Workspace,
  to: Pick<ResponseUrl, 'user' | 'channel' | 'message'>,
  fields: Readonly<Record<string, unknown>>,
): Message | undefined {
  const read = response.safeParse(fields);
  if (!read.success)
    throw new SlackError(
      'invalid_payload',
      read.error.issues.map(({ message }) => `[ERROR] ${message}`),
    );
  const { response_type, replace_original, delete_original, thread_ts } = read.data;
  const original = to.message === undefined ? undefined : anyMessageAt(workspace, to.channel, to.message);
  if (delete_original) {
    if (original === undefined) throw new SlackError('message_not_found');
    remove(workspace, original);
    return undefined;
  }
  const args = new Arguments(fields);
  const content = readContent(workspace, args, longest);
  if (replace_original) return replace(workspace, original, content);
  const channel = workspace.channels.get(to.channel);
  if (channel === undefined) throw new SlackError('channel_not_found');
  if (channel.archived) throw new SlackError('is_archived');
  const author = workspace.bot.userId;
  const ephemeralTo = response_type === 'ephemeral' ? to.user : undefined;
  const metadata = readMetadata(args);
  return post(workspace, { channel, user: author, ...content, metadata, threadTs: thread_ts, ephemeralTo });
}

function replace(
  workspace: Workspace,
  original: Message | undefined,
  content: { readonly text: string; readonly blocks: Block[] | undefined },
): Message {
  if (original === undefined || !original.fromBot) throw new SlackError('message_not_found');
  edit(workspace, original, content);
  return original;
}
