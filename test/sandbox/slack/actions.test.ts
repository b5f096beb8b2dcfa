import { describe, expect, test } from 'vitest';
import { type Bare, bare, record } from './bare-app.ts';
import { actions, button, home, input, modal, mrkdwn, option, options, plain, section, text } from './payload-parts.ts';

const last = (app: Bare, type: string) =>
  app.received.findLast(({ payload }) => payload['type'] === type)?.payload ?? {};
const post = (app: Bare, blocks: unknown, more = {}) =>
  app.call('chat.postMessage', { channel: 'C0DEV', text: 'x', blocks, ...more });
const open = async (app: Bare, blocks: unknown) =>
  app.call('views.open', { trigger_id: await app.trigger(), view: modal(blocks) });

describe('block_actions', () => {
  test('of a button in a message: everything that Slack sends', async () => {
    await using app = await bare();
    const { ts } = await post(app, [
      { ...actions(button({ action_id: 'go', value: 'v', style: 'primary' })), block_id: 'row' },
    ]);
    await app.client.person('maria').clicks('Go');
    expect(last(app, 'block_actions')).toMatchObject({
      type: 'block_actions',
      team: { id: 'T0ACME', domain: 'acme' },
      user: { id: 'U0MARIA', username: 'maria', name: 'maria', team_id: 'T0ACME' },
      api_app_id: 'A0SLIPWAY',
      token: expect.any(String),
      container: { type: 'message', message_ts: ts, channel_id: 'C0DEV', is_ephemeral: false },
      channel: { id: 'C0DEV', name: 'dev' },
      message: {
        type: 'message',
        ts,
        bot_id: 'B0SLIPWAY',
        app_id: 'A0SLIPWAY',
        blocks: [{ type: 'actions', block_id: 'row' }],
      },
      state: { values: {} },
      trigger_id: expect.stringMatching(/^\w+\.\w+\.\w+$/),
      response_url: expect.stringContaining('/response/actions/T0ACME/'),
      enterprise: null,
      is_enterprise_install: false,
      actions: [
        {
          type: 'button',
          action_id: 'go',
          block_id: 'row',
          text: { type: 'plain_text', text: 'Go', emoji: true },
          value: 'v',
          style: 'primary',
          action_ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
        },
      ],
    });
  });

  test('of a modal carries the view with its state, and no response_url', async () => {
    await using app = await bare();
    await open(app, [
      input(text({ action_id: 't' }), { block_id: 'b', label: plain('Reason') }),
      input(
        { type: 'static_select', action_id: 's', options: options(2) },
        { block_id: 'c', label: plain('Kind'), dispatch_action: true },
      ),
    ]);
    const maria = app.client.person('maria');
    const before = app.received.length;
    await maria.fills({ Reason: 'so' });
    expect(app.received.length).toBe(before);
    await maria.fills({ Kind: 'option 1' });
    const payload = last(app, 'block_actions');
    expect(payload).toMatchObject({
      container: { type: 'view' },
      view: {
        type: 'modal',
        hash: expect.any(String),
        state: { values: { b: { t: { value: 'so' } }, c: { s: { selected_option: { value: 'option 1' } } } } },
      },
      actions: [{ type: 'static_select', action_id: 's', block_id: 'c', selected_option: { value: 'option 1' } }],
    });
    expect(payload['response_url']).toBeUndefined();
  });

  test('of a Home tab; its trigger opens a modal', async () => {
    await using app = await bare();
    await app.call('views.publish', { user_id: 'U0MARIA', view: home([actions(button())]) });
    await app.client.person('maria').clicks('Go', { in: 'home' });
    const payload = last(app, 'block_actions');
    expect(payload).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
    const view = modal([section(plain('x'))]);
    expect((await app.call('views.open', { trigger_id: payload['trigger_id'], view })).ok).toBe(true);
  });

  test('of an ephemeral message says so and does not carry the message', async () => {
    await using app = await bare();
    await app.call('chat.postEphemeral', { channel: 'C0DEV', user: 'U0MARIA', text: 'x', blocks: [actions(button())] });
    await expect(app.client.person('kenji').clicks('Go')).rejects.toThrow(
      'kenji sees no "Go" to click; visible: nothing to click',
    );
    await app.client.person('maria').clicks('Go');
    const payload = last(app, 'block_actions');
    expect(payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(payload['message']).toBeUndefined();
  });

  test('of menus and checkboxes in a message: the new value, and the state of the whole message for that person', async () => {
    await using app = await bare();
    const boxes = { type: 'checkboxes', action_id: 'boxes', options: options(2) };
    const day = { type: 'datepicker', action_id: 'day' };
    await post(app, [
      { ...actions(boxes, day, { type: 'overflow', action_id: 'more', options: options(2) }), block_id: 'row' },
    ]);
    const maria = app.client.person('maria');
    await maria.fills({ boxes: 'option 1' }, { in: '#dev' });
    await maria.fills({ day: '2026-01-31' });
    expect(last(app, 'block_actions')).toMatchObject({
      actions: [{ type: 'datepicker', selected_date: '2026-01-31' }],
      state: {
        values: { row: { boxes: { selected_options: [{ value: 'option 1' }] }, day: { selected_date: '2026-01-31' } } },
      },
    });
    expect((await maria.channel('#dev'))[0]?.rendered).toContain('☐ option 0\n☑ option 1');
    expect((await app.client.person('kenji').channel('#dev'))[0]?.rendered).toContain('☐ option 0\n☐ option 1');
    await maria.clicks('option 1', { in: '#dev' });
    expect(last(app, 'block_actions')).toMatchObject({
      actions: [{ type: 'overflow', selected_option: { value: 'option 1' } }],
    });
  });

  test('the newest match wins; a thread or a message narrows', async () => {
    await using app = await bare();
    const row = (value: string) => [actions(button({ value }))];
    const { ts } = await post(app, row('first'));
    await post(app, row('reply'), { thread_ts: ts });
    await post(app, row('second'));
    const maria = app.client.person('maria');
    const value = async (place: Record<string, string>) => {
      await maria.clicks('Go', place);
      const acted = last(app, 'block_actions')['actions'];
      return Array.isArray(acted) ? record(acted[0])['value'] : undefined;
    };
    expect(await value({})).toBe('second');
    expect(await value({ thread: String(ts) })).toBe('reply');
    expect(await value({ message: String(ts) })).toBe('first');
  });

  test('an app that answers late or with an error: the person is told', async () => {
    await using app = await bare({ ackTimeoutMs: 500 });
    await post(app, [actions(button())]);
    const maria = app.client.person('maria');
    app.answer = () => undefined;
    expect(await maria.clicks('Go')).toEqual({ ok: false, error: 'operation_timeout' });
    app.answer = () => ({ status: 500 });
    expect(await maria.clicks('Go')).toEqual({ ok: false, error: 'dispatch_failed' });
  });

  test('a Slack Connect outsider clicks with their own team', async () => {
    await using app = await bare();
    await post(app, [actions(button())]);
    await app.client.person('outsider').clicks('Go');
    expect(last(app, 'block_actions')).toMatchObject({ user: { id: 'U0OUT', team_id: 'T0OTHER' } });
    await expect(app.client.person('gone').clicks('Go')).rejects.toThrow('gone sees no "Go"');
  });
});

describe('external selects', () => {
  const select = (more = {}) =>
    input({ type: 'external_select', action_id: 's', ...more }, { block_id: 'b', label: plain('Version') });

  test('ask the app for options and take one of them', async () => {
    await using app = await bare();
    await open(app, [select()]);
    app.answer = ({ payload }) => ({ body: { options: [option(`${String(payload['value'])}-1`)] } });
    const maria = app.client.person('maria');
    await expect(maria.fills({ Version: 'v1' })).rejects.toThrow(
      'Slack asks for options from 3 characters on, not for "v1"',
    );
    await expect(maria.fills({ Version: 'v10' })).rejects.toThrow('no option "v10"; there are: v10-1');
    app.answer = ({ payload }) => ({ body: { options: [option(String(payload['value']))] } });
    await maria.fills({ Version: 'v10' });
    expect(last(app, 'block_suggestion')).toMatchObject({
      value: 'v10',
      action_id: 's',
      block_id: 'b',
      view: { type: 'modal' },
    });
    expect((await maria.modal())?.state).toMatchObject({ b: { s: { selected_option: { value: 'v10' } } } });
  });

  test('options that break a limit are refused', async () => {
    await using app = await bare();
    await open(app, [select({ min_query_length: 0 })]);
    app.answer = () => ({ body: { options: options(101) } });
    await expect(app.client.person('maria').fills({ Version: 'v' })).rejects.toThrow(
      'the answer of the app was refused',
    );
    expect(await app.client.refusals()).toMatchObject([{ where: 'ack block_suggestion', error: 'invalid_options' }]);
  });

  test('over HTTP need message_menu_options_url in the manifest', async () => {
    await using app = await bare({
      manifest: {
        settings: { interactivity: { is_enabled: true } },
        features: { shortcuts: [{ name: 'Any', type: 'global', callback_id: 'any', description: 'x' }] },
      },
    });
    await open(app, [select()]);
    await expect(app.client.person('maria').fills({ Version: 'v10' })).rejects.toThrow('message_menu_options_url');
  });
});

describe('shortcuts', () => {
  test('global and on a message', async () => {
    await using app = await bare();
    const { ts } = await post(app, [section(mrkdwn('*x*'))]);
    const maria = app.client.person('maria');
    await maria.shortcut('start');
    expect(last(app, 'shortcut')).toMatchObject({
      callback_id: 'start',
      trigger_id: expect.any(String),
      user: { id: 'U0MARIA' },
    });
    await maria.shortcut('status', { message: String(ts) });
    expect(last(app, 'message_action')).toMatchObject({
      callback_id: 'status',
      message_ts: ts,
      channel: { id: 'C0DEV', name: 'dev' },
      message: { ts },
      response_url: expect.any(String),
      trigger_id: expect.any(String),
    });
    await expect(maria.shortcut('status', { message: '1.2' })).rejects.toThrow('maria sees no message 1.2');
  });
});
