import type { App } from '@slack/bolt';
import { inert } from '../views/escape.ts';
import { answerOf, type Door } from './door.ts';
import { type ShortcutPayload, shortcutPayload } from './payloads.ts';
import type { Story } from './story.ts';
import { troubleSentence } from './trouble.ts';

type Shortcuts = NonNullable<Story['shortcuts']>;

async function used(door: Door, shortcuts: Shortcuts, payload: ShortcutPayload): Promise<void> {
  const { user, team, channel, message, callback_id: id, trigger_id: triggerId, response_url: url } = payload;
  const respond = async (said: Parameters<typeof answerOf>[0]): Promise<void> =>
    await door.respond(url, answerOf(said));
  try {
    const barred = await door.gate({ person: user.id, team: user.team_id ?? team?.id, wants: 'look' });
    if (barred !== undefined) return await respond(barred);
    const handle = Object.hasOwn(shortcuts, id) ? shortcuts[id] : undefined;
    if (handle === undefined)
      return await respond('This shortcut is of another version of Slipway. Use the buttons of the release card.');
    await handle({
      person: user.id,
      cause: `slack:${triggerId}`,
      triggerId,
      message: { channel: channel.id, ts: message.ts, thread: message.thread_ts },
      respond,
      async open(view) {
        const opened = await door.modals.open(triggerId, view);
        if (opened.kind === 'expired')
          await respond("Slack's 3 seconds were over before the form could open. Use the shortcut again.");
        return opened;
      },
    });
  } catch (error) {
    door.log.error({ err: error, shortcut: id, person: user.id }, 'A shortcut failed');
    await respond(inert(troubleSentence(error, door.storeDown)));
  }
}

/** Listens to message shortcuts. */
export function listenToShortcuts(app: App, door: Door, shortcuts: Shortcuts): void {
  app.shortcut({ callback_id: /^/, type: 'message_action' }, async ({ ack, body }) => {
    await ack();
    const payload = shortcutPayload.parse(body);
    try {
      if (await door.isNew(body)) await used(door, shortcuts, payload);
    } catch (error) {
      door.log.error({ err: error, person: payload.user.id }, 'A shortcut could not be answered');
    }
  });
}
