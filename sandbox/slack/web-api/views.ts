import { written } from '../block-kit/refusals.ts';
import { readView, type ViewPayload } from '../block-kit/view-payload.ts';
import { everySeat } from '../block-kit/walk.ts';
import type { View } from '../state/entities.ts';
import { SlackError } from '../state/slack-error.ts';
import { exchangeTrigger } from '../state/triggers.ts';
import { openModal, publishHome, replaceView, stackDepth, viewJson } from '../state/views.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Arguments } from './arguments.ts';
import { type Method, requireScope } from './method.ts';

/** Reads a view that came as an argument or in an acknowledgement. */
export function viewOf(workspace: Workspace, given: unknown, surface: 'modal' | 'home'): ViewPayload {
  const read = readView(given, surface);
  if ('error' in read) throw new SlackError(read.error, read.flaws.map(written));
  if (everySeat(read.view.blocks).some(({ element }) => element.type === 'file_input')) {
    requireScope(workspace, 'files:read');
  }
  return read.view;
}

function viewArgument(workspace: Workspace, args: Arguments, surface: 'modal' | 'home'): ViewPayload {
  const given = args.json('view', 'invalid_arguments');
  if (given === undefined) throw new SlackError('invalid_arguments', ['[ERROR] missing required field: view']);
  return viewOf(workspace, given, surface);
}

const open: Method = {
  scopes: [],
  tier: 4,
  run: (workspace, args) => {
    const triggerId = args.text('trigger_id');
    const payload = viewArgument(workspace, args, 'modal');
    const trigger = exchangeTrigger(workspace, triggerId);
    const view = openModal(workspace, trigger.user, payload, trigger.view !== undefined);
    return { view: viewJson(workspace, view) };
  },
};

const push: Method = {
  scopes: [],
  tier: 4,
  run: (workspace, args) => {
    const triggerId = args.text('trigger_id');
    const payload = viewArgument(workspace, args, 'modal');
    const { user, view } = workspace.triggers.get(triggerId) ?? {};
    const stack = workspace.stacks.get(user ?? '') ?? [];
    if (view !== undefined && stack.length >= stackDepth) throw new SlackError('push_limit_reached');
    const trigger = exchangeTrigger(workspace, triggerId);
    if (trigger.view === undefined || !stack.includes(trigger.view)) throw new SlackError('invalid_trigger_id');
    return { view: viewJson(workspace, openModal(workspace, trigger.user, payload, true)) };
  },
};

function target(workspace: Workspace, args: Arguments): View {
  const id = args.optional('view_id') ?? '';
  const external = args.optional('external_id') ?? '';
  if (id === '' && external === '') {
    throw new SlackError('invalid_arguments', ['[ERROR] missing required field: view_id or external_id']);
  }
  const byExternal = [...workspace.views.values()].find((view) => external !== '' && view.externalId === external);
  const found = id === '' ? byExternal : workspace.views.get(id);
  if (found === undefined) throw new SlackError('not_found');
  return found;
}

const update: Method = {
  scopes: [],
  tier: 4,
  run: (workspace, args) => {
    const view = target(workspace, args);
    const payload = viewArgument(workspace, args, view.type);
    const hash = args.optional('hash') ?? '';
    if (hash !== '' && hash !== view.hash) throw new SlackError('hash_conflict');
    replaceView(workspace, view, payload);
    return { view: viewJson(workspace, view) };
  },
};

const publish: Method = {
  scopes: [],
  tier: 4,
  run: (workspace, args) => {
    const person = workspace.people.get(args.text('user_id'));
    if (person === undefined) throw new SlackError('invalid_arguments', ['invalid `user_id`']); // as its reference shows it
    if (!workspace.app.homeTab) throw new SlackError('not_enabled');
    const payload = viewArgument(workspace, args, 'home');
    const hash = args.optional('hash') ?? '';
    const view = publishHome(workspace, person.id, payload, hash === '' ? undefined : hash);
    return { view: viewJson(workspace, view) };
  },
};

/** views.*: tier 4, no scopes. */
export const viewMethods = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
} satisfies Record<string, Method>;
