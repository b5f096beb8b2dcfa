import type { App } from '@slack/bolt';
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true }) as const;
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const placeholder = (text: string) => ({ placeholder: plain(text) });

type Element = InputBlock['element'];

/** An input of each kind, by the label that people find it under; its block is called so too. */
const elements: Readonly<Record<string, Element>> = {
  Name: { type: 'plain_text_input', min_length: 3, ...placeholder('Three letters or more') },
  Story: { type: 'plain_text_input', multiline: true, ...placeholder('In some lines') },
  Amount: { type: 'number_input', is_decimal_allowed: true, max_value: '10', ...placeholder('Ten at most') },
  Address: { type: 'url_text_input', ...placeholder('https://') },
  Mail: { type: 'email_text_input', ...placeholder('somebody@example.com') },
  Colour: { type: 'static_select', options: ['Red', 'Green', 'Blue'].map(option), ...placeholder('One colour') },
  Fruits: { type: 'multi_static_select', options: ['Apple', 'Pear', 'Plum'].map(option), ...placeholder('Any fruit') },
  City: { type: 'external_select', action_id: 'City', ...placeholder('Type a city') },
  Stops: { type: 'multi_external_select', action_id: 'Stops', min_query_length: 1, ...placeholder('Type cities') },
  Owner: { type: 'users_select', ...placeholder('One person') },
  Guests: { type: 'multi_users_select', ...placeholder('Some people') },
  Channel: { type: 'channels_select', ...placeholder('One channel') },
  Conversation: { type: 'conversations_select', ...placeholder('One conversation') },
  Channels: { type: 'multi_channels_select', ...placeholder('Some channels') },
  Conversations: { type: 'multi_conversations_select', ...placeholder('Some conversations') },
  Extras: { type: 'checkboxes', options: ['Milk', 'Sugar', 'Lemon'].map(option) },
  Size: { type: 'radio_buttons', options: ['Small', 'Large'].map(option) },
  Day: { type: 'datepicker' },
  Hour: { type: 'timepicker' },
  Moment: { type: 'datetimepicker' },
  Papers: { type: 'file_input', max_files: 2 },
  Letter: { type: 'rich_text_input', ...placeholder('Dear all') },
};

/** The labels of all inputs, in their order. */
export const labels: readonly string[] = Object.keys(elements);

/** The hint of an input. */
export const hintOf = (label: string): string => `What is asked for as ${label}.`;
/** What the app says is wrong with an input. */
export const errorOf = (label: string): string => `${label} is not yet right.`;

const inputs = Object.entries(elements).map(([label, element]): InputBlock => {
  const hint = plain(hintOf(label));
  return { type: 'input', block_id: label, label: plain(label), hint, element: { ...element, action_id: label } };
});

const confirm = { title: plain('Sure?'), text: plain('It rings at once.'), confirm: plain('Ring'), deny: plain('No') };

const beside: readonly KnownBlock[] = [
  {
    type: 'section',
    text: plain('A bell'),
    accessory: { type: 'button', action_id: 'bell', text: plain('Ring the bell'), confirm },
  },
  {
    type: 'section',
    text: plain('A menu'),
    accessory: { type: 'overflow', action_id: 'menu', options: [option('First'), option('Second')] },
  },
  {
    type: 'section',
    block_id: 'Toppings',
    text: plain('Toppings'),
    accessory: { type: 'checkboxes', action_id: 'Toppings', options: [option('Nuts'), option('Honey')] },
  },
  { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('Ask me more') }] },
];

const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Everything'),
  submit: plain('Order'),
  blocks: [...beside, ...inputs],
};

const more: ModalView = {
  type: 'modal',
  callback_id: 'more',
  title: plain('One thing more'),
  submit: plain('Add'),
  blocks: [
    {
      type: 'input',
      block_id: 'Wish',
      label: plain('Wish'),
      element: { type: 'plain_text_input', action_id: 'Wish' },
    },
  ],
};

/** What the app heard, in the order in which it did. */
export type Heard = { readonly what: string; readonly of?: unknown }[];

/** An app that asks for everything by `/form`, and sends the first complete answer back with an error in each field. */
export function formApp(heard: Heard): (app: App) => void {
  let refuse = true;
  return (app) => {
    app.command('/form', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: form });
    });
    app.options(/^(City|Stops)$/, async ({ ack, payload }) => {
      const cities = ['Bergamo', 'Bergen', 'Berlin'].filter((one) => one.toLowerCase().startsWith(payload.value));
      await ack({ options: cities.map(option) });
    });
    app.action({ type: 'block_actions' }, async ({ ack, action, body, client }) => {
      await ack();
      heard.push({ what: action.action_id, ...('selected_option' in action ? { of: action.selected_option } : {}) });
      if (action.action_id === 'more') await client.views.push({ trigger_id: body.trigger_id, view: more });
    });
    app.view('more', async ({ ack, view }) => {
      await ack();
      heard.push({ what: 'more', of: view.state.values });
    });
    app.view('form', async ({ ack, view }) => {
      heard.push({ what: 'form', of: view.state.values });
      await (refuse
        ? ack({ response_action: 'errors', errors: Object.fromEntries(labels.map((one) => [one, errorOf(one)])) })
        : ack());
      refuse = false;
    });
  };
}
