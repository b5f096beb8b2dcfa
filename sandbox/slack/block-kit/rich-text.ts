import { z } from 'zod';
import { blockId, characters, webAddress } from './composition.ts';

const style = z
  .strictObject({
    bold: z.boolean().exactOptional(),
    italic: z.boolean().exactOptional(),
    strike: z.boolean().exactOptional(),
    code: z.boolean().exactOptional(),
    underline: z.boolean().exactOptional(),
    highlight: z.boolean().exactOptional(),
    client_highlight: z.boolean().exactOptional(),
    unlink: z.boolean().exactOptional(),
  })
  .exactOptional();

const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: characters(12_000), style }),
  z.strictObject({
    type: z.literal('link'),
    url: webAddress.or(characters(3000)),
    text: characters(12_000).exactOptional(),
    unsafe: z.boolean().exactOptional(),
    style,
  }),
  z.strictObject({
    type: z.literal('emoji'),
    name: characters(255),
    unicode: z.string().exactOptional(),
    url: z.string().exactOptional(),
    skin_tone: z.int().exactOptional(),
    style,
  }),
  z.strictObject({ type: z.literal('user'), user_id: characters(255), style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: characters(255), style }),
  z.strictObject({ type: z.literal('channel'), channel_id: characters(255), style }),
  z.strictObject({ type: z.literal('team'), team_id: characters(255), style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: characters(255),
    url: webAddress.exactOptional(),
    fallback: z.string().exactOptional(),
    style,
  }),
  z.strictObject({ type: z.literal('color'), value: characters(255), style }),
]);

export type RichTextInline = z.infer<typeof inline>;

const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) });
const border = z.union([z.literal(0), z.literal(1)]).exactOptional();

const part = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section).min(1),
    indent: z.int().min(0).max(8).exactOptional(),
    offset: z.int().min(0).exactOptional(),
    border,
  }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(inline),
    border,
    language: z.string().exactOptional(),
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), border }),
]);

export type RichTextPart = z.infer<typeof part>;

/** The rich_text block, as the composer writes it and as apps may send it. */
export const richTextBlock = z.strictObject({
  type: z.literal('rich_text'),
  block_id: blockId,
  elements: z.array(part).min(1),
});

export type RichText = z.infer<typeof richTextBlock>;
