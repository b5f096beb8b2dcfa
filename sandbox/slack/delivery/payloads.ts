import { payloadName } from '../state/channels.ts';
import type { Channel, Message, Person, View } from '../state/entities.ts';
import { stateValues } from '../state/input-state.ts';
import { stateIn } from '../state/message-state.ts';
import { messageJson } from '../state/messages.ts';
import { issueResponseUrl, issueTrigger } from '../state/triggers.ts';
import { viewJson } from '../state/views.ts';
import type { Workspace } from '../state/workspace.ts';

/** Where an element that a person acts on is shown. */
export type Spot =
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'message'; readonly channel: Channel; readonly message: Message };

const userOf = ({ id, name, teamId }: Person) => ({ id, username: name, name, team_id: teamId });

function common(workspace: Workspace, person: Person, type: string) {
  const { team, tokens, bot } = workspace;
  return {
    type,
    team: { id: team.id, domain: team.domain },
    user: userOf(person),
    api_app_id: bot.appId,
    token: tokens.legacy,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A slash command's fields. */
export function slashCommand(workspace: Workspace, person: Person, channel: Channel, command: string, text: string) {
  const { team, tokens, bot } = workspace;
  return {
    token: tokens.legacy,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: payloadName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: bot.appId,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(workspace, 'commands', { user: person.id, channel: channel.id, message: undefined }),
    trigger_id: issueTrigger(workspace, person.id),
  };
}

function place(workspace: Workspace, person: Person, spot: Spot) {
  if (spot.kind === 'view') {
    return { container: { type: 'view', view_id: spot.view.id }, view: viewJson(workspace, spot.view) };
  }
  const { channel, message } = spot;
  const ephemeral = message.ephemeralTo !== undefined;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  return {
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral, ...thread },
    channel: { id: channel.id, name: payloadName(channel) },
    // What an ephemeral message said is not in its payload: an app must not count on it.
    ...(ephemeral ? {} : { message: messageJson(workspace, message, true) }),
    state: { values: stateValues(stateIn(message, person.id)) },
  };
}

/** Somebody acted on elements of a message, modal or Home tab. */
export function blockActions(workspace: Workspace, person: Person, spot: Spot, actions: readonly unknown[]) {
  const modal = spot.kind === 'view' && spot.view.type === 'modal' ? spot.view.id : undefined;
  const answer =
    spot.kind === 'view'
      ? {}
      : {
          response_url: issueResponseUrl(workspace, 'actions', {
            user: person.id,
            channel: spot.channel.id,
            message: spot.message.ts,
          }),
        };
  return {
    ...common(workspace, person, 'block_actions'),
    ...place(workspace, person, spot),
    trigger_id: issueTrigger(workspace, person.id, modal),
    ...answer,
    actions,
  };
}

/** Somebody types into an external select. */
export function blockSuggestion(
  workspace: Workspace,
  person: Person,
  spot: Spot,
  typed: { readonly blockId: string; readonly actionId: string; readonly value: string },
) {
  const { state: _state, ...where } = { state: undefined, ...place(workspace, person, spot) };
  return {
    ...common(workspace, person, 'block_suggestion'),
    ...where,
    block_id: typed.blockId,
    action_id: typed.actionId,
    value: typed.value,
  };
}

/** Somebody submits a modal. */
export function viewSubmission(workspace: Workspace, person: Person, view: View, responseUrls: readonly unknown[]) {
  return {
    ...common(workspace, person, 'view_submission'),
    trigger_id: issueTrigger(workspace, person.id, view.id),
    view: viewJson(workspace, view),
    response_urls: responseUrls,
  };
}

/** Somebody closed a modal that asked to be told. */
export function viewClosed(workspace: Workspace, person: Person, view: View, isCleared: boolean) {
  return { ...common(workspace, person, 'view_closed'), view: viewJson(workspace, view), is_cleared: isCleared };
}

/** Shortcuts say less of the app and the person than other interactions. */
function shortcutCommon(workspace: Workspace, type: 'shortcut' | 'message_action', callbackId: string, person: Person) {
  const { team, tokens } = workspace;
  return {
    type,
    token: tokens.legacy,
    action_ts: workspace.ids.ts(),
    team: { id: team.id, domain: team.domain },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: callbackId,
    trigger_id: issueTrigger(workspace, person.id),
  };
}

/** Somebody uses a global shortcut. */
export function shortcut(workspace: Workspace, person: Person, callbackId: string) {
  const user = { id: person.id, username: person.name, team_id: person.teamId };
  return { ...shortcutCommon(workspace, 'shortcut', callbackId, person), user };
}

/** Somebody uses a message shortcut. */
export function messageAction(
  workspace: Workspace,
  person: Person,
  callbackId: string,
  { channel, message }: { readonly channel: Channel; readonly message: Message },
) {
  return {
    ...shortcutCommon(workspace, 'message_action', callbackId, person),
    user: { id: person.id, name: person.name, team_id: person.teamId },
    message_ts: message.ts,
    channel: { id: channel.id, name: payloadName(channel) },
    message: messageJson(workspace, message),
    response_url: issueResponseUrl(workspace, 'app', { user: person.id, channel: channel.id, message: message.ts }),
  };
}
