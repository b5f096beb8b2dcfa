import type { Block, Interactive } from './blocks.ts';
import type { Flaw } from './refusals.ts';
import { everyBlock, seatsOf } from './walk.ts';

/** Where blocks stand. */
export type Surface = 'message' | 'modal' | 'home';

/** Blocks that do not stand everywhere (Slack's block reference, "Available in surfaces"). */
const blockSurfaces: Partial<Record<Block['type'], readonly Surface[]>> = {
  alert: ['modal'],
  table: ['message', 'home'],
  data_table: ['message', 'home'],
  data_visualization: ['message', 'home'],
  container: ['message', 'home'],
  carousel: ['message', 'home'],
  card: ['message', 'home'],
  markdown: ['message'],
  context_actions: ['message'],
  input: ['modal', 'home', 'message'],
};

/** Elements that do not stand everywhere. */
const elementSurfaces: Partial<Record<Interactive['type'], readonly Surface[]>> = {
  file_input: ['modal'],
  number_input: ['modal'],
  url_text_input: ['modal'],
  email_text_input: ['modal'],
  rich_text_input: ['modal', 'home'],
  datetimepicker: ['modal', 'message'],
  workflow_button: ['message'],
};

/** What is wrong with blocks that each are well formed: surface, ids that repeat, focus. */
export function misplaced(blocks: readonly Block[], surface: Surface, base: string): Flaw[] {
  const found: Flaw[] = [];
  const blockIds = new Set<string>();
  let focused = 0;
  for (const place of everyBlock(blocks, base)) {
    const { block, pointer } = place;
    if (blockSurfaces[block.type]?.includes(surface) === false) {
      found.push({ message: `unsupported type: ${block.type}`, pointer: `${pointer}/type` });
    }
    if (block.block_id !== undefined && blockIds.has(block.block_id)) {
      found.push({ message: `\`block_id\` ${block.block_id} already exists`, pointer: `${pointer}/block_id` });
    }
    if (block.block_id !== undefined) blockIds.add(block.block_id);
    const actionIds = new Set<string>();
    for (const { element, pointer: where } of seatsOf(place)) {
      if (elementSurfaces[element.type]?.includes(surface) === false) {
        found.push({ message: `unsupported type: ${element.type}`, pointer: `${where}/type` });
      }
      if (element.action_id !== undefined && actionIds.has(element.action_id)) {
        found.push({ message: `\`action_id\` ${element.action_id} already exists`, pointer: `${where}/action_id` });
      }
      if (element.action_id !== undefined) actionIds.add(element.action_id);
      if ('focus_on_load' in element && element.focus_on_load === true && ++focused > 1) {
        found.push({ message: 'only one element can have focus_on_load', pointer: `${where}/focus_on_load` });
      }
      if ('response_url_enabled' in element && surface !== 'modal') {
        found.push({ message: 'response_url_enabled is only for modals', pointer: `${where}/response_url_enabled` });
      }
      if ('response_url_enabled' in element && block.type !== 'input') {
        found.push({
          message: 'response_url_enabled is only for input blocks',
          pointer: `${where}/response_url_enabled`,
        });
      }
    }
  }
  return found;
}
