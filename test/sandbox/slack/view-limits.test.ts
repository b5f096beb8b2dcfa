import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bare, bare } from './bare-app.ts';
import { flaw, holds, type Rule, type Size, tooLarge } from './limit-rows.ts';
import { home, input, long, modal, mrkdwn, options, plain, section, text, times } from './payload-parts.ts';

let app: Bare;
beforeAll(async () => {
  app = await bare();
});
afterAll(() => app[Symbol.asyncDispose]());

const field = [input(text())];
const number = (more: Record<string, unknown>) =>
  modal([input({ type: 'number_input', is_decimal_allowed: false, ...more })]);
const file = (more: Record<string, unknown>) => modal([input({ type: 'file_input', ...more })]);
const alert = (length: number) => modal([{ type: 'alert', text: plain(long(length)) }]);
const element = '/view/blocks/0/element';

const sizes: readonly Size[] = [
  ['title', 24, 'characters', (n) => modal(field, { title: plain(long(n)) }), '/view/title/text'],
  ['submit', 24, 'characters', (n) => modal(field, { submit: plain(long(n)) }), '/view/submit/text'],
  ['close', 24, 'characters', (n) => modal(field, { close: plain(long(n)) }), '/view/close/text'],
  ['blocks of a modal', 100, 'items', (n) => modal(times(n, () => ({ type: 'divider' }))), '/view/blocks'],
  [
    'private_metadata',
    3000,
    'characters',
    (n) => modal(field, { private_metadata: long(n) }),
    '/view/private_metadata',
  ],
  ['callback_id', 255, 'characters', (n) => modal(field, { callback_id: long(n) }), '/view/callback_id'],
  ['external_id', 255, 'characters', (n) => modal(field, { external_id: `${n}${long(n - 3)}` }), '/view/external_id'],
  ['label', 2000, 'characters', (n) => modal([input(text(), { label: plain(long(n)) })]), '/view/blocks/0/label/text'],
  ['hint', 2000, 'characters', (n) => modal([input(text(), { hint: plain(long(n)) })]), '/view/blocks/0/hint/text'],
  [
    'initial text',
    3000,
    'characters',
    (n) => modal([input(text({ initial_value: long(n) }))]),
    `${element}/initial_value`,
  ],
  ['max_length', 3000, 'value', (n) => modal([input(text({ max_length: n }))]), `${element}/max_length`],
  ['min_length', 3000, 'value', (n) => modal([input(text({ min_length: n }))]), `${element}/min_length`],
  ['files', 10, 'value', (n) => file({ max_files: n }), `${element}/max_files`],
  ['alert', 200, 'characters', alert, '/view/blocks/0/text/text'],
];

const good = modal(field);
const rules: readonly Rule[] = [
  [
    'a modal has a title',
    good,
    { type: 'modal', blocks: field, submit: plain('x') },
    'missing required field: title',
    '/view',
  ],
  ['a title is plain text', good, modal(field, { title: mrkdwn('x') }), 'unsupported type: mrkdwn', '/view/title/type'],
  ['a modal has blocks', good, modal([]), 'no fewer than 1 items allowed', '/view/blocks'],
  [
    'an input needs a submit',
    good,
    { type: 'modal', title: plain('x'), blocks: field },
    'missing required field: submit',
    '/view',
  ],
  [
    'an input has a label',
    good,
    modal([{ type: 'input', element: text() }]),
    'missing required field: label',
    '/view/blocks/0',
  ],
  [
    'a label is plain text',
    good,
    modal([input(text(), { label: mrkdwn('x') })]),
    'unsupported type: mrkdwn',
    '/view/blocks/0/label/type',
  ],
  [
    'an input holds no button',
    good,
    modal([input({ type: 'button', text: plain('x') })]),
    'unsupported type: button',
    `${element}/type`,
  ],
  [
    'min_length below max_length',
    good,
    modal([input(text({ min_length: 5, max_length: 4 }))]),
    'must be less than or equal to max_length',
    `${element}/min_length`,
  ],
  [
    'initial text within max_length',
    good,
    modal([input(text({ initial_value: 'xxx', max_length: 2 }))]),
    'must be no longer than max_length',
    `${element}/initial_value`,
  ],
  [
    'a number says if decimals are allowed',
    number({}),
    modal([input({ type: 'number_input' })]),
    'missing required field: is_decimal_allowed',
    element,
  ],
  [
    'a number is a text of digits',
    number({ initial_value: '5' }),
    number({ initial_value: 'five' }),
    'must be a number',
    `${element}/initial_value`,
  ],
  [
    'smallest below largest number',
    number({ min_value: '1', max_value: '2' }),
    number({ min_value: '3', max_value: '2' }),
    'cannot be greater than max_value',
    `${element}/min_value`,
  ],
  [
    'a file input takes a file',
    file({ max_files: 1 }),
    file({ max_files: 0 }),
    'must be greater than 0',
    `${element}/max_files`,
  ],
  [
    'a block_id once a view',
    good,
    modal([input(text(), { block_id: 'a' }), input(text(), { block_id: 'a' })]),
    '`block_id` a already exists',
    '/view/blocks/1/block_id',
  ],
  [
    'one focus_on_load',
    modal([input(text({ focus_on_load: true }))]),
    modal(times(2, () => input(text({ focus_on_load: true })))),
    'only one element can have focus_on_load',
    '/view/blocks/1/element/focus_on_load',
  ],
  [
    'what Slack adds is not sent back',
    good,
    modal(field, { hash: '1.x' }),
    'invalid additional property: hash',
    '/view',
  ],
  [
    'private_metadata is a text',
    good,
    modal(field, { private_metadata: { a: 1 } }),
    'must provide a string',
    '/view/private_metadata',
  ],
  [
    'no disabled submit',
    good,
    modal(field, { submit_disabled: true }),
    'invalid additional property: submit_disabled',
    '/view',
  ],
  ['a Home tab does not open as a modal', good, home([{ type: 'divider' }]), 'unsupported type: home', '/view/type'],
];

const open = async (view: unknown) => app.call('views.open', { trigger_id: await app.trigger(), view });

holds('modals', 'invalid_arguments', open, { sizes, rules });

describe('views', () => {
  test('100 blocks and no title on the Home tab', async () => {
    const publish = (view: unknown) => app.call('views.publish', { user_id: 'U0MARIA', view });
    const blocks = (count: number) => times(count, () => ({ type: 'divider' }));
    expect((await publish(home(blocks(100)))).ok).toBe(true);
    expect((await publish(home(blocks(101)))).messages).toEqual([tooLarge(100, 'items', '/view/blocks')]);
    const titled = home(blocks(1), { title: plain('x') });
    expect((await publish(titled)).messages).toEqual([flaw('invalid additional property: title', '/view')]);
  });

  test('250 KB', async () => {
    const wide = {
      type: 'static_select',
      options: options(100).map((one) => ({ ...one, description: plain('é'.repeat(75)) })),
    };
    const view = (count: number) => modal(times(count, () => ({ ...section(plain(long(2600))), accessory: wide })));
    const size = Buffer.byteLength(JSON.stringify(view(1)));
    const fits = Math.floor((250 * 1024) / (size + 1)) - 1;
    expect((await open(view(fits))).ok).toBe(true);
    expect(await open(view(fits + 2))).toMatchObject({ ok: false, error: 'view_too_large' });
  });

  test('a view that is no JSON, or missing', async () => {
    expect((await open('{')).error).toBe('invalid_arguments');
    const trigger_id = await app.trigger();
    expect(await app.call('views.open', { trigger_id })).toMatchObject({ error: 'invalid_arguments' });
  });
});
