import { App, type Receiver } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import { expect, test } from 'vitest';
import { listen } from '../../src/commands/listen.ts';
import type { Story } from '../../src/commands/story.ts';
import { noticeModal } from '../../src/views/notice-modal.ts';

/** A Bolt app with a story, whose Slack takes no trigger any more, and ways to open its Home and to click in it. */
function homeWith(story: Story, isNew = true) {
  const receiver: Receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-1' }) });
  const homes: HomeView[] = [];
  const unused = () => Promise.reject(new Error('Home is no modal.'));
  listen(
    app,
    {
      gate: async () => undefined,
      isNew: async () => isNew,
      recordBarred: async () => undefined,
      posts: { ephemeral: async () => undefined, post: async () => ({ ts: '1.0' }) },
      modals: { open: async () => ({ kind: 'expired' }), push: unused, update: unused },
      homes: { publish: async (_person, view) => void homes.push(view) },
      respond: unused,
      storeDown: () => false,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    [story],
  );
  return {
    homes,
    async opens(tab: string): Promise<void> {
      const event = { type: 'app_home_opened', user: 'U1', channel: 'D1', tab, event_ts: '1.1' };
      await app.processEvent({ body: { type: 'event_callback', team_id: 'T1', event }, ack: async () => undefined });
    },
    async clicks(action_id: string): Promise<void> {
      const view = { id: 'V1', type: 'home', hash: '1', callback_id: '', private_metadata: '', blocks: [] };
      const actions = [{ type: 'button', action_id, value: 'x', block_id: 'b', action_ts: '1.1' }];
      const where = { container: { type: 'view', view_id: 'V1' }, view };
      const body = {
        type: 'block_actions',
        user: { id: 'U1' },
        team: { id: 'T1' },
        trigger_id: '1.1',
        actions,
        ...where,
      };
      await app.processEvent({ body, ack: async () => undefined });
    },
  };
}

test('a form that opens too late from Home is said in Home', async () => {
  const { clicks, homes } = homeWith({
    opens: { 'form:open': async (asked) => void (await asked.open(noticeModal('Form', 'x'))) },
  });
  await clicks('form:open');
  expect(JSON.stringify(homes)).toContain('3 seconds were over before the form could open. Click again.');
});

test('so is an answer for which it is too late', async () => {
  const { clicks, homes } = homeWith({ opens: { ask: async (asked) => await asked.respond('Not now.\nLater.') } });
  await clicks('ask');
  expect(JSON.stringify(homes)).toContain('Not now.\\nLater.');
});

test('a click in Home has no modal to change, though Home is a view', async () => {
  const seen: unknown[] = [];
  const { clicks } = homeWith({ opens: { look: async (asked) => void seen.push(asked.view) } });
  await clicks('look');
  expect(seen).toEqual([undefined]);
});

test('Home is drawn when its own tab is opened, once for each time that Slack tells of it', async () => {
  const drawn: string[] = [];
  const story: Story = { events: { app_home_opened: async ({ person }) => void drawn.push(person) } };
  await homeWith(story).opens('messages');
  await homeWith(story, false).opens('home');
  expect(drawn).toEqual([]);
  await homeWith(story).opens('home');
  expect(drawn).toEqual(['U1']);
});
