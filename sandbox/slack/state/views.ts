import { identify } from '../block-kit/identify.ts';
import type { ViewPayload } from '../block-kit/view-payload.ts';
import type { View } from './entities.ts';
import { carryOver, stateValues } from './input-state.ts';
import { SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

/** How many modals may lie on each other. */
export const stackDepth = 3;

const newHash = (workspace: Workspace) => `${Math.floor(workspace.now() / 1000)}.${workspace.ids.word(8)}`;

function contents(workspace: Workspace, payload: ViewPayload) {
  const modal = payload.type === 'modal' ? payload : undefined;
  return {
    title: modal?.title.text,
    submit: modal?.submit?.text,
    close: modal?.close?.text,
    blocks: identify(payload.blocks, () => workspace.ids.word(5)),
    privateMetadata: payload.private_metadata ?? '',
    callbackId: payload.callback_id ?? '',
    externalId: payload.external_id ?? '',
    clearOnClose: modal?.clear_on_close ?? false,
    notifyOnClose: modal?.notify_on_close ?? false,
    hash: newHash(workspace),
  };
}

function uniqueExternalId(workspace: Workspace, externalId: string | undefined, except?: string): void {
  if (externalId === undefined || externalId === '') return;
  const taken = [...workspace.views.values()].some((view) => view.externalId === externalId && view.id !== except);
  if (taken) throw new SlackError('duplicate_external_id');
}

/** Opens a modal: as the root of a new stack, or (`onTop`) on the one that the person has open. */
export function openModal(workspace: Workspace, user: string, payload: ViewPayload, onTop: boolean): View {
  uniqueExternalId(workspace, payload.external_id);
  const stack = onTop ? (workspace.stacks.get(user) ?? []) : [];
  if (stack.length >= stackDepth) throw new SlackError('push_limit_reached');
  if (!onTop) forget(workspace, workspace.stacks.get(user) ?? []);
  const id = workspace.ids.next('V');
  const made = contents(workspace, payload);
  const view: View = {
    id,
    user,
    type: 'modal',
    rootId: stack[0] ?? id,
    previousId: stack.at(-1),
    ...made,
    state: carryOver(made.blocks, undefined),
    errors: {},
  };
  workspace.views.set(id, view);
  workspace.stacks.set(user, [...stack, id]);
  workspace.changes.changed();
  return view;
}

/** Replaces what a view shows; inputs that stay keep what the person put in. */
export function replaceView(workspace: Workspace, view: View, payload: ViewPayload): void {
  uniqueExternalId(workspace, payload.external_id, view.id);
  Object.assign(view, contents(workspace, payload));
  view.state = carryOver(view.blocks, view.state);
  view.errors = {};
  workspace.changes.changed();
}

/** Publishes a person's Home tab. */
export function publishHome(workspace: Workspace, user: string, payload: ViewPayload, hash: string | undefined): View {
  const existing = workspace.views.get(workspace.homes.get(user) ?? '');
  if (hash !== undefined && existing?.hash !== hash) throw new SlackError('hash_conflict');
  uniqueExternalId(workspace, payload.external_id, existing?.id);
  if (existing !== undefined) {
    replaceView(workspace, existing, payload);
    return existing;
  }
  const id = workspace.ids.next('V');
  const made = contents(workspace, payload);
  const base = { id, user, type: 'home', rootId: id, previousId: undefined, errors: {} } as const;
  const view: View = { ...base, ...made, state: carryOver(made.blocks, undefined) };
  workspace.views.set(id, view);
  workspace.homes.set(user, id);
  workspace.changes.changed();
  return view;
}

function forget(workspace: Workspace, ids: readonly string[]): void {
  for (const id of ids) workspace.views.delete(id);
}

/** The modal on top, if the person has one open. */
export function topModal(workspace: Workspace, user: string): View | undefined {
  return workspace.views.get(workspace.stacks.get(user)?.at(-1) ?? '');
}

/** Takes the top modal away, or all of them; returns those that went, top first. */
export function closeModals(workspace: Workspace, user: string, all: boolean): View[] {
  const stack = workspace.stacks.get(user) ?? [];
  const gone = all ? stack : stack.slice(-1);
  const views = gone.flatMap((id) => workspace.views.get(id) ?? []).reverse();
  forget(workspace, gone);
  workspace.stacks.set(user, all ? [] : stack.slice(0, -1));
  workspace.changes.changed();
  return views;
}

const plain = (text: string | undefined) => (text === undefined ? null : { type: 'plain_text', text, emoji: true });

/** A view object, as answers and payloads carry it. */
export function viewJson(workspace: Workspace, view: View): Record<string, unknown> {
  const { appId, botId } = workspace.bot;
  return {
    id: view.id,
    team_id: workspace.team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: stateValues(view.state) },
    hash: view.hash,
    title: plain(view.title) ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: plain(view.close),
    submit: plain(view.submit),
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: appId,
    external_id: view.externalId,
    app_installed_team_id: workspace.team.id,
    bot_id: botId,
  };
}
