import type { IncomingMessage } from 'node:http';
import type { DeviceFlows, FlowAnswer } from '../access/device-flow.ts';
import type { Answer } from './answer.ts';
import { isObject, parseJson } from './json.ts';
import { readBody } from './request.ts';

const paths = ['/login/device/code', '/login/oauth/access_token'] as const;

/** Whether a path belongs to GitHub's web host, not to its API. */
export const isWeb = (path: string): boolean => path === '/login/device' || paths.some((one) => one === path);

/** A body as GitHub takes it there: a form, or JSON where it is said to be. */
function formOf(request: IncomingMessage, text: string): Readonly<Record<string, string | undefined>> {
  if (!/[/+]json/.test(request.headers['content-type'] ?? '')) return Object.fromEntries(new URLSearchParams(text));
  const body = parseJson(text === '' ? '{}' : text);
  if (!isObject(body)) return {};
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value)]));
}

/** JSON for who accepts it, a form for everybody else: that is GitHub's default. */
function written({ status, body }: FlowAnswer, accept: string | undefined): Answer {
  if (/application\/json/.test(accept ?? '')) return { status, body: { ...body }, headers: {} };
  const form = new URLSearchParams(Object.entries(body).map(([key, value]): [string, string] => [key, String(value)]));
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return { status, body: Buffer.from(form.toString()), headers };
}

const page = `<!doctype html><title>Device Activation</title>
<p>This is the local GitHub. Whoever plays a person enters the code by the control: <code>enterCode</code>.</p>`;

/** What of GitHub's web host a program talks to: the two addresses of the OAuth device flow, and its page. */
export function createWeb(flows: DeviceFlows) {
  return async (request: IncomingMessage, url: URL): Promise<{ readonly answer: Answer; readonly asked: unknown }> => {
    const asked = formOf(request, (await readBody(request)).toString('utf8'));
    if (request.method === 'GET' && url.pathname === '/login/device')
      return { answer: { status: 200, body: Buffer.from(page), headers: { 'Content-Type': 'text/html' } }, asked };
    if (request.method !== 'POST' || url.pathname === '/login/device')
      return { answer: { status: 404, body: { error: 'Not Found' }, headers: {} }, asked };
    const form = { ...Object.fromEntries(url.searchParams), ...asked };
    const answer = url.pathname === paths[0] ? flows.begin(form['client_id']) : flows.claim(form);
    return { answer: written(answer, request.headers.accept), asked };
  };
}
