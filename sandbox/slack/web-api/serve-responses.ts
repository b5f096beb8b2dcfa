import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, answerText } from '../http/answer.ts';
import { readBody, readFields } from '../http/read-body.ts';
import { refused } from '../state/refused.ts';
import { SlackError } from '../state/slack-error.ts';
import { useResponseUrl } from '../state/triggers.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Faults } from './faults.ts';
import { respond } from './responses.ts';

const gone = new Set(['expired_url', 'used_url', 'message_not_found', 'channel_not_found']);

/** Serves `POST /response/…`: what a response_url takes, 5 times in 30 minutes. Faults know it as `response_url`. */
export async function serveResponses(
  workspace: Workspace,
  faults: Faults,
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const fields = readFields(request.headers['content-type'] ?? '', await readBody(request));
  const fault = faults.take('response_url', undefined);
  if (fault?.kind === '5xx') return answerText(reply, 503, 'Service Unavailable');
  if (fault?.kind === 'reset-before') return void request.socket.resetAndDestroy();
  const journal = { method: 'response_url', args: fields ?? {}, at: workspace.now() };
  try {
    if (fields === undefined) throw new SlackError('invalid_payload');
    const to = useResponseUrl(workspace, new URL(request.url ?? '/', 'http://local').pathname);
    respond(workspace, to, fields);
    workspace.journal.calls.push({ ...journal, status: 200 });
    if (fault?.kind === 'reset-after') request.socket.resetAndDestroy();
    else answerText(reply, 200, 'ok');
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const status = gone.has(error.code) ? 404 : 400;
    workspace.journal.calls.push({ ...journal, status, error: error.code });
    refused(workspace, 'response_url', error, fields);
    answerJson(reply, status, { ok: false, error: error.code });
  }
}
