import { z } from 'zod';
import {
  actionsBlock,
  contextBlock,
  dividerBlock,
  headerBlock,
  inputBlock,
  sectionBlock,
  videoBlock,
} from './basic-blocks.ts';
import { button, imageBlock, imageElement } from './buttons.ts';
import { anyText, blockId, mrkdwn, plainText } from './composition.ts';
import { tableBlock } from './data-blocks.ts';
import { richTextBlock } from './rich-text.ts';

/** Alert, in modals only: 200 characters. */
export const alertBlock = z.strictObject({
  type: z.literal('alert'),
  block_id: blockId,
  text: anyText(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).exactOptional(),
});

/** Card: title and subtitle 150, body 200, 3 buttons; at least one of hero image, title, body, actions. */
export const cardBlock = z
  .strictObject({
    type: z.literal('card'),
    block_id: blockId,
    hero_image: imageElement.exactOptional(),
    icon: imageElement.exactOptional(),
    title: mrkdwn(150).exactOptional(),
    subtitle: mrkdwn(150).exactOptional(),
    body: mrkdwn(200).exactOptional(),
    actions: z.array(button).min(1).max(3).exactOptional(),
  })
  .refine(
    ({ hero_image, title, body, actions }) => [hero_image, title, body, actions].some((one) => one !== undefined),
    'must define at least one of `hero_image`, `title`, `body`, `actions`',
  );

/** Carousel: 1 to 10 cards. */
export const carouselBlock = z.strictObject({
  type: z.literal('carousel'),
  block_id: blockId,
  elements: z.array(cardBlock).min(1).max(10),
});

const child = z.discriminatedUnion('type', [
  actionsBlock,
  contextBlock,
  dividerBlock,
  headerBlock,
  imageBlock,
  inputBlock,
  richTextBlock,
  sectionBlock,
  tableBlock,
  videoBlock,
]);

/** Container: one title of 150, subtitle 150, 1 to 10 children. */
export const containerBlock = z
  .strictObject({
    type: z.literal('container'),
    block_id: blockId,
    title: plainText(150).exactOptional(),
    rich_text_title: richTextBlock.exactOptional(),
    subtitle: anyText(150).exactOptional(),
    child_blocks: z.array(child).min(1).max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).exactOptional(),
    icon: imageElement.exactOptional(),
    is_collapsible: z.boolean().exactOptional(),
    default_collapsed: z.boolean().exactOptional(),
    has_header_divider: z.boolean().exactOptional(),
  })
  .refine(
    ({ title, rich_text_title }) => (title === undefined) !== (rich_text_title === undefined),
    'must define either `title` or `rich_text_title`, not both',
  );
