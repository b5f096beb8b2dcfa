import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerText } from '../http/answer.ts';
import { readBody } from '../http/read-body.ts';
import type { Workspace } from '../state/workspace.ts';

/** Serves `POST /upload/v1/<file>`: the second of the three steps of an upload; the size must be what was promised. */
export async function serveUpload(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = workspace.files.get((request.url ?? '').split('?', 1)[0]?.split('/').at(-1) ?? '');
  const body = await readBody(request);
  if (file === undefined) return answerText(response, 404, 'not found');
  const content = uploaded(request.headers['content-type'] ?? '', body);
  if (content.length !== file.size) return answerText(response, 400, 'size does not match');
  file.content = content;
  answerText(response, 200, `OK - ${content.length}`);
}

function uploaded(contentType: string, body: Buffer): Buffer {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return body;
  const start = body.indexOf('\r\n\r\n');
  const end = body.lastIndexOf(`\r\n--${boundary}`);
  return start < 0 || end < start ? Buffer.alloc(0) : body.subarray(start + 4, end);
}

/** Serves `GET /files/<file>/<name>` to the bot's token with `files:read`; whom it does not know it leads to the sign-in page, as Slack does. */
export function serveFile(workspace: Workspace, request: IncomingMessage, response: ServerResponse): void {
  const [, , id = ''] = (request.url ?? '').split('/');
  const ours = request.headers.authorization === `Bearer ${workspace.tokens.bot}`;
  const file = workspace.files.get(id);
  if (!ours || workspace.app.scopes?.has('files:read') === false) {
    const location = `https://${workspace.team.domain}.slack.com/?redir=${encodeURIComponent(request.url ?? '')}`;
    response.writeHead(302, { location }).end();
  } else if (file?.content === undefined || file.deleted) answerText(response, 404, 'not found');
  else
    response
      .writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.content.length })
      .end(file.content);
}
