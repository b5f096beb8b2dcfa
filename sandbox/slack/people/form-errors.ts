import type { BlockOf } from '../block-kit/blocks.ts';
import type { View } from '../state/entities.ts';
import type { StateValue } from '../state/input-state.ts';

/** What Slack's own client refuses before the app hears of a submission, by block_id. */
export function formErrors(view: View): Record<string, string> {
  const found: Record<string, string> = {};
  for (const block of view.blocks) {
    if (block.type !== 'input' || block.block_id === undefined) continue;
    const value = view.state.get(block.block_id)?.get(block.element.action_id ?? '');
    const error = value === undefined ? undefined : fieldError(block, value);
    if (error !== undefined) found[block.block_id] = error;
  }
  return found;
}

function isEmpty(value: StateValue): boolean {
  const { type: _type, ...rest } = value;
  const content = Object.entries(rest).find(([key]) => key !== 'timezone')?.[1];
  return (
    content === undefined || content === null || content === '' || (Array.isArray(content) && content.length === 0)
  );
}

function fieldError(block: BlockOf<'input'>, value: StateValue): string | undefined {
  if (isEmpty(value)) return block.optional === true ? undefined : 'Please complete this required field.';
  const { element } = block;
  if (!('value' in value) || value.value === null) return undefined;
  const text = value.value;
  switch (element.type) {
    case 'plain_text_input':
      if (text.length < (element.min_length ?? 0)) return `Please enter at least ${element.min_length} characters.`;
      return text.length > (element.max_length ?? 3000)
        ? `Please enter no more than ${element.max_length ?? 3000} characters.`
        : undefined;
    case 'number_input':
      return numberError(element, text);
    case 'url_text_input':
      return URL.canParse(text) && /^https?:/.test(text) ? undefined : 'Please enter a valid URL.';
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'Please enter a valid email address.';
    default:
      return undefined;
  }
}

function numberError(
  element: Extract<BlockOf<'input'>['element'], { type: 'number_input' }>,
  text: string,
): string | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Please enter a valid number.';
  if (!element.is_decimal_allowed && text.includes('.')) return 'Please enter a whole number.';
  const least = element.min_value;
  const most = element.max_value;
  if (least !== undefined && Number(text) < Number(least)) return `Please enter a number of ${least} or more.`;
  if (most !== undefined && Number(text) > Number(most)) return `Please enter a number of ${most} or less.`;
  return undefined;
}
