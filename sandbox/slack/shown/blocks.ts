import type { Block, BlockOf, Interactive } from '../block-kit/blocks.ts';
import type { Cell } from '../block-kit/data-blocks.ts';
import { everySeat } from '../block-kit/walk.ts';
import type { InputState } from '../state/input-state.ts';
import { readElement, readText } from './elements.ts';
import { type Reader, readMrkdwn } from './mrkdwn.ts';
import { readRichText } from './rich-text.ts';

/** Blocks as a person reads them, a line or more each. */
export function readBlocks(
  reader: Reader,
  blocks: readonly Block[],
  state: InputState,
  errors: Readonly<Record<string, string>> = {},
): string {
  return blocks
    .map((block) => {
      const text = readBlock(reader, block, state);
      const error = errors[block.block_id ?? ''];
      return error === undefined ? text : `${text}\n⚠ ${error}`;
    })
    .filter((text) => text !== '')
    .join('\n');
}

function readBlock(reader: Reader, block: Block, state: InputState): string {
  const element = (one: Interactive) =>
    readElement(reader, one, state.get(block.block_id ?? '')?.get(one.action_id ?? ''));
  switch (block.type) {
    case 'section':
      return readSection(reader, block, element);
    case 'header':
      return block.text.text;
    case 'divider':
      return '---';
    case 'context':
      return block.elements
        .map((one) => (one.type === 'image' ? `[image: ${one.alt_text}]` : readText(reader, one)))
        .join(' ');
    case 'actions':
    case 'context_actions':
      return block.elements.map(element).join(' ');
    case 'input':
      return readInput(block, element(block.element));
    case 'image':
      return `[image: ${block.alt_text}]`;
    case 'video':
      return `[video: ${block.title.text}]`;
    case 'rich_text':
      return readRichText(reader, block);
    case 'markdown':
      return block.text;
    case 'alert':
      return readText(reader, block.text);
    case 'table':
    case 'data_table':
      return block.rows.map((row) => row.map((cell) => readCell(reader, cell)).join(' | ')).join('\n');
    case 'data_visualization':
      return `[chart: ${block.title}]`;
    default:
      return readGroup(reader, block, state, element);
  }
}

function readSection(reader: Reader, block: BlockOf<'section'>, element: (one: Interactive) => string): string {
  const { text, fields = [], accessory } = block;
  const texts = [...(text === undefined ? [] : [text]), ...fields].map((one) => readText(reader, one));
  const beside =
    accessory === undefined ? [] : [accessory.type === 'image' ? `[image: ${accessory.alt_text}]` : element(accessory)];
  return [...texts, ...beside].join('\n');
}

function readInput(block: BlockOf<'input'>, value: string): string {
  const label = `${block.label.text}${block.optional === true ? ' (optional)' : ''}:`;
  const hint = block.hint === undefined ? '' : `\n${block.hint.text}`;
  return `${label}${value.includes('\n') || /^[☐☑○●]/u.test(value) ? '\n' : ' '}${value}${hint}`.trimEnd();
}

function readCell(reader: Reader, cell: Cell): string {
  return cell.type === 'rich_text' ? readRichText(reader, cell) : cell.text;
}

function readGroup(
  reader: Reader,
  block: BlockOf<'card' | 'carousel' | 'container'>,
  state: InputState,
  element: (one: Interactive) => string,
): string {
  if (block.type === 'carousel') return readBlocks(reader, block.elements, state);
  if (block.type === 'card') {
    const texts = [block.title, block.subtitle, block.body].flatMap((one) => one ?? []);
    return [...texts.map((one) => readMrkdwn(reader, one.text)), ...(block.actions ?? []).map(element)].join('\n');
  }
  const rich = block.rich_text_title === undefined ? [] : [readRichText(reader, block.rich_text_title)];
  const heads = [block.title, block.subtitle].flatMap((one) => (one === undefined ? [] : [readText(reader, one)]));
  return [...rich, ...heads, readBlocks(reader, block.child_blocks, state)].join('\n');
}

/** The texts of the buttons in blocks. */
export function buttonTexts(blocks: readonly Block[]): string[] {
  return everySeat(blocks).flatMap(({ element }) => {
    if (element.type === 'button' || element.type === 'workflow_button') return [element.text.text];
    return [];
  });
}

/** The texts of the overflow menus' options in blocks. */
export function menuTexts(blocks: readonly Block[]): string[] {
  return everySeat(blocks).flatMap(({ element }) =>
    element.type === 'overflow' ? element.options.map((option) => option.text.text) : [],
  );
}
