import { describe, expect, test } from 'vitest';
import { type Bare, bare, record } from './bare-app.ts';
import { actions, input, modal, option, options, plain, section, text } from './payload-parts.ts';

const named = (element: Record<string, unknown>, id: string) =>
  input({ ...element, action_id: 'a' }, { block_id: id, label: plain(id), optional: true });

async function open(app: Bare, blocks: unknown, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const answer = await app.call('views.open', { trigger_id: await app.trigger(), view: modal(blocks, more) });
  expect(answer.messages).toEqual([]);
  return record(answer['view']);
}

/** The values of the last submission, by block_id. */
function submitted(app: Bare): Record<string, unknown> {
  const view = record(app.received.at(-1)?.payload['view']);
  const values = record(record(view['state'])['values']);
  return Object.fromEntries(Object.entries(values).map(([block, ofBlock]) => [block, record(ofBlock)['a']]));
}

const elements: readonly (readonly [Record<string, unknown>, unknown, unknown, unknown])[] = [
  [text(), 'typed', { value: 'typed' }, { value: null }],
  [{ type: 'number_input', is_decimal_allowed: true }, '1.5', { value: '1.5' }, { value: null }],
  [{ type: 'url_text_input' }, 'https://e.com/', { value: 'https://e.com/' }, { value: null }],
  [{ type: 'email_text_input' }, 'a@e.com', { value: 'a@e.com' }, { value: null }],
  [
    { type: 'static_select', options: options(2) },
    'option 1',
    { selected_option: { value: 'option 1' } },
    { selected_option: null },
  ],
  [
    { type: 'multi_static_select', options: options(3) },
    ['option 2', 'option 0'],
    { selected_options: [{ value: 'option 2' }, { value: 'option 0' }] },
    { selected_options: [] },
  ],
  [
    { type: 'radio_buttons', options: options(2) },
    'option 1',
    { selected_option: { value: 'option 1' } },
    { selected_option: null },
  ],
  [
    { type: 'checkboxes', options: options(3) },
    ['option 2', 'option 0'],
    { selected_options: [{ value: 'option 0' }, { value: 'option 2' }] },
    { selected_options: [] },
  ],
  [{ type: 'users_select' }, 'kenji', { selected_user: 'U0KENJI' }, { selected_user: null }],
  [
    { type: 'multi_users_select' },
    ['kenji', 'maria'],
    { selected_users: ['U0KENJI', 'U0MARIA'] },
    { selected_users: [] },
  ],
  [{ type: 'conversations_select' }, '#team', { selected_conversation: 'C0TEAM' }, { selected_conversation: null }],
  [
    { type: 'multi_conversations_select' },
    ['#team'],
    { selected_conversations: ['C0TEAM'] },
    { selected_conversations: [] },
  ],
  [{ type: 'channels_select' }, '#dev', { selected_channel: 'C0DEV' }, { selected_channel: null }],
  [
    { type: 'multi_channels_select' },
    ['#dev', '#open'],
    { selected_channels: ['C0DEV', 'C0OPEN'] },
    { selected_channels: [] },
  ],
  [{ type: 'datepicker' }, '2026-01-31', { selected_date: '2026-01-31' }, { selected_date: null }],
  [
    { type: 'timepicker', timezone: 'Asia/Tokyo' },
    '14:30',
    { selected_time: '14:30', timezone: 'Asia/Tokyo' },
    { selected_time: null, timezone: 'Asia/Tokyo' },
  ],
  [
    { type: 'datetimepicker' },
    '2026-07-01T12:00',
    { selected_date_time: Date.UTC(2026, 6, 1, 10) / 1000 },
    { selected_date_time: null },
  ],
  [{ type: 'file_input' }, [{ name: 'a.txt', content: 'abc' }], { files: [{ name: 'a.txt', size: 3 }] }, { files: [] }],
  [{ type: 'rich_text_input' }, 'typed', { rich_text_value: { type: 'rich_text' } }, {}],
];

describe('state.values', () => {
  test.each(elements)('of %o', async (element, wanted, filled, empty) => {
    await using app = await bare();
    const maria = app.client.person('maria');
    await open(app, [named(element, 'input')]);
    await maria.submits();
    expect(submitted(app)).toEqual({ input: { type: element['type'], ...record(empty) } });
    await open(app, [named(element, 'input')]);
    await maria.fills({ input: wanted });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    expect(submitted(app)).toMatchObject({ input: { type: element['type'], ...record(filled) } });
  });

  test('what stands in actions and beside sections is state too; buttons are not', async () => {
    await using app = await bare();
    const accessory = {
      type: 'static_select',
      action_id: 'a',
      options: options(2),
      initial_option: option('option 1'),
    };
    const button = { type: 'button', action_id: 'b', text: plain('x') };
    await open(app, [
      { ...section(plain('x')), block_id: 'beside', accessory },
      { ...actions({ type: 'datepicker', action_id: 'a', initial_date: '2026-01-31' }, button), block_id: 'row' },
      named(text({ initial_value: 'first' }), 'input'),
    ]);
    await app.client.person('maria').submits();
    expect(submitted(app)).toMatchObject({
      beside: { type: 'static_select', selected_option: { value: 'option 1' } },
      row: { type: 'datepicker', selected_date: '2026-01-31' },
      input: { type: 'plain_text_input', value: 'first' },
    });
  });
});

describe('views.update', () => {
  test('keeps the value of an input with the same ids and ignores a new initial value', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    const { id, hash } = await open(app, [named(text({ initial_value: 'one' }), 'kept'), named(text(), 'typed')]);
    await maria.fills({ typed: 'by hand' });
    const blocks = [
      section(plain('new')),
      named(text({ initial_value: 'two' }), 'kept'),
      named(text({ initial_value: 'two' }), 'typed'),
      named(text({ initial_value: 'two' }), 'added'),
    ];
    expect((await app.call('views.update', { view_id: id, hash, view: modal(blocks) })).ok).toBe(true);
    await maria.submits();
    expect(submitted(app)).toMatchObject({
      kept: { value: 'one' },
      typed: { value: 'by hand' },
      added: { value: 'two' },
    });
  });

  test('a new block_id, another action_id or another type starts anew', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    const { id } = await open(app, [named(text(), 'one'), named(text(), 'two'), named(text(), 'three')]);
    await maria.fills({ one: '1', two: '2', three: '3' });
    const other = input(text({ action_id: 'other' }), { block_id: 'two', label: plain('two'), optional: true });
    await app.call('views.update', {
      view_id: id,
      view: modal([named(text(), 'reset'), other, named({ type: 'datepicker' }, 'three')]),
    });
    expect((await maria.modal())?.state).toEqual({
      reset: { a: { type: 'plain_text_input', value: null } },
      two: { other: { type: 'plain_text_input', value: null } },
      three: { a: { type: 'datepicker', selected_date: null } },
    });
  });

  test('a choice that is no longer offered is gone', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    const select = (count: number, more = {}) =>
      named({ type: 'static_select', options: options(count), ...more }, 'one');
    const boxes = (count: number) => named({ type: 'checkboxes', options: options(count) }, 'many');
    const { id } = await open(app, [select(3), boxes(3)]);
    await maria.fills({ one: 'option 2', many: ['option 0', 'option 2'] });
    await app.call('views.update', {
      view_id: id,
      view: modal([select(2, { initial_option: option('option 0') }), boxes(2)]),
    });
    await maria.submits();
    expect(submitted(app)).toMatchObject({
      one: { selected_option: null },
      many: { selected_options: [{ value: 'option 0' }] },
    });
  });

  test('blocks without a block_id of their own lose what was typed', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    const { id } = await open(app, [input(text({ action_id: 'a' }))]);
    await maria.fills({ Label: 'typed' });
    await app.call('views.update', { view_id: id, view: modal([input(text({ action_id: 'a' }))]) });
    expect(Object.values((await maria.modal())?.state ?? {})).toEqual([
      { a: { type: 'plain_text_input', value: null } },
    ]);
  });

  test('a stale hash conflicts, the current one does not, and every update makes a new one', async () => {
    await using app = await bare();
    const { id, hash } = await open(app, [section(plain('x'))]);
    const update = (given: unknown) =>
      app.call('views.update', { view_id: id, hash: given, view: modal([section(plain('y'))]) });
    const first = await update(hash);
    expect(first.ok).toBe(true);
    expect((await update(hash)).error).toBe('hash_conflict');
    expect((await update(record(first['view'])['hash'])).ok).toBe(true);
  });
});
