import { z } from 'zod';
import {
  actionsBlock,
  contextActionsBlock,
  contextBlock,
  dividerBlock,
  headerBlock,
  inputBlock,
  sectionBlock,
  videoBlock,
} from './basic-blocks.ts';
import { imageBlock } from './buttons.ts';
import { alertBlock, cardBlock, carouselBlock, containerBlock } from './card-blocks.ts';
import { dataTableBlock, dataVisualizationBlock, markdownBlock, tableBlock } from './data-blocks.ts';
import { richTextBlock } from './rich-text.ts';

/**
 * Every block this Slack knows. `plan` and `task_card` are refused: documents and SDKs disagree about their fields.
 * `file` is refused too: Slack writes it for remote files, an app may not send it.
 */
export const block = z.discriminatedUnion('type', [
  sectionBlock,
  headerBlock,
  dividerBlock,
  contextBlock,
  actionsBlock,
  inputBlock,
  imageBlock,
  videoBlock,
  richTextBlock,
  markdownBlock,
  tableBlock,
  dataTableBlock,
  dataVisualizationBlock,
  alertBlock,
  cardBlock,
  carouselBlock,
  containerBlock,
  contextActionsBlock,
]);

export type Block = z.infer<typeof block>;
export type BlockOf<T extends Block['type']> = Extract<Block, { type: T }>;

type InputElement = BlockOf<'input'>['element'];
type ActionElement = BlockOf<'actions'>['elements'][number];
type Accessory = NonNullable<BlockOf<'section'>['accessory']>;
type ContextAction = BlockOf<'context_actions'>['elements'][number];
/** Whatever a person can act on. */
export type Interactive = Exclude<InputElement | ActionElement | Accessory | ContextAction, { type: 'image' }>;
