import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bare, bare } from './bare-app.ts';
import { flaw, holds, type Rule, type Size, tooLarge } from './limit-rows.ts';
import { actions, button, long, mrkdwn, picture, plain, section, times } from './payload-parts.ts';

let app: Bare;
beforeAll(async () => {
  app = await bare();
});
afterAll(() => app[Symbol.asyncDispose]());

const divider = { type: 'divider' };
const first = '/blocks/0';

const sizes: readonly Size[] = [
  ['blocks a message', 50, 'items', (n) => times(n, () => divider), '/blocks'],
  ['section text', 3000, 'characters', (n) => [section(mrkdwn(long(n)))], `${first}/text/text`],
  ['section fields', 10, 'items', (n) => [{ type: 'section', fields: times(n, () => plain('x')) }], `${first}/fields`],
  [
    'section field',
    2000,
    'characters',
    (n) => [{ type: 'section', fields: [mrkdwn(long(n))] }],
    `${first}/fields/0/text`,
  ],
  ['header', 150, 'characters', (n) => [{ type: 'header', text: plain(long(n)) }], `${first}/text/text`],
  [
    'context elements',
    10,
    'items',
    (n) => [{ type: 'context', elements: times(n, () => plain('x')) }],
    `${first}/elements`,
  ],
  [
    'context text',
    3000,
    'characters',
    (n) => [{ type: 'context', elements: [mrkdwn(long(n))] }],
    `${first}/elements/0/text`,
  ],
  ['actions elements', 25, 'items', (n) => [actions(...times(n, () => button()))], `${first}/elements`],
  ['image alt text', 2000, 'characters', (n) => [picture({ alt_text: long(n) })], `${first}/alt_text`],
  ['image title', 2000, 'characters', (n) => [picture({ title: plain(long(n)) })], `${first}/title/text`],
  [
    'image url',
    3000,
    'characters',
    (n) => [picture({ image_url: `https://e.com/${long(n - 14)}` })],
    `${first}/image_url`,
  ],
  ['block_id', 255, 'characters', (n) => [{ type: 'divider', block_id: long(n) }], `${first}/block_id`],
];

const rules: readonly Rule[] = [
  [
    'a section has a text',
    [section(plain('x'))],
    [section(plain(''))],
    'must be more than 0 characters',
    `${first}/text/text`,
  ],
  [
    'a section has text or fields',
    [section(plain('x'))],
    [{ type: 'section' }],
    'must define either `fields` or `text`',
    first,
  ],
  [
    'a header is plain text',
    [{ type: 'header', text: plain('x') }],
    [{ type: 'header', text: mrkdwn('x') }],
    'unsupported type: mrkdwn',
    `${first}/text/type`,
  ],
  [
    'a context is not empty',
    [{ type: 'context', elements: [plain('x')] }],
    [{ type: 'context', elements: [] }],
    'no fewer than 1 items allowed',
    `${first}/elements`,
  ],
  [
    'a context holds no buttons',
    [{ type: 'context', elements: [picture()] }],
    [{ type: 'context', elements: [button()] }],
    'unsupported type: button',
    `${first}/elements/0/type`,
  ],
  ['actions are not empty', [actions(button())], [actions()], 'no fewer than 1 items allowed', `${first}/elements`],
  [
    'actions hold no text inputs',
    [actions(button())],
    [actions({ type: 'plain_text_input' })],
    'unsupported type: plain_text_input',
    `${first}/elements/0/type`,
  ],
  [
    'an accessory is no datetimepicker',
    [{ ...section(plain('x')), accessory: button() }],
    [{ ...section(plain('x')), accessory: { type: 'datetimepicker' } }],
    'unsupported type: datetimepicker',
    `${first}/accessory/type`,
  ],
  [
    'an image has alt text',
    [picture()],
    [{ type: 'image', image_url: 'https://e.com/a.png' }],
    'missing required field: alt_text',
    first,
  ],
  [
    'an image has a source',
    [picture()],
    [{ type: 'image', alt_text: 'a' }],
    'must define either `image_url` or `slack_file`, not both',
    first,
  ],
  [
    'a block_id once a message',
    [{ ...divider, block_id: 'a' }, divider],
    times(2, () => ({ ...divider, block_id: 'a' })),
    '`block_id` a already exists',
    '/blocks/1/block_id',
  ],
  ['unknown properties', [divider], [{ ...divider, text: 'x' }], 'invalid additional property: text', first],
  ['unknown blocks', [divider], [{ type: 'banner' }], 'unsupported type: banner', `${first}/type`],
  [
    'plan blocks (documents and SDKs disagree)',
    [divider],
    [{ type: 'plan', title: 'x' }],
    'unsupported type: plan',
    `${first}/type`,
  ],
  ['blocks have a type', [divider], [{}], 'missing required field: type', first],
  ['blocks are objects', [divider], ['divider'], 'must provide an object', first],
  [
    'texts have a type',
    [section(plain('x'))],
    [section({ text: 'x' })],
    'missing required field: type',
    `${first}/text`,
  ],
  ['texts are objects', [section(plain('x'))], [section('x')], 'must provide an object', `${first}/text`],
];

const send = (blocks: unknown) => app.call('chat.postMessage', { channel: 'C0DEV', text: 'x', blocks });

holds('blocks of a message', 'invalid_blocks', send, { sizes, rules });

test('text in blocks: 13,200 in all', async () => {
  const all = (last: number) => [...times(4, () => section(plain(long(3000)))), section(plain(long(last)))];
  expect((await send(all(1200))).ok).toBe(true);
  expect(await send(all(1201))).toMatchObject({ ok: false, error: 'msg_blocks_too_long' });
});

test('every flaw is told at once, in `errors` too', async () => {
  const { messages, ...more } = await send([section(plain('')), { type: 'header', text: plain(long(151)) }]);
  expect(messages).toEqual([
    flaw('must be more than 0 characters', '/blocks/0/text/text'),
    tooLarge(150, 'characters', '/blocks/1/text/text'),
  ]);
  expect(more['errors']).toEqual(messages.map((message) => message.replace('[ERROR] ', '')));
});

test.each(['[{', '{"type":"divider"}', '"x"'])('blocks that are no JSON list: %s', async (blocks) => {
  expect((await send(blocks)).error).toBe('invalid_blocks_format');
});
