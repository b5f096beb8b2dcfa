import { z } from 'zod';
import { block } from './blocks.ts';
import { plainText } from './composition.ts';
import { textLength } from './message-blocks.ts';
import { type Flaw, flaws } from './refusals.ts';
import { misplaced } from './surfaces.ts';
import { everyBlock } from './walk.ts';

const common = {
  blocks: z.array(block).min(1).max(100),
  private_metadata: z.string().max(3000).exactOptional(),
  callback_id: z.string().max(255).exactOptional(),
  external_id: z.string().max(255).exactOptional(),
};

/** Modal: title, submit, close 24; 100 blocks; private_metadata 3,000. */
const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).exactOptional(),
  close: plainText(24).exactOptional(),
  clear_on_close: z.boolean().exactOptional(),
  notify_on_close: z.boolean().exactOptional(),
  ...common,
});

/** Home tab: no title, no buttons of its own. */
const home = z.strictObject({ type: z.literal('home'), ...common });

const view = z.discriminatedUnion('type', [modal, home]);

export type ViewPayload = z.infer<typeof view>;

/** A view as read, or why Slack refuses it. */
export type ReadView =
  | { readonly view: ViewPayload }
  | { readonly error: 'invalid_arguments' | 'view_too_large'; readonly flaws: Flaw[] };

const viewSize = 250 * 1024; // Slack's views reference: a view must not exceed 250 KB
const markdownLimit = 12_000;

/** Reads a view for its surface. Slack answers `invalid_arguments` for views, `invalid_blocks` for messages. */
export function readView(given: unknown, surface: 'modal' | 'home', base = '/view'): ReadView {
  if (Buffer.byteLength(JSON.stringify(given) ?? '') > viewSize) return { error: 'view_too_large', flaws: [] };
  const read = view.safeParse(given);
  if (!read.success) return { error: 'invalid_arguments', flaws: flaws(read.error.issues, given, base) };
  if (read.data.type !== surface) {
    return {
      error: 'invalid_arguments',
      flaws: [{ message: `unsupported type: ${read.data.type}`, pointer: `${base}/type` }],
    };
  }
  const found = [...misplaced(read.data.blocks, surface, `${base}/blocks`), ...unsubmittable(read.data, base)];
  return found.length > 0 ? { error: 'invalid_arguments', flaws: found } : { view: read.data };
}

function unsubmittable(payload: ViewPayload, base: string): Flaw[] {
  const places = everyBlock(payload.blocks, `${base}/blocks`);
  const found: Flaw[] = [];
  if (
    payload.type === 'modal' &&
    payload.submit === undefined &&
    places.some((place) => place.block.type === 'input')
  ) {
    found.push({ message: 'missing required field: submit', pointer: base });
  }
  const markdown = places.filter((place) => place.block.type === 'markdown');
  if (markdown.reduce((total, place) => total + textLength(place.block), 0) > markdownLimit) {
    found.push({
      message: `markdown blocks must be less than ${markdownLimit + 1} characters in total`,
      pointer: base,
    });
  }
  return found;
}
