import type { SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

/** Writes a refusal into the journal; `where` is the method, `ack <kind>` or `response_url`. */
export function refused(workspace: Workspace, where: string, error: SlackError, given: unknown): void {
  workspace.journal.refusals.push({ at: workspace.now(), where, error: error.code, messages: error.messages, given });
  workspace.changes.changed();
}
