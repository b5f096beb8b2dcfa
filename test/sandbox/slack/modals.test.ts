import { describe, expect, test } from 'vitest';
import { type Bare, bare, record } from './bare-app.ts';
import { actions, button, input, modal, options, plain, section, text } from './payload-parts.ts';

const simple = (title: string, more: Record<string, unknown> = {}) =>
  modal([section(plain(title))], { title: plain(title), ...more });
const press = modal([actions(button({ action_id: 'go' }))]);

async function open(app: Bare, view: unknown): Promise<Record<string, unknown>> {
  const answer = await app.call('views.open', { trigger_id: await app.trigger(), view });
  expect(answer).toMatchObject({ ok: true });
  return record(answer['view']);
}

/** The trigger of a click in the top modal. */
async function clicked(app: Bare): Promise<string> {
  await app.client.person('maria').clicks('Go', { in: 'modal' });
  return String(app.received.at(-1)?.payload['trigger_id']);
}

describe('triggers', () => {
  test('open one modal, once', async () => {
    await using app = await bare();
    const trigger_id = await app.trigger();
    expect((await app.call('views.open', { trigger_id, view: simple('a') })).ok).toBe(true);
    expect((await app.call('views.open', { trigger_id, view: simple('b') })).error).toBe('exchanged_trigger_id');
    expect((await app.call('views.open', { trigger_id: '1.2.3', view: simple('c') })).error).toBe('invalid_trigger_id');
  });

  test('live 3 seconds', async () => {
    let now = Date.UTC(2026, 0, 1);
    await using app = await bare({ now: () => now });
    const [punctual, late] = [await app.trigger(), await app.trigger()];
    now += 3000;
    expect((await app.call('views.open', { trigger_id: punctual, view: simple('a') })).ok).toBe(true);
    now += 1;
    expect((await app.call('views.open', { trigger_id: late, view: simple('b') })).error).toBe('expired_trigger_id');
  });

  test('a refused view does not use its trigger up', async () => {
    await using app = await bare();
    const trigger_id = await app.trigger();
    expect((await app.call('views.open', { trigger_id, view: modal([]) })).error).toBe('invalid_arguments');
    expect((await app.call('views.open', { trigger_id, view: simple('a') })).ok).toBe(true);
  });
});

describe('the stack of modals', () => {
  test('is three deep', async () => {
    await using app = await bare();
    const root = await open(app, press);
    const second = await app.call('views.push', { trigger_id: await clicked(app), view: press });
    const third = await app.call('views.push', { trigger_id: await clicked(app), view: press });
    expect(record(third['view'])).toMatchObject({
      root_view_id: root['id'],
      previous_view_id: record(second['view'])['id'],
    });
    const fourth = { trigger_id: await clicked(app), view: press };
    expect((await app.call('views.push', fourth)).error).toBe('push_limit_reached');
    expect((await app.call('views.open', fourth)).error).toBe('push_limit_reached');
    expect((await app.client.person('maria').modal())?.depth).toBe(3);
  });

  test('a push needs a trigger of the modal that is open', async () => {
    await using app = await bare();
    await open(app, press);
    expect((await app.call('views.push', { trigger_id: await app.trigger(), view: press })).error).toBe(
      'invalid_trigger_id',
    );
  });

  test('closing one shows the one below; the app hears of it when it asked to', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    await open(app, press);
    const view = simple('Top', { notify_on_close: true, private_metadata: 'mine' });
    await app.call('views.push', { trigger_id: await clicked(app), view });
    await maria.closes();
    expect(app.received.at(-1)?.payload).toMatchObject({
      type: 'view_closed',
      is_cleared: false,
      view: { private_metadata: 'mine' },
    });
    expect((await maria.modal())?.title).toBe('Title');
    const heard = app.received.length;
    await maria.closes();
    expect(await maria.modal()).toBeUndefined();
    expect(app.received.length).toBe(heard);
    await expect(maria.closes()).rejects.toThrow('maria has no modal open');
  });

  test.each([
    ['the cross', {}, { all: true }],
    ['clear_on_close', { clear_on_close: true }, {}],
  ])('%s closes all of them', async (_how, more, options) => {
    await using app = await bare();
    const maria = app.client.person('maria');
    await open(app, { ...press, notify_on_close: true });
    await app.call('views.push', {
      trigger_id: await clicked(app),
      view: simple('Top', { notify_on_close: true, ...more }),
    });
    await maria.closes(options);
    expect(await maria.modal()).toBeUndefined();
    const closed = app.received.filter((one) => one.payload['type'] === 'view_closed');
    expect(closed.map((one) => one.payload['is_cleared'])).toEqual([true, true]);
  });

  test('a view that is gone is not found; an external_id finds one and stands once', async () => {
    await using app = await bare();
    const { id } = await open(app, simple('a', { external_id: 'mine' }));
    expect((await app.call('views.update', { external_id: 'mine', view: simple('b') })).ok).toBe(true);
    const again = { trigger_id: await app.trigger('kenji'), view: simple('c', { external_id: 'other' }) };
    expect((await app.call('views.open', again)).ok).toBe(true);
    const taken = simple('d', { external_id: 'other' });
    expect((await app.call('views.update', { view_id: id, view: taken })).error).toBe('duplicate_external_id');
    await app.client.person('maria').closes();
    expect((await app.call('views.update', { view_id: id, view: simple('e') })).error).toBe('not_found');
    expect((await app.call('views.update', { view: simple('e') })).error).toBe('invalid_arguments');
  });
});

describe('submitting', () => {
  const field = modal([input(text({ action_id: 'a' }), { block_id: 'b', label: plain('Reason') })]);

  /** Opens the form, fills it and submits; the app answers with `body`. */
  async function submit(app: Bare, body: unknown, status = 200) {
    await open(app, field);
    app.answer = () => ({ status, body });
    await app.client.person('maria').fills({ Reason: 'because' });
    return app.client.person('maria').submits();
  }
  const trouble = { kind: 'errors', message: 'We had some trouble connecting. Try again?' };

  test.each([
    ['nothing closes the modal', undefined, 'closed', undefined],
    ['clear closes every modal', { response_action: 'clear' }, 'closed', undefined],
    ['update replaces it', { response_action: 'update', view: simple('Done') }, 'updated', 'Done'],
    ['push lays one on it', { response_action: 'push', view: simple('Next') }, 'pushed', 'Next'],
  ] as const)('%s', async (_what, body, kind, title) => {
    await using app = await bare();
    expect(await submit(app, body)).toEqual({ kind });
    expect((await app.client.person('maria').modal())?.title).toBe(title);
    expect(await app.client.refusals()).toEqual([]);
  });

  test('errors stand beside their inputs until the person changes them', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    const body = { response_action: 'errors', errors: { b: 'Too short' } };
    expect(await submit(app, body)).toEqual({ kind: 'errors', errors: { Reason: 'Too short' } });
    expect((await maria.modal())?.text).toContain('Reason: because\n⚠ Too short');
    await maria.fills({ Reason: 'because of this' });
    expect((await maria.modal())?.errors).toEqual({});
  });

  test.each([
    ['errors bound to no input', { response_action: 'errors', errors: { nowhere: 'x' } }],
    ['empty errors', { response_action: 'errors', errors: {} }],
    ['an unknown action', { response_action: 'reopen' }],
    ['text instead of an action', { text: 'hello' }],
    ['an invalid view', { response_action: 'update', view: modal([]) }],
  ])('%s are refused like Slack does', async (_what, body) => {
    await using app = await bare();
    expect(await submit(app, body)).toEqual(trouble);
    expect(await app.client.refusals()).toMatchObject([{ where: 'ack view_submission' }]);
    expect((await app.client.person('maria').modal())?.text).toContain('because');
  });

  test('an app that fails or does not answer in time: the modal stays', async () => {
    await using app = await bare({ ackTimeoutMs: 100 });
    expect(await submit(app, undefined, 500)).toEqual(trouble);
    app.answer = () => undefined;
    expect(await app.client.person('maria').submits()).toEqual(trouble);
    expect((await app.client.person('maria').modal())?.text).toContain('because');
  });

  test.each([
    ['a required text', text(), '', 'Please complete this required field.'],
    ['required checkboxes', { type: 'checkboxes', options: options(1) }, [], 'Please complete this required field.'],
    ['a short text', text({ min_length: 3 }), 'ab', 'Please enter at least 3 characters.'],
    ['a long text', text({ max_length: 3 }), 'abcd', 'Please enter no more than 3 characters.'],
    ['a word for a number', { type: 'number_input', is_decimal_allowed: true }, 'ten', 'Please enter a valid number.'],
    ['a fraction', { type: 'number_input', is_decimal_allowed: false }, '1.5', 'Please enter a whole number.'],
    [
      'a small number',
      { type: 'number_input', is_decimal_allowed: false, min_value: '2' },
      '1',
      'Please enter a number of 2 or more.',
    ],
    [
      'a large number',
      { type: 'number_input', is_decimal_allowed: false, max_value: '2' },
      '3',
      'Please enter a number of 2 or less.',
    ],
    ['a wrong URL', { type: 'url_text_input' }, 'e.com', 'Please enter a valid URL.'],
    ['a wrong address', { type: 'email_text_input' }, 'me', 'Please enter a valid email address.'],
  ])("Slack's client refuses %s before the app hears of it", async (_what, element, value, error) => {
    await using app = await bare();
    const maria = app.client.person('maria');
    await open(app, modal([input(element, { label: plain('Field') })]));
    await maria.fills({ Field: value });
    expect(await maria.submits()).toEqual({ kind: 'errors', errors: { Field: error } });
    expect(app.received.filter((one) => one.payload['type'] === 'view_submission')).toEqual([]);
  });

  test('response_url_enabled gives a response_url of the chosen channel', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    await open(app, modal([input({ type: 'channels_select', response_url_enabled: true }, { label: plain('Where') })]));
    await maria.fills({ Where: '#dev' });
    await maria.submits();
    const urls = app.received.at(-1)?.payload['response_urls'];
    expect(urls).toMatchObject([{ channel_id: 'C0DEV', response_url: expect.stringContaining('/response/app/') }]);
  });
});
