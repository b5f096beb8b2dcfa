import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bare, bare } from './bare-app.ts';
import { flaw, holds, type Rule, type Size } from './limit-rows.ts';
import { actions, button, dialog, long, mrkdwn, plain } from './payload-parts.ts';

let app: Bare;
beforeAll(async () => {
  app = await bare();
});
afterAll(() => app[Symbol.asyncDispose]());

const confirm = (more: Record<string, unknown>) => button({ confirm: dialog(more) });
const url = (length: number) => `https://e.com/${long(length - 14)}`;
const e = '/blocks/0/elements/0';

const sizes: readonly Size[] = [
  ['button text', 75, 'characters', (n) => button({ text: plain(long(n)) }), `${e}/text/text`],
  ['button value', 2000, 'characters', (n) => button({ value: long(n) }), `${e}/value`],
  ['button url', 3000, 'characters', (n) => button({ url: url(n) }), `${e}/url`],
  [
    'accessibility label',
    75,
    'characters',
    (n) => button({ accessibility_label: long(n) }),
    `${e}/accessibility_label`,
  ],
  ['action_id', 255, 'characters', (n) => button({ action_id: long(n) }), `${e}/action_id`],
  ['confirm title', 100, 'characters', (n) => confirm({ title: plain(long(n)) }), `${e}/confirm/title/text`],
  ['confirm text', 300, 'characters', (n) => confirm({ text: mrkdwn(long(n)) }), `${e}/confirm/text/text`],
  ['confirm button', 30, 'characters', (n) => confirm({ confirm: plain(long(n)) }), `${e}/confirm/confirm/text`],
  ['deny button', 30, 'characters', (n) => confirm({ deny: plain(long(n)) }), `${e}/confirm/deny/text`],
  [
    'date and time: 10 digits',
    9_999_999_999,
    'value',
    (n) => ({ type: 'datetimepicker', initial_date_time: n }),
    `${e}/initial_date_time`,
  ],
];

const rules: readonly Rule[] = [
  ['a button has text', button(), { type: 'button' }, 'missing required field: text', e],
  ['a button is plain text', button(), button({ text: mrkdwn('x') }), 'unsupported type: mrkdwn', `${e}/text/type`],
  [
    'a button url is a URL',
    button({ url: 'https://e.com' }),
    button({ url: 'e.com' }),
    'must be a valid URL',
    `${e}/url`,
  ],
  [
    'button styles',
    button({ style: 'danger' }),
    button({ style: 'default' }),
    'must be one of: primary, danger',
    `${e}/style`,
  ],
  ['no disabled buttons', button(), button({ disabled: true }), 'invalid additional property: disabled', e],
  [
    'a dialog has its four texts',
    confirm({}),
    button({ confirm: { title: plain('x'), text: plain('x'), confirm: plain('x') } }),
    'missing required field: deny',
    `${e}/confirm`,
  ],
  [
    'a dialog title is plain text',
    confirm({}),
    confirm({ title: mrkdwn('x') }),
    'unsupported type: mrkdwn',
    `${e}/confirm/title/type`,
  ],
  [
    'a dialog has no type',
    confirm({}),
    confirm({ type: 'confirm' }),
    'invalid additional property: type',
    `${e}/confirm`,
  ],
  [
    'a date is a date',
    { type: 'datepicker', initial_date: '2028-02-29' },
    { type: 'datepicker', initial_date: '2026-02-29' },
    'must be a valid date',
    `${e}/initial_date`,
  ],
  [
    'a time is a time',
    { type: 'timepicker', initial_time: '23:59' },
    { type: 'timepicker', initial_time: '24:00' },
    'must be a time in the format HH:mm',
    `${e}/initial_time`,
  ],
  [
    'a zone is a zone',
    { type: 'timepicker', timezone: 'Asia/Tokyo' },
    { type: 'timepicker', timezone: 'Tokyo' },
    'must be a valid IANA timezone',
    `${e}/timezone`,
  ],
  ['unknown elements', button(), { type: 'slider' }, 'unsupported type: slider', `${e}/type`],
];

const send = (element: unknown) =>
  app.call('chat.postMessage', { channel: 'C0DEV', text: 'x', blocks: [{ type: 'actions', elements: [element] }] });

holds('buttons, dialogs, pickers', 'invalid_blocks', send, { sizes, rules });

test('an action_id stands once in its block', async () => {
  const twice = [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))];
  const { messages } = await app.call('chat.postMessage', { channel: 'C0DEV', text: 'x', blocks: twice });
  expect(messages).toEqual([flaw('`action_id` a already exists', '/blocks/0/elements/1/action_id')]);
});
