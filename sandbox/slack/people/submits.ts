import { z } from 'zod';
import { viewClosed, viewSubmission } from '../delivery/payloads.ts';
import { labelled } from '../shown/shown.ts';
import type { Person, View } from '../state/entities.ts';
import { refused } from '../state/refused.ts';
import { NotPossible, SlackError } from '../state/slack-error.ts';
import { issueResponseUrl } from '../state/triggers.ts';
import { closeModals, openModal, replaceView, topModal } from '../state/views.ts';
import type { Workspace } from '../state/workspace.ts';
import { viewOf } from '../web-api/views.ts';
import { formErrors } from './form-errors.ts';
import type { Sandbox } from './sandbox.ts';

/** What a person sees after pressing a modal's submit button. */
export interface Submitted {
  readonly kind: 'closed' | 'updated' | 'pushed' | 'errors';
  /** By the label of the input. */
  readonly errors?: Readonly<Record<string, string>>;
  /** What Slack says above the form. */
  readonly message?: string;
}

/** What Slack shows when the app did not take a submission. */
const trouble = 'We had some trouble connecting. Try again?';

const answer = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('clear') }),
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
]);

/** Presses the submit button of the top modal. */
export async function submits(sandbox: Sandbox, person: Person): Promise<Submitted> {
  const { workspace, delivery } = sandbox;
  const view = topModal(workspace, person.id);
  if (person.deleted) throw new NotPossible(`${person.name} is deactivated`);
  if (view === undefined) throw new NotPossible(`${person.name} has no modal open`);
  if (view.submit === undefined) throw new NotPossible(`the modal "${view.title ?? ''}" has no submit button`);
  view.errors = formErrors(view);
  workspace.changes.changed();
  if (Object.keys(view.errors).length > 0) return { kind: 'errors', errors: labelled(view) };
  const payload = viewSubmission(workspace, person, view, responseUrls(workspace, person, view));
  const outcome = await delivery.send('interactive', 'view_submission', payload);
  if (!outcome.ok) return { kind: 'errors', message: trouble };
  try {
    return follow(workspace, person, view, outcome.body);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    refused(workspace, 'ack view_submission', error, outcome.body);
    return { kind: 'errors', message: trouble };
  }
}

function follow(workspace: Workspace, person: Person, view: View, body: unknown): Submitted {
  if (body === '' || (typeof body === 'object' && body !== null && Object.keys(body).length === 0)) {
    if (topModal(workspace, person.id)?.id === view.id) closeModals(workspace, person.id, false);
    return { kind: 'closed' };
  }
  const read = answer.safeParse(body);
  if (!read.success)
    throw new SlackError(
      'invalid_response',
      read.error.issues.map(({ message }) => `[ERROR] ${message}`),
    );
  switch (read.data.response_action) {
    case 'clear':
      closeModals(workspace, person.id, true);
      return { kind: 'closed' };
    case 'errors':
      view.errors = bound(view, read.data.errors);
      workspace.changes.changed();
      return { kind: 'errors', errors: labelled(view) };
    case 'update':
      replaceView(workspace, view, viewOf(workspace, read.data.view, 'modal'));
      return { kind: 'updated' };
    case 'push':
      openModal(workspace, person.id, viewOf(workspace, read.data.view, 'modal'), true);
      return { kind: 'pushed' };
  }
}

/** Errors must name input blocks of the view; Slack refuses the whole answer otherwise. */
function bound(view: View, errors: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
  const loose = Object.keys(errors).filter((id) => !inputs.has(id));
  if (Object.keys(errors).length === 0) throw new SlackError('invalid_response', ['[ERROR] errors must not be empty']);
  if (loose.length > 0) {
    throw new SlackError(
      'invalid_response',
      loose.map((id) => `[ERROR] errors: ${id} is no input block of this view`),
    );
  }
  return errors;
}

function responseUrls(workspace: Workspace, person: Person, view: View): unknown[] {
  return view.blocks.flatMap((block) => {
    if (block.type !== 'input' || !('response_url_enabled' in block.element)) return [];
    if (block.element.response_url_enabled !== true) return [];
    const value = view.state.get(block.block_id ?? '')?.get(block.element.action_id ?? '');
    const channel =
      value?.type === 'conversations_select'
        ? value.selected_conversation
        : value?.type === 'channels_select'
          ? value.selected_channel
          : null;
    if (channel === null) return [];
    const response_url = issueResponseUrl(workspace, 'app', { user: person.id, channel, message: undefined });
    return [{ block_id: block.block_id, action_id: block.element.action_id, channel_id: channel, response_url }];
  });
}

/** Presses Cancel (the top modal goes, or all with clear_on_close), or the cross (`all`: every modal goes). */
export async function closes(sandbox: Sandbox, person: Person, all: boolean): Promise<void> {
  const { workspace, delivery } = sandbox;
  const view = topModal(workspace, person.id);
  if (view === undefined) throw new NotPossible(`${person.name} has no modal open`);
  const cleared = all || view.clearOnClose;
  const gone = closeModals(workspace, person.id, cleared);
  for (const one of gone.filter(({ notifyOnClose }) => notifyOnClose)) {
    await delivery.send('interactive', 'view_closed', viewClosed(workspace, person, one, cleared));
  }
}
