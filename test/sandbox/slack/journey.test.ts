import type { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { rig } from './bolt-app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });

function form(extra: string) {
  return {
    type: 'modal' as const,
    callback_id: 'start',
    private_metadata: 'kept',
    title: plain('Start a release'),
    submit: plain('Start'),
    blocks: [
      { type: 'section' as const, text: { type: 'mrkdwn' as const, text: extra } },
      {
        type: 'input' as const,
        block_id: 'features',
        label: plain('Which features?'),
        element: { type: 'checkboxes' as const, action_id: 'ticked', options: ['A', 'B', 'C'].map(option) },
      },
      {
        type: 'input' as const,
        block_id: 'plan',
        label: plain('Rollout plan'),
        element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true },
      },
    ],
  };
}

function release(app: App): void {
  app.command('/release', async ({ ack, body, client, command }) => {
    if (command.text === 'hang') return;
    await ack(command.text === 'help' ? 'Try `/release start`' : undefined);
    if (command.text === 'start') await client.views.open({ trigger_id: body.trigger_id, view: form('loading') });
  });
  app.view('start', async ({ ack, view, body, client }) => {
    const plan = view.state.values['plan']?.['text']?.value ?? '';
    if (plan === 'bad') return ack({ response_action: 'errors', errors: { plan: 'Say more.' } });
    if (plan === 'loose') return ack({ response_action: 'errors', errors: { nowhere: 'Lost.' } });
    await ack();
    const ticked = view.state.values['features']?.['ticked']?.selected_options?.map((one) => one.value) ?? [];
    await client.chat.postMessage({
      channel: 'C0DEV',
      text: `Release of ${ticked.join(' and ')} by <@${body.user.id}>`,
      metadata: { event_type: 'release', event_payload: { plan } },
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: `Release of *${ticked.join(' and ')}* by <@${body.user.id}>` },
        },
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'approve', text: plain('Approve'), value: 'v1' },
            {
              type: 'button',
              action_id: 'deploy',
              text: plain('Deploy'),
              confirm: {
                title: plain('Deploy?'),
                text: plain('To production'),
                confirm: plain('Yes'),
                deny: plain('No'),
              },
            },
            { type: 'overflow', action_id: 'more', options: [option('Cancel'), option('Hold')] },
          ],
        },
      ],
    });
  });
  app.action('approve', async ({ ack, respond, body }) => {
    await ack();
    await respond({ replace_original: true, text: `Approved by <@${body.user.id}>` });
  });
  app.action('deploy', async ({ ack, client, body }) => {
    await ack();
    await client.chat.postEphemeral({ channel: 'C0DEV', user: body.user.id, text: 'Deploying' });
  });
  app.action('more', async ({ ack, action, respond }) => {
    await ack();
    if (action.type === 'overflow') await respond({ text: `You chose ${action.selected_option.value}` });
  });
  app.event('app_mention', async ({ say, event }) => {
    await say({ text: `Hello <@${event.user ?? ''}>`, thread_ts: event.ts });
  });
}

describe.each(['http', 'socket'] as const)('a Bolt app over %s', (transport) => {
  test('a person starts a release in a modal and another approves it', async () => {
    await using on = await rig(transport, release);
    const maria = on.client.person('maria');
    expect(await maria.types('#dev', '/release start')).toEqual({ ok: true, replies: [] });
    const modal = await maria.until('the modal is open', () => maria.modal());
    expect(modal.text).toBe('Start a release\nloading\nWhich features?:\n☐ A\n☐ B\n☐ C\nRollout plan:\n[Start]');
    expect(await maria.submits()).toEqual({
      kind: 'errors',
      errors: {
        'Which features?': 'Please complete this required field.',
        'Rollout plan': 'Please complete this required field.',
      },
    });
    await maria.fills({ 'Which features?': ['A', 'c'], 'Rollout plan': 'bad' });
    expect(await maria.submits()).toEqual({ kind: 'errors', errors: { 'Rollout plan': 'Say more.' } });
    await maria.fills({ plan: 'one region at a time' });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    expect(await maria.modal()).toBeUndefined();

    const kenji = on.client.person('kenji');
    await kenji.sees('#dev', 'Release of *a and c* by @maria\n[Approve] [Deploy] [⋯ Cancel | Hold]');
    const [card] = await kenji.channel('#dev');
    expect(card).toMatchObject({ user: 'slipway', buttons: ['Approve', 'Deploy'], menus: ['Cancel', 'Hold'] });
    expect(card?.metadata?.event_payload).toEqual({ plan: 'one region at a time' });

    await expect(kenji.clicks('Deploy')).rejects.toThrow('asks to confirm: Deploy? / To production / [Yes] [No]');
    expect(await kenji.clicks('Deploy', { confirm: true })).toEqual({ ok: true });
    await kenji.sees('#dev', 'Deploying');
    expect((await maria.channel('#dev')).map((one) => one.rendered)).not.toContain('Deploying');

    await kenji.clicks('Hold');
    await kenji.sees('#dev', 'You chose hold');
    await kenji.clicks('Approve', { in: '#dev' });
    await maria.sees('#dev', 'Approved by @kenji');
    await expect(kenji.clicks('Approve')).rejects.toThrow('kenji sees no "Approve" to click');
    expect(await on.client.refusals()).toEqual([]);
  });

  test('errors that name no input block are refused, and the journal says so', async () => {
    await using on = await rig(transport, release);
    const maria = on.client.person('maria');
    await maria.types('#dev', '/release start');
    await maria.until('the modal is open', () => maria.modal());
    await maria.fills({ 'Which features?': 'A', 'Rollout plan': 'loose' });
    expect(await maria.submits()).toEqual({ kind: 'errors', message: 'We had some trouble connecting. Try again?' });
    expect(await on.client.refusals()).toMatchObject([
      { where: 'ack view_submission', messages: ['[ERROR] errors: nowhere is no input block of this view'] },
    ]);
  });

  test('a mention is answered in its thread', async () => {
    await using on = await rig(transport, release);
    const maria = on.client.person('maria');
    const { ts } = await maria.types('#dev', '@slipway status');
    await maria.sees('#dev', 'Hello @maria');
    expect((await maria.thread('#dev', ts ?? '')).map((one) => one.rendered)).toEqual([
      '@slipway status',
      'Hello @maria',
    ]);
  });

  test('a command answers with its acknowledgement; one that does not answer times out', async () => {
    await using on = await rig(transport, release, { ackTimeoutMs: 1000 });
    const maria = on.client.person('maria');
    const help = await maria.types('#dev', '/release help');
    expect(help.replies.map((one) => [one.rendered, one.ephemeral])).toEqual([['Try `/release start`', true]]);
    expect(await maria.types('#dev', '/release hang')).toEqual({
      ok: false,
      error: '/release failed with the error "operation_timeout"',
      replies: [],
    });
  });
});
