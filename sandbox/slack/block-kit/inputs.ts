import { z } from 'zod';
import { actionId, characters, dispatchActionConfig, placeholder } from './composition.ts';
import { richTextBlock } from './rich-text.ts';

const common = { action_id: actionId, focus_on_load: z.boolean().exactOptional(), placeholder };
const dispatching = { ...common, dispatch_action_config: dispatchActionConfig };

/** Text: min_length 0 to 3,000, max_length 1 to 3,000, what is filled in at first between them. */
export const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...dispatching,
    initial_value: z.string().max(3000).exactOptional(),
    multiline: z.boolean().exactOptional(),
    min_length: z.int().min(0).max(3000).exactOptional(),
    max_length: z.int().min(1).max(3000).exactOptional(),
  })
  .refine(({ min_length: min = 0, max_length: max = 3000 }) => min <= max, {
    path: ['min_length'],
    error: 'must be less than or equal to max_length',
  })
  .refine(({ initial_value: text, max_length: max = 3000 }) => text === undefined || text.length <= max, {
    path: ['initial_value'],
    error: 'must be no longer than max_length',
  });

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number');

export const numberInput = z
  .strictObject({
    type: z.literal('number_input'),
    ...dispatching,
    is_decimal_allowed: z.boolean(),
    initial_value: decimal.exactOptional(),
    min_value: decimal.exactOptional(),
    max_value: decimal.exactOptional(),
  })
  .refine(
    ({ min_value: min, max_value: max }) => min === undefined || max === undefined || Number(min) <= Number(max),
    {
      path: ['min_value'],
      error: 'cannot be greater than max_value',
    },
  )
  .refine(
    ({ initial_value: first, min_value: min, max_value: max }) =>
      first === undefined || (Number(first) >= Number(min ?? first) && Number(first) <= Number(max ?? first)),
    { path: ['initial_value'], error: 'must be between min_value and max_value' },
  )
  .refine(
    (input) => input.is_decimal_allowed || ![input.initial_value, input.min_value, input.max_value].some(isFraction),
    {
      path: ['is_decimal_allowed'],
      error: 'decimal values need is_decimal_allowed',
    },
  );

function isFraction(text: string | undefined): boolean {
  return text?.includes('.') === true;
}

export const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...dispatching,
  initial_value: characters(3000).exactOptional(),
});

export const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...dispatching,
  initial_value: characters(3000).exactOptional(),
});

/** Files: 1 to 10 of them (each up to 100 MB at upload). */
export const fileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: actionId,
  filetypes: z.array(characters(255)).min(1).exactOptional(),
  max_files: z.int().min(1).max(10).exactOptional(),
});

export const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...dispatching,
  initial_value: richTextBlock.exactOptional(),
});
