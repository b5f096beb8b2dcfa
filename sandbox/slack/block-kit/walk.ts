import type { Block, Interactive } from './blocks.ts';

/** A block with its JSON pointer; a container's and a carousel's children come after it. */
export interface Place {
  readonly block: Block;
  readonly pointer: string;
}

/** Every block, nested ones included. */
export function everyBlock(blocks: readonly Block[], base: string): Place[] {
  return blocks.flatMap((block, index) => {
    const pointer = `${base}/${index}`;
    const children = block.type === 'container' ? block.child_blocks : block.type === 'carousel' ? block.elements : [];
    const below = block.type === 'container' ? 'child_blocks' : 'elements';
    return [{ block, pointer }, ...everyBlock(children, `${pointer}/${below}`)];
  });
}

/** An interactive element with the block it stands in. */
export interface Seat {
  readonly block: Block;
  readonly element: Interactive;
  readonly pointer: string;
}

/** The interactive elements of one block, not those of nested blocks. */
export function seatsOf({ block, pointer }: Place): Seat[] {
  const seat = (element: Interactive, below: string): Seat => ({ block, element, pointer: `${pointer}/${below}` });
  switch (block.type) {
    case 'actions':
    case 'context_actions':
      return block.elements.map((element, index) => seat(element, `elements/${index}`));
    case 'input':
      return [seat(block.element, 'element')];
    case 'section':
      return block.accessory === undefined || block.accessory.type === 'image'
        ? []
        : [seat(block.accessory, 'accessory')];
    case 'card':
      return (block.actions ?? []).map((element, index) => seat(element, `actions/${index}`));
    default:
      return [];
  }
}

/** Every interactive element in reading order. */
export function everySeat(blocks: readonly Block[], base = '/blocks'): Seat[] {
  return everyBlock(blocks, base).flatMap(seatsOf);
}
