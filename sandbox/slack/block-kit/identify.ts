import type { Block } from './blocks.ts';
import { everyBlock, seatsOf } from './walk.ts';

/**
 * Blocks as Slack keeps and echoes them: block ids and action ids that the app left out are made up, `emoji: true` and
 * `verbatim: false` are filled into texts. Changes a copy.
 */
export function identify(blocks: readonly Block[], newId: () => string): Block[] {
  const copy = structuredClone([...blocks]);
  for (const place of everyBlock(copy, '')) {
    place.block.block_id ??= newId();
    for (const { element } of seatsOf(place)) element.action_id ??= newId();
  }
  fillTexts(copy);
  return copy;
}

function fillTexts(value: unknown): void {
  if (Array.isArray(value)) {
    for (const one of value) fillTexts(one);
  } else if (typeof value === 'object' && value !== null) {
    if ('type' in value && value.type === 'plain_text' && !('emoji' in value)) Object.assign(value, { emoji: true });
    if ('type' in value && value.type === 'mrkdwn' && !('verbatim' in value)) Object.assign(value, { verbatim: false });
    for (const one of Object.values(value)) fillTexts(one);
  }
}
