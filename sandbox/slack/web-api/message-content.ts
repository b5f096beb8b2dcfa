import { z } from 'zod';
import type { Block } from '../block-kit/blocks.ts';
import { identify } from '../block-kit/identify.ts';
import { readMessageBlocks } from '../block-kit/message-blocks.ts';
import { written } from '../block-kit/refusals.ts';
import type { Metadata } from '../state/entities.ts';
import { SlackError } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Arguments } from './arguments.ts';

/** What a message says, as an app gave it. */
export interface Content {
  readonly text: string;
  readonly blocks: Block[] | undefined;
}

const metadataSize = 16 * 1024;
const metadata = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

/** Reads text and blocks; `limit` is the longest text (chat.postMessage 40,000, chat.update 4,000). */
export function readContent(workspace: Workspace, args: Arguments, limit: number): Content {
  const attachments = args.json('attachments', 'invalid_attachments');
  if (attachments !== undefined && !(Array.isArray(attachments) && attachments.length === 0)) {
    throw new SlackError('invalid_attachments', ['[ERROR] this local Slack takes no legacy attachments']);
  }
  const text = args.optional('text') ?? '';
  const markdown = args.optional('markdown_text') ?? '';
  if (markdown !== '' && (text !== '' || args.has('blocks'))) throw new SlackError('markdown_text_conflict');
  const given = markdown === '' ? args.json('blocks', 'invalid_blocks_format') : [{ type: 'markdown', text: markdown }];
  if (text.length > limit) throw new SlackError('msg_too_long');
  const blocks = given === undefined ? undefined : messageBlocks(workspace, given);
  if (text.trim() === '' && (blocks === undefined || blocks.length === 0)) throw new SlackError('no_text');
  return { text, blocks };
}

/** Reads a message's blocks or refuses them in Slack's words. */
function messageBlocks(workspace: Workspace, given: unknown): Block[] {
  const read = readMessageBlocks(given);
  if ('error' in read) {
    const errors = read.flaws.map((flaw) => `${flaw.message} [json-pointer:${flaw.pointer}]`);
    throw new SlackError(read.error, read.flaws.map(written), errors.length > 0 ? { errors } : {});
  }
  return identify(read.blocks, () => workspace.ids.word(5));
}

/** Reads `metadata`; an empty object means none. */
export function readMetadata(args: Arguments): Metadata | undefined {
  const given = args.json('metadata', 'invalid_metadata_format');
  if (given === undefined || (typeof given === 'object' && given !== null && Object.keys(given).length === 0)) {
    return undefined;
  }
  if (JSON.stringify(given).length > metadataSize) throw new SlackError('metadata_too_large');
  const read = metadata.safeParse(given);
  if (!read.success) throw new SlackError('invalid_metadata_format');
  return read.data;
}
