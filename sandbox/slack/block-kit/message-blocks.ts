import { z } from 'zod';
import { type Block, block } from './blocks.ts';
import { type Flaw, flaws } from './refusals.ts';
import { misplaced } from './surfaces.ts';
import { everyBlock } from './walk.ts';

/** Blocks of a message as read, or why Slack refuses them and with which error. */
export type MessageBlocks =
  | { readonly blocks: Block[] }
  | { readonly error: 'invalid_blocks' | 'msg_blocks_too_long' | 'invalid_blocks_format'; readonly flaws: Flaw[] };

const messageBlocks = z.array(block).max(50);

/** A message's text in blocks, all together: undocumented, measured in slackapi/bolt-js#2509. */
const allText = 13_200;
const allMarkdown = 12_000;
const allTables = 10_000;
const allDataTables = 20_000;

/** Reads `blocks` of a message: 50 blocks, the sums over a payload, message surfaces. */
export function readMessageBlocks(given: unknown, base = '/blocks'): MessageBlocks {
  if (!Array.isArray(given)) return { error: 'invalid_blocks_format', flaws: [] };
  const read = messageBlocks.safeParse(given);
  if (!read.success) return { error: 'invalid_blocks', flaws: flaws(read.error.issues, given, base) };
  const found = [...misplaced(read.data, 'message', base), ...oversized(read.data, base)];
  if (found.length > 0) return { error: 'invalid_blocks', flaws: found };
  if (textLength(read.data) > allText) return { error: 'msg_blocks_too_long', flaws: [] };
  return { blocks: read.data };
}

function oversized(blocks: readonly Block[], base: string): Flaw[] {
  const places = everyBlock(blocks, base);
  const sum = (type: Block['type']) =>
    places
      .filter(({ block: { type: of } }) => of === type)
      .reduce((total, place) => total + textLength(place.block), 0);
  const found: Flaw[] = [];
  const tooLong = (what: string, limit: number) =>
    found.push({ message: `${what} must be less than ${limit + 1} characters in total`, pointer: base });
  if (sum('markdown') > allMarkdown) tooLong('markdown blocks', allMarkdown);
  if (sum('table') > allTables) tooLong('table cells', allTables);
  if (sum('data_table') > allDataTables) tooLong('data_table cells', allDataTables);
  const charts = places.filter(({ block: { type } }) => type === 'data_visualization').length;
  if (charts > 2) found.push({ message: 'no more than 2 data_visualization blocks allowed', pointer: base });
  return found;
}

/** The characters of every `text` in a value, at any depth. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((total, one) => total + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (total, [key, one]) => total + (key === 'text' && typeof one === 'string' ? one.length : textLength(one)),
    0,
  );
}
