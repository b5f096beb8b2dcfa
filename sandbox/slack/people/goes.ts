import { messageAction, shortcut } from '../delivery/payloads.ts';
import { directMessages } from '../state/channels.ts';
import type { Person } from '../state/entities.ts';
import { anyMessageAt } from '../state/messages.ts';
import { NotPossible } from '../state/slack-error.ts';
import { viewJson } from '../state/views.ts';
import type { Shown } from './act-on.ts';
import type { Sandbox } from './sandbox.ts';

/** Opens the app's Home tab or its messages tab: the app hears app_home_opened. */
export function opens(sandbox: Sandbox, person: Person, tab: 'home' | 'messages'): void {
  const { workspace } = sandbox;
  if (person.deleted) throw new NotPossible(`${person.name} is deactivated`);
  if (tab === 'home' && !workspace.app.homeTab) throw new NotPossible('the app has no Home tab');
  const view = workspace.views.get(workspace.homes.get(person.id) ?? '');
  const shown = tab === 'home' && view !== undefined ? { view: viewJson(workspace, view) } : {};
  const channel = directMessages(workspace, person).id;
  workspace.emit({ type: 'app_home_opened', user: person.id, channel, tab, ...shown }, 'app_home_opened');
}

/** Uses a shortcut: a global one, or a message one on a message that the person sees. */
export async function usesShortcut(
  sandbox: Sandbox,
  person: Person,
  callbackId: string,
  messageTs: string | undefined,
): Promise<Shown> {
  const { workspace, delivery } = sandbox;
  if (person.deleted) throw new NotPossible(`${person.name} is deactivated`);
  const declared = workspace.app.shortcut(callbackId);
  const kind = messageTs === undefined ? 'global' : 'message';
  if (declared === 'undeclared' || (declared !== 'any' && declared.type !== kind)) {
    throw new NotPossible(`the app has no ${kind} shortcut ${callbackId}`);
  }
  if (!workspace.app.interactive) return { ok: false, error: 'interactivity_not_enabled' };
  const payload =
    messageTs === undefined
      ? shortcut(workspace, person, callbackId)
      : onMessage(sandbox, person, callbackId, messageTs);
  const outcome = await delivery.send('interactive', payload.type, payload);
  return outcome.ok ? { ok: true } : { ok: false, error: outcome.error };
}

function onMessage({ workspace }: Sandbox, person: Person, callbackId: string, ts: string) {
  for (const channel of workspace.channels.values()) {
    const message = channel.members.has(person.id) ? anyMessageAt(workspace, channel.id, ts) : undefined;
    if (message === undefined) continue;
    if (message.ephemeralTo !== undefined) throw new NotPossible('ephemeral messages have no shortcuts');
    return messageAction(workspace, person, callbackId, { channel, message });
  }
  throw new NotPossible(`${person.name} sees no message ${ts}`);
}
