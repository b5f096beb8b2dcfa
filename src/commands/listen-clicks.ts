import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { inert } from '../views/escape.ts';
import { noticeHome } from '../views/home-view.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { readTarget } from '../views/target.ts';
import { answerOf, type Door } from './door.ts';
import { inPlaceOf, isFromHome, openedFrom } from './from-home.ts';
import type { ShowHome } from './listen-home.ts';
import { type ActionPayload, actionPayload, homeOf, optionsPayload } from './payloads.ts';
import type { ActionContext, Story } from './story.ts';
import { troubleSentence } from './trouble.ts';
import type { Opened } from './word.ts';

type Actions = NonNullable<Story['actions']>;
/** Every click that somebody listens to, and those of them that record nothing. */
interface Clicks {
  readonly all: Actions;
  readonly opens: Actions;
}
type Options = NonNullable<Story['options']>;

/** The menus whose option says which action it stands for: `{ do, …target }`. */
const menu = z.looseObject({ do: z.string() });

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The action that a click means and its value: of a menu, what the chosen option names. */
function meant(payload: ActionPayload): { readonly action: string; readonly value: string } {
  const [{ action_id, value, selected_option }] = payload.actions;
  const said = value ?? selected_option?.value ?? '';
  const chosen = action_id.endsWith(':more') ? menu.safeParse(json(said)).data : undefined;
  if (chosen === undefined) return { action: action_id, value: said };
  const { do: action, ...rest } = chosen;
  return { action, value: JSON.stringify(rest) };
}

/** Says something to the person alone: by response_url; in a modal, which has none, by a notice on top of it; in Home by one in front of it. */
function sayer(door: Door, payload: ActionPayload): (message: Parameters<typeof answerOf>[0]) => Promise<void> {
  return async (message) => {
    if (payload.response_url !== undefined) return await door.respond(payload.response_url, answerOf(message));
    const text = typeof message === 'string' ? message : message.text;
    const notice = noticeModal('Slipway', text, typeof message === 'string' ? [] : message.blocks.slice(1));
    const inHome = payload.view?.kind === 'home'; // which is no modal, so nothing can be pushed on it
    const shown = await (inHome ? door.modals.open : door.modals.push)(payload.trigger_id, notice);
    if (shown.kind === 'opened') return;
    if (inHome) return await door.homes.publish(payload.user.id, noticeHome(text));
    door.log.warn({ person: payload.user.id, text }, 'An answer came too late');
  };
}

const causeOf = ({ trigger_id }: ActionPayload): string => `slack:${trigger_id}`;

function contextOf(door: Door, payload: ActionPayload, value: string): ActionContext {
  const { container, channel } = payload;
  const modal = payload.view?.kind === 'modal' ? payload.view : undefined;
  const respond = sayer(door, payload);
  const place = channel?.id ?? container?.channel_id;
  const from = (view: ModalView): ModalView => openedFrom(payload.view, view, payload.trigger_id);
  const shown = async (opening: Promise<Opened>): Promise<Opened> => {
    const opened = await opening;
    if (opened.kind === 'expired' && (payload.response_url !== undefined || payload.view?.kind === 'home'))
      await respond("Slack's 3 seconds were over before the form could open. Click again.");
    return opened;
  };
  return {
    person: payload.user.id,
    triggerId: payload.trigger_id,
    cause: causeOf(payload),
    value,
    ...(place === undefined || container?.message_ts === undefined
      ? {}
      : { message: { channel: place, ts: container.message_ts } }),
    ...(modal === undefined ? {} : { view: modal }),
    respond,
    async replace(message) {
      if (payload.response_url === undefined) return;
      await door.respond(payload.response_url, { ...answerOf(message, 'all'), replaces: true });
    },
    open: (view) => shown(door.modals.open(payload.trigger_id, from(view))),
    push: (view) => shown(door.modals.push(payload.trigger_id, from(view))),
    async update(view) {
      if (modal === undefined) throw new Error('There is no modal to update: the click was in a message, or in Home.');
      return (await door.modals.update(modal, inPlaceOf(modal, view))).kind;
    },
  };
}

async function clicked(door: Door, { all, opens }: Clicks, payload: ActionPayload, showHome: ShowHome): Promise<void> {
  const respond = sayer(door, payload);
  const { action, value } = meant(payload);
  try {
    const visitor = { person: payload.user.id, team: homeOf(payload) };
    const handle = Object.hasOwn(all, action) ? all[action] : undefined;
    const records = handle !== undefined && !Object.hasOwn(opens, action);
    const barred = await door.gate({ ...visitor, wants: records ? 'act' : 'look' });
    if (barred !== undefined) {
      if (handle !== undefined)
        await door.recordBarred({ ...visitor, attempted: action, about: value, cause: causeOf(payload) });
      return await respond(barred);
    }
    if (handle === undefined)
      return await respond(
        'This button is of another version of Slipway. Ask for `status` by the slash command: its answer leads to the current card.',
      );
    await handle(contextOf(door, payload, value));
    if (records && isFromHome(payload.view)) await showHome(visitor);
  } catch (error) {
    const release = readTarget(value)?.release;
    door.log.error({ err: error, release, action, person: payload.user.id }, 'A click failed');
    await respond(inert(troubleSentence(error, door.storeDown)));
  }
}

/** A button that only leads to a page tells the app of its click too; there is nothing to do. */
const links = /^link:/;

/** Listens to clicks on buttons, menus and dispatching inputs. */
export function listenToClicks(app: App, door: Door, clicks: Clicks, showHome: ShowHome): void {
  app.action(/^/, async ({ ack, body }) => {
    await ack();
    const payload = actionPayload.parse(body);
    if (links.test(payload.actions[0].action_id)) return;
    try {
      if (!(await door.isNew(body))) return;
      await clicked(door, clicks, payload, showHome);
    } catch (error) {
      const release = readTarget(meant(payload).value)?.release;
      door.log.error({ err: error, release, person: payload.user.id }, 'A click could not be answered');
    }
  });
}

/** Listens to selects that ask for their options; one that fails offers none. */
export function listenToOptions(app: App, door: Door, options: Options): void {
  app.options(/^/, async ({ ack, body }) => {
    const payload = optionsPayload.parse(body);
    const handle = Object.hasOwn(options, payload.action_id) ? options[payload.action_id] : undefined;
    try {
      const choices = await handle?.({
        person: payload.user.id,
        triggerId: '',
        cause: '',
        typed: payload.value,
        ...(payload.view === undefined || payload.view === null ? {} : { view: payload.view }),
      });
      await ack({
        options: (choices ?? []).map(({ text, value }) => ({ text: { type: 'plain_text' as const, text }, value })),
      });
    } catch (error) {
      door.log.error({ err: error, action: payload.action_id }, 'Options could not be offered');
      await ack({ options: [] });
    }
  });
}
