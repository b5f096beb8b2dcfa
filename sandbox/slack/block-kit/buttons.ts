import { z } from 'zod';
import { actionId, characters, confirm, plainText, slackFile, webAddress } from './composition.ts';

const style = z.enum(['primary', 'danger']).exactOptional();
const accessibilityLabel = characters(75).exactOptional();

/** Button: text 75, value 2,000, url 3,000, accessibility_label 75. */
export const button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId,
  text: plainText(75),
  value: characters(2000).exactOptional(),
  url: webAddress.exactOptional(),
  style,
  confirm,
  accessibility_label: accessibilityLabel,
});

export const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  action_id: actionId,
  text: plainText(75),
  workflow: z.strictObject({
    trigger: z.strictObject({
      url: webAddress,
      customizable_input_parameters: z
        .array(z.strictObject({ name: characters(255), value: z.string() }))
        .exactOptional(),
    }),
  }),
  style,
  accessibility_label: accessibilityLabel,
});

/** Icon button of a context_actions block; `trash` is the only icon. */
export const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  action_id: actionId,
  icon: z.literal('trash'),
  text: plainText(75),
  value: characters(2000).exactOptional(),
  visible_to_user_ids: z.array(characters(255)).exactOptional(),
  accessibility_label: accessibilityLabel,
  confirm,
});

const feedback = z.strictObject({
  text: plainText(75),
  value: characters(2000),
  accessibility_label: accessibilityLabel,
});

export const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  action_id: actionId,
  positive_button: feedback,
  negative_button: feedback,
});

const bySource = (picture: { readonly image_url?: unknown; readonly slack_file?: unknown }) =>
  (picture.image_url === undefined) !== (picture.slack_file === undefined);
const bySourceMessage = 'must define either `image_url` or `slack_file`, not both';

/** Image element: alt text 2,000, one source. */
export const imageElement = z
  .strictObject({
    type: z.literal('image'),
    alt_text: characters(2000),
    image_url: webAddress.exactOptional(),
    slack_file: slackFile.exactOptional(),
  })
  .refine(bySource, bySourceMessage);

/** Image block: alt text 2,000, title 2,000, one source. */
export const imageBlock = z
  .strictObject({
    type: z.literal('image'),
    block_id: characters(255).exactOptional(),
    alt_text: characters(2000),
    title: plainText(2000).exactOptional(),
    image_url: webAddress.exactOptional(),
    slack_file: slackFile.exactOptional(),
  })
  .refine(bySource, bySourceMessage);
