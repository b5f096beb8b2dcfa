import { expect } from 'vitest';

/** What is typed, by label. */
export const typed = {
  Name: 'Ada',
  Story: 'one line\nand another',
  Amount: '7.5',
  Address: 'https://example.com/a?b=1&c=2#d',
  Mail: 'ada@example.com',
  Day: '2026-12-24',
  Hour: '18:30',
  Moment: '2026-12-24T18:30',
  Letter: 'Dear all',
};
/** What is chosen from menus of one choice, as the page names it. */
export const chosen = { Colour: 'green', Owner: 'U0KENJI', Channel: 'C0OPEN', Conversation: 'C0TEAM' };
/** A file of eight bytes. */
export const paper = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('by train') };

const option = (text: string) => ({
  text: { type: 'plain_text', text, emoji: true },
  value: text.toLowerCase(),
});

/** `state.values` as Slack has it of all this; the moment is one of Rome, where Maria lives. */
const values = {
  Name: { type: 'plain_text_input', value: typed.Name },
  Story: { type: 'plain_text_input', value: typed.Story },
  Amount: { type: 'number_input', value: typed.Amount },
  Address: { type: 'url_text_input', value: typed.Address },
  Mail: { type: 'email_text_input', value: typed.Mail },
  Colour: { type: 'static_select', selected_option: option('Green') },
  Fruits: { type: 'multi_static_select', selected_options: [option('Plum'), option('Apple')] },
  City: { type: 'external_select', selected_option: option('Bergen') },
  Stops: { type: 'multi_external_select', selected_options: [option('Berlin'), option('Bergamo')] },
  Owner: { type: 'users_select', selected_user: 'U0KENJI' },
  Guests: { type: 'multi_users_select', selected_users: ['U0LEA', 'U0MARIA'] },
  Channel: { type: 'channels_select', selected_channel: 'C0OPEN' },
  Conversation: { type: 'conversations_select', selected_conversation: 'C0TEAM' },
  Channels: { type: 'multi_channels_select', selected_channels: ['C0OPEN', 'C0DEV'] },
  Conversations: { type: 'multi_conversations_select', selected_conversations: ['C0SECRET', 'C0TEAM'] },
  Extras: { type: 'checkboxes', selected_options: [option('Milk'), option('Lemon')] },
  Size: { type: 'radio_buttons', selected_option: option('Large') },
  Day: { type: 'datepicker', selected_date: typed.Day },
  Hour: { type: 'timepicker', selected_time: typed.Hour },
  Moment: { type: 'datetimepicker', selected_date_time: Date.parse('2026-12-24T18:30+01:00') / 1000 },
  Papers: { type: 'file_input', files: [expect.objectContaining({ name: 'plan.txt', size: 8 })] },
  Letter: {
    type: 'rich_text_input',
    rich_text_value: expect.objectContaining({
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: typed.Letter }] }],
    }),
  },
};

/** What the app is to get. */
export const expected = {
  ...Object.fromEntries(Object.entries(values).map(([label, value]) => [label, { [label]: value }])),
  Toppings: { Toppings: { type: 'checkboxes', selected_options: [option('Honey')] } },
};
