import { z } from 'zod';
import { button, feedbackButtons, iconButton, imageElement, workflowButton } from './buttons.ts';
import { checkboxes, datepicker, datetimepicker, overflow, radioButtons, timepicker } from './choices.ts';
import { anyText, blockId, mrkdwn, plainText } from './composition.ts';
import { emailInput, fileInput, numberInput, plainTextInput, richTextInput, urlInput } from './inputs.ts';
import { selects } from './selects.ts';

/** What a section may carry on its right; a datetimepicker may not. */
const accessory = z.discriminatedUnion('type', [
  button,
  workflowButton,
  imageElement,
  checkboxes,
  radioButtons,
  overflow,
  datepicker,
  timepicker,
  ...selects,
]);

/** Section: text 3,000 or 1 to 10 fields of 2,000. */
export const sectionBlock = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(3000).exactOptional(),
    fields: z.array(anyText(2000)).min(1).max(10).exactOptional(),
    accessory: accessory.exactOptional(),
    expand: z.boolean().exactOptional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'must define either `fields` or `text`');

/** Header: plain text of 150. */
export const headerBlock = z.strictObject({ type: z.literal('header'), block_id: blockId, text: plainText(150) });

export const dividerBlock = z.strictObject({ type: z.literal('divider'), block_id: blockId });

/** Context: 1 to 10 texts and images. */
export const contextBlock = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, plainText(3000), mrkdwn(3000)]))
    .min(1)
    .max(10),
});

/** Actions: 1 to 25 interactive elements. */
export const actionsBlock = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        button,
        workflowButton,
        checkboxes,
        radioButtons,
        overflow,
        datepicker,
        timepicker,
        datetimepicker,
        richTextInput,
        ...selects,
      ]),
    )
    .min(1)
    .max(25),
});

/** Input: label and hint 2,000. */
export const inputBlock = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plainText(2000),
  hint: plainText(2000).exactOptional(),
  optional: z.boolean().exactOptional(),
  dispatch_action: z.boolean().exactOptional(),
  element: z.discriminatedUnion('type', [
    plainTextInput,
    numberInput,
    urlInput,
    emailInput,
    fileInput,
    richTextInput,
    checkboxes,
    radioButtons,
    datepicker,
    timepicker,
    datetimepicker,
    ...selects,
  ]),
});

/** Actions beneath an assistant's answer: 1 to 5. */
export const contextActionsBlock = z.strictObject({
  type: z.literal('context_actions'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [feedbackButtons, iconButton]))
    .min(1)
    .max(5),
});

export const videoBlock = z.strictObject({
  type: z.literal('video'),
  block_id: blockId,
  alt_text: z.string().min(1).max(2000),
  title: plainText(199),
  title_url: z.string().startsWith('https://').max(3000).exactOptional(),
  description: plainText(199).exactOptional(),
  video_url: z.string().startsWith('https://').max(3000),
  thumbnail_url: z.string().startsWith('https://').max(3000),
  author_name: z.string().min(1).max(49).exactOptional(),
  provider_name: z.string().min(1).max(49).exactOptional(),
  provider_icon_url: z.string().startsWith('https://').max(3000).exactOptional(),
});
