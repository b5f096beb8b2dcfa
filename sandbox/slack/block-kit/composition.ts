import { z } from 'zod';

/** A text of at least one character and at most `max` (UTF-16 units: never fewer than what Slack counts). */
export function characters(max: number) {
  return z.string().min(1).max(max);
}

/** `plain_text` of at most `max` characters (text object reference: 1 to 3,000 unless the field says less). */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: characters(max),
    emoji: z.boolean().exactOptional(),
  });
}

/** `mrkdwn` of at most `max` characters. */
export function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: characters(max),
    verbatim: z.boolean().exactOptional(),
  });
}

/** A text object of either type. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

export type Text = z.infer<ReturnType<typeof anyText>>;

/** block_id: 255 characters. */
export const blockId = characters(255).exactOptional();
/** action_id: 255 characters. */
export const actionId = characters(255).exactOptional();
/** A web address of at most 3,000 characters. */
export const webAddress = characters(3000).regex(/^https?:\/\/\S+$/, 'must be a valid URL');
/** Placeholder of an input: 150 characters. */
export const placeholder = plainText(150).exactOptional();

/** Confirmation dialog: title 100, text 300, confirm and deny 30. */
export const confirm = z
  .strictObject({
    title: plainText(100),
    text: anyText(300),
    confirm: plainText(30),
    deny: plainText(30),
    style: z.enum(['primary', 'danger']).exactOptional(),
  })
  .exactOptional();

export type Confirm = Exclude<z.infer<typeof confirm>, undefined>;

/** Option of a select menu: text 75, value 150, description 75; plain text only, no url. */
export const selectOption = z.strictObject({
  text: plainText(75),
  value: characters(150),
  description: plainText(75).exactOptional(),
});

/** Option of checkboxes and radio buttons: may be mrkdwn. */
export const choiceOption = z.strictObject({
  text: anyText(75),
  value: characters(150),
  description: anyText(75).exactOptional(),
});

/** Option of an overflow menu: may carry a url. */
export const overflowOption = z.strictObject({
  text: plainText(75),
  value: characters(150),
  description: plainText(75).exactOptional(),
  url: webAddress.exactOptional(),
});

/** Option group: label 75, 100 options. */
export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(selectOption).min(1).max(100) });

export type Option = z.infer<typeof choiceOption>;

/** What `block_suggestion` may be answered with: options or option groups, 100 of each. */
export const suggestions = z.union([
  z.strictObject({ options: z.array(selectOption).max(100) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(100) }),
]);

/** When a text input dispatches. */
export const dispatchActionConfig = z
  .strictObject({
    trigger_actions_on: z
      .array(z.enum(['on_enter_pressed', 'on_character_entered']))
      .min(1)
      .max(2),
  })
  .exactOptional();

/** Which conversations a select offers; at least one of the three. */
export const conversationFilter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .exactOptional(),
    exclude_external_shared_channels: z.boolean().exactOptional(),
    exclude_bot_users: z.boolean().exactOptional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, 'must have at least one property')
  .exactOptional();

/** A picture that was uploaded to Slack, by id or by url, not both. */
export const slackFile = z.union([z.strictObject({ id: characters(255) }), z.strictObject({ url: webAddress })]);
