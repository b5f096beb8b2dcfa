import { afterAll, beforeAll } from 'vitest';
import { type Bare, bare } from './bare-app.ts';
import { holds, type Rule, type Size } from './limit-rows.ts';
import { long, mrkdwn, option, options, plain, times } from './payload-parts.ts';

let app: Bare;
beforeAll(async () => {
  app = await bare();
});
afterAll(() => app[Symbol.asyncDispose]());

const select = (more: Record<string, unknown>) => ({ type: 'static_select', ...more });
const group = (label: string, count: number) => ({ label: plain(label), options: options(count) });
const groups = (count: number) => times(count, (index) => group(`g${index}`, 1));
const checkboxes = (more: Record<string, unknown>) => ({ type: 'checkboxes', options: options(2), ...more });
const radio = (more: Record<string, unknown>) => ({ type: 'radio_buttons', options: options(2), ...more });
const url = (length: number) => `https://e.com/${long(length - 14)}`;
const described = (length: number) => ({ ...option('o'), description: plain(long(length)) });
const e = '/blocks/0/elements/0';

const notOffered = 'must be one of the provided options';
const one = option('option 1');
const other = option('option 9');
const sizes: readonly Size[] = [
  [
    'placeholder',
    150,
    'characters',
    (n) => select({ options: options(1), placeholder: plain(long(n)) }),
    `${e}/placeholder/text`,
  ],
  ['options of a select', 100, 'items', (n) => select({ options: options(n) }), `${e}/options`],
  ['option groups', 100, 'items', (n) => select({ option_groups: groups(n) }), `${e}/option_groups`],
  [
    'options of a group',
    100,
    'items',
    (n) => select({ option_groups: [group('g', n)] }),
    `${e}/option_groups/0/options`,
  ],
  [
    'label of a group',
    75,
    'characters',
    (n) => select({ option_groups: [group(long(n), 1)] }),
    `${e}/option_groups/0/label/text`,
  ],
  ['option text', 75, 'characters', (n) => select({ options: [option(long(n), 'v')] }), `${e}/options/0/text/text`],
  ['option value', 150, 'characters', (n) => select({ options: [option('o', long(n))] }), `${e}/options/0/value`],
  [
    'option description',
    75,
    'characters',
    (n) => select({ options: [described(n)] }),
    `${e}/options/0/description/text`,
  ],
  ['checkboxes', 10, 'items', (n) => checkboxes({ options: options(n) }), `${e}/options`],
  [
    'checkbox text',
    75,
    'characters',
    (n) => checkboxes({ options: [{ text: mrkdwn(long(n)), value: 'v' }] }),
    `${e}/options/0/text/text`,
  ],
  ['radio buttons', 10, 'items', (n) => radio({ options: options(n) }), `${e}/options`],
  ['overflow options', 5, 'items', (n) => ({ type: 'overflow', options: options(n) }), `${e}/options`],
  [
    'overflow option text',
    75,
    'characters',
    (n) => ({ type: 'overflow', options: [option(long(n), 'v')] }),
    `${e}/options/0/text/text`,
  ],
  [
    'overflow option url',
    3000,
    'characters',
    (n) => ({ type: 'overflow', options: [{ ...option('o'), url: url(n) }] }),
    `${e}/options/0/url`,
  ],
  [
    'initial options within max_selected_items',
    1,
    'items',
    (n) => ({ type: 'multi_static_select', options: options(3), max_selected_items: 1, initial_options: options(n) }),
    `${e}/initial_options`,
  ],
  [
    'initial users within max_selected_items',
    1,
    'items',
    (n) => ({ type: 'multi_users_select', max_selected_items: 1, initial_users: times(n, (index) => `U${index}`) }),
    `${e}/initial_users`,
  ],
];

const rules: readonly Rule[] = [
  [
    'a select has options or groups',
    select({ options: options(1) }),
    select({}),
    'must define either `options` or `option_groups`, not both',
    e,
  ],
  [
    'a select has not both',
    select({ option_groups: groups(1) }),
    select({ options: options(1), option_groups: groups(1) }),
    'must define either `options` or `option_groups`, not both',
    e,
  ],
  [
    'options are not empty',
    select({ options: options(1) }),
    select({ options: [] }),
    'no fewer than 1 items allowed',
    `${e}/options`,
  ],
  [
    'an option of a select is plain text',
    select({ options: [one] }),
    select({ options: [{ text: mrkdwn('o'), value: 'o' }] }),
    'unsupported type: mrkdwn',
    `${e}/options/0/text/type`,
  ],
  [
    'an option of a select has no url',
    select({ options: [one] }),
    select({ options: [{ ...one, url: 'https://e.com' }] }),
    'invalid additional property: url',
    `${e}/options/0`,
  ],
  [
    'an option has a value',
    select({ options: [one] }),
    select({ options: [{ text: plain('o') }] }),
    'missing required field: value',
    `${e}/options/0`,
  ],
  [
    'initial option of a select',
    select({ options: options(2), initial_option: one }),
    select({ options: options(2), initial_option: other }),
    notOffered,
    `${e}/initial_option`,
  ],
  [
    'initial option of a group',
    select({ option_groups: [group('g', 2)], initial_option: one }),
    select({ option_groups: [group('g', 2)], initial_option: other }),
    notOffered,
    `${e}/initial_option`,
  ],
  [
    'initial option with another text',
    select({ options: options(2), initial_option: one }),
    select({ options: options(2), initial_option: option('Option 1', 'option 1') }),
    notOffered,
    `${e}/initial_option`,
  ],
  [
    'initial options of checkboxes',
    checkboxes({ initial_options: [one] }),
    checkboxes({ initial_options: [other] }),
    notOffered,
    `${e}/initial_options`,
  ],
  [
    'initial radio button',
    radio({ initial_option: one }),
    radio({ initial_option: other }),
    notOffered,
    `${e}/initial_option`,
  ],
  [
    'at least one may be selected',
    { type: 'multi_users_select', max_selected_items: 1 },
    { type: 'multi_users_select', max_selected_items: 0 },
    'must be greater than 0',
    `${e}/max_selected_items`,
  ],
  [
    'a conversation filter is not empty',
    { type: 'conversations_select', filter: { include: ['im'] } },
    { type: 'conversations_select', filter: {} },
    'must have at least one property',
    `${e}/filter`,
  ],
];

const send = (element: unknown) =>
  app.call('chat.postMessage', { channel: 'C0DEV', text: 'x', blocks: [{ type: 'actions', elements: [element] }] });

holds('selects, checkboxes, radio buttons, overflow menus', 'invalid_blocks', send, { sizes, rules });
