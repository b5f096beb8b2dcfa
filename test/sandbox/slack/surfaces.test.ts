import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bare, bare } from './bare-app.ts';
import {
  actions,
  button,
  home,
  input,
  modal,
  mrkdwn,
  options,
  picture,
  plain,
  section,
  text,
  times,
} from './payload-parts.ts';

let app: Bare;
beforeAll(async () => {
  app = await bare();
});
afterAll(() => app[Symbol.asyncDispose]());

type Surface = 'message' | 'modal' | 'home';
const surfaces: readonly Surface[] = ['message', 'modal', 'home'];
const everywhere = surfaces;

async function put(surface: Surface, block: unknown) {
  if (surface === 'message') return app.call('chat.postMessage', { channel: 'C0DEV', text: 'x', blocks: [block] });
  if (surface === 'home') return app.call('views.publish', { user_id: 'U0MARIA', view: home([block]) });
  return app.call('views.open', { trigger_id: await app.trigger(), view: modal([block]) });
}

const cell = { type: 'raw_text', text: 'x' };
const card = { type: 'card', title: mrkdwn('x') };
const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }] };
const chart = { type: 'pie', segments: [{ label: 'a', value: 1 }] };
const video = {
  type: 'video',
  alt_text: 'x',
  title: plain('x'),
  video_url: 'https://e.com/v',
  thumbnail_url: 'https://e.com/t.png',
};
const feedback = {
  type: 'feedback_buttons',
  positive_button: { text: plain('Good'), value: 'good' },
  negative_button: { text: plain('Bad'), value: 'bad' },
};
const workflow = { type: 'workflow_button', text: plain('Run'), workflow: { trigger: { url: 'https://e.com/t' } } };

/** Where each block and element may stand: Slack's reference, "Available in surfaces". */
const stands: readonly (readonly [what: string, block: unknown, where: readonly Surface[]])[] = [
  ['section', section(plain('x')), everywhere],
  ['header', { type: 'header', text: plain('x') }, everywhere],
  ['divider', { type: 'divider' }, everywhere],
  ['context', { type: 'context', elements: [plain('x')] }, everywhere],
  ['image', picture(), everywhere],
  ['actions', actions(button()), everywhere],
  ['rich_text', rich, everywhere],
  ['video', video, everywhere],
  ['alert', { type: 'alert', text: plain('x') }, ['modal']],
  ['markdown', { type: 'markdown', text: 'x' }, ['message']],
  ['context_actions', { type: 'context_actions', elements: [feedback] }, ['message']],
  ['table', { type: 'table', rows: [[cell]] }, ['message', 'home']],
  ['data_table', { type: 'data_table', caption: 'x', rows: [[cell], [cell]] }, ['message', 'home']],
  ['data_visualization', { type: 'data_visualization', title: 'x', chart }, ['message', 'home']],
  ['container', { type: 'container', title: plain('x'), child_blocks: [{ type: 'divider' }] }, ['message', 'home']],
  ['card', card, ['message', 'home']],
  ['carousel', { type: 'carousel', elements: [card] }, ['message', 'home']],
  ['plain_text_input', input(text()), everywhere],
  ['number_input', input({ type: 'number_input', is_decimal_allowed: true }), ['modal']],
  ['url_text_input', input({ type: 'url_text_input' }), ['modal']],
  ['email_text_input', input({ type: 'email_text_input' }), ['modal']],
  ['file_input', input({ type: 'file_input' }), ['modal']],
  ['rich_text_input', input({ type: 'rich_text_input' }), ['modal', 'home']],
  ['datetimepicker', input({ type: 'datetimepicker' }), ['message', 'modal']],
  ['workflow_button', actions(workflow), ['message']],
  ['select', input({ type: 'static_select', options: options(1) }), everywhere],
  ['checkboxes', input({ type: 'checkboxes', options: options(1) }), everywhere],
  ['response_url_enabled', input({ type: 'channels_select', response_url_enabled: true }), ['modal']],
];

const cases = stands.flatMap(([what, block, where]) =>
  surfaces.map((surface) => [what, where.includes(surface) ? 'stands' : 'does not stand', surface, block] as const),
);

describe('surfaces', () => {
  test.each(cases)('%s %s in a %s', async (what, stand, surface, block) => {
    const answer = await put(surface, block);
    if (stand === 'stands') expect(answer).toMatchObject({ ok: true, messages: [] });
    else {
      expect(answer.error).toBe(surface === 'message' ? 'invalid_blocks' : 'invalid_arguments');
      const said = what === 'response_url_enabled' ? what : `unsupported type: ${what} `;
      expect(answer.messages[0]).toContain(said);
    }
  });

  test('what a container holds is held to the same rules', async () => {
    const child = (block: unknown) => ({ type: 'container', title: plain('x'), child_blocks: [block] });
    const twice = times(2, () => button({ action_id: 'a' }));
    expect((await put('message', child(actions(...twice)))).messages).toEqual([
      '[ERROR] `action_id` a already exists [json-pointer:/blocks/0/child_blocks/0/elements/1/action_id]',
    ]);
    expect((await put('message', child({ type: 'markdown', text: 'x' }))).error).toBe('invalid_blocks');
  });
});
