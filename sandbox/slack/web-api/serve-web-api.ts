import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { answerJson, answerText } from '../http/answer.ts';
import { parseJson, readBody, readFields } from '../http/read-body.ts';
import { refused } from '../state/refused.ts';
import { SlackError } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import { Arguments } from './arguments.ts';
import type { Fault, Faults } from './faults.ts';
import { type Method, requireScope } from './method.ts';
import type { RateLimits } from './rate-limits.ts';

/** What serving the Web API needs. */
export interface WebApi {
  readonly workspace: Workspace;
  readonly methods: Readonly<Record<string, Method>>;
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Serves `POST /api/<method>` (and GET, which Slack takes too). */
export async function serveWebApi(api: WebApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local');
  const method = url.pathname.slice('/api/'.length);
  const read = readFields(request.headers['content-type'] ?? '', await readBody(request));
  const fields = read === undefined ? undefined : { ...Object.fromEntries(url.searchParams), ...read };
  const channel = typeof fields?.['channel'] === 'string' ? fields['channel'] : undefined;
  const fault = api.faults.take(method, channel);
  if (fault !== undefined && (await failsBefore(api, fault, method, fields ?? {}, response))) return;
  const answer = call(api, method, fields, request.headers.authorization, channel);
  if (fault?.kind === 'reset-after') {
    request.socket.resetAndDestroy();
    return;
  }
  answerJson(response, answer.status, answer.body, answer.headers);
}

async function failsBefore(
  api: WebApi,
  fault: Fault,
  method: string,
  args: Readonly<Record<string, unknown>>,
  response: ServerResponse,
): Promise<boolean> {
  const note = (status: number, error: string) =>
    api.workspace.journal.calls.push({ method, args: withoutToken(args), at: api.workspace.now(), error, status });
  switch (fault.kind) {
    case 'delay':
      await pause(fault.ms, undefined, { ref: false });
      return false;
    case 'reset-after':
      return false;
    case '429':
      note(429, 'ratelimited');
      answerJson(
        response,
        429,
        { ok: false, error: 'ratelimited' },
        { 'retry-after': `${Math.max(1, Math.ceil(fault.ms / 1000))}` },
      );
      return true;
    case '5xx':
      note(503, 'service_unavailable');
      answerText(response, 503, 'Service Unavailable');
      return true;
    case 'reset-before':
      note(0, 'reset');
      response.socket?.resetAndDestroy();
      return true;
    case 'hang':
      note(0, 'hang');
      return true;
  }
}

function withoutToken(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { token: _secret, ...rest } = args;
  return rest;
}

function call(
  api: WebApi,
  name: string,
  fields: Readonly<Record<string, unknown>> | undefined,
  authorization: string | undefined,
  channel: string | undefined,
): Answer {
  const { workspace } = api;
  const args = new Arguments(fields ?? {});
  const given = decoded(withoutToken(args.fields));
  const note = (status: number, error?: string) => {
    const failed = error === undefined ? {} : { error };
    workspace.journal.calls.push({ method: name, args: given, at: workspace.now(), status, ...failed });
  };
  const scopes = [...(workspace.app.scopes ?? [])].join(',');
  const headers = { 'x-oauth-scopes': scopes, 'x-slack-req-id': workspace.ids.word(20) };
  try {
    const method = Object.hasOwn(api.methods, name) ? api.methods[name] : undefined;
    if (method === undefined) throw new SlackError('unknown_method', [], { req_method: name });
    const wait = api.rateLimits.refuse(name, method.tier, channel);
    if (wait !== undefined) {
      note(429, 'ratelimited');
      return {
        status: 429,
        body: { ok: false, error: 'ratelimited' },
        headers: { ...headers, 'retry-after': `${wait}` },
      };
    }
    if (fields === undefined) throw new SlackError('invalid_form_data');
    authorize(workspace, name, method, authorization, args);
    const body = method.run(workspace, args);
    note(200);
    return { status: 200, body: { ok: true, ...body }, headers };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    note(200, error.code);
    refused(workspace, name, error, given);
    return { status: 200, body: refusalBody(error), headers };
  }
}

/** The answer of a refused call. */
function refusalBody(error: SlackError): Record<string, unknown> {
  const metadata = error.messages.length > 0 ? { response_metadata: { messages: error.messages } } : {};
  return { ok: false, error: error.code, ...error.extra, ...metadata };
}

function authorize(
  workspace: Workspace,
  name: string,
  method: Method,
  authorization: string | undefined,
  args: Arguments,
): void {
  if (name === 'api.test') return;
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? args.optional('token') ?? '';
  if (token === '') throw new SlackError('not_authed');
  const { bot, app } = workspace.tokens;
  if (token !== bot && token !== app) throw new SlackError('invalid_auth');
  if ((token === app) !== (method.token === 'app')) throw new SlackError('not_allowed_token_type');
  requireScope(workspace, ...method.scopes);
}

/** Arguments with their JSON texts read, for the journal. */
function decoded(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const json = new Set(['blocks', 'view', 'metadata', 'attachments', 'files']);
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      json.has(key) && typeof value === 'string' ? (parseJson(value) ?? value) : value,
    ]),
  );
}
