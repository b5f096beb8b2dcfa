import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, errorAnswer, send } from './answer.ts';
import type { createApi } from './api.ts';
import type { Fault, Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import { type RateLimits, secondaryLimit } from './rate-limit.ts';
import { readBody } from './request.ts';
import { type createWeb, isWeb } from './web.ts';

type Handle = (request: IncomingMessage, url: URL) => Promise<Answer>;

interface ListenerParts {
  readonly api: ReturnType<typeof createApi>;
  readonly graphql: (
    request: IncomingMessage,
  ) => Promise<Answer & { readonly by: string | null; readonly asked: unknown }>;
  readonly web: ReturnType<typeof createWeb>;
  readonly control: Handle;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly now: () => Date;
}

interface Done {
  readonly answer: Answer;
  readonly operation: string | null;
  readonly by: string | null;
  readonly key: string | null;
  readonly body: unknown;
  readonly refusal: string | undefined;
}

/** Faults that strike before anything is done. */
async function before(fault: Fault, request: IncomingMessage): Promise<Answer | 'hang' | 'reset' | undefined> {
  if (fault.kind === 'delay') await wait(fault.ms);
  if (fault.kind === 'hang') return 'hang';
  if (fault.kind === 'reset-before') return 'reset';
  if (fault.kind === '5xx') {
    await readBody(request);
    return { status: 503, body: { message: 'Service Unavailable' }, headers: {} };
  }
  if (fault.kind === '429' || fault.kind === '403-secondary') {
    await readBody(request);
    return errorAnswer(secondaryLimit(fault.kind === '429' ? 429 : 403, fault.retryAfter));
  }
  return undefined;
}

/** Keeps a request and its answer, and what of it the description does not allow. */
function note(
  journal: Journal,
  at: Date,
  request: IncomingMessage,
  url: URL,
  { operation, by, body, refusal }: Done,
  status: number,
  fault: Fault | undefined,
): void {
  const method = request.method ?? 'GET';
  const asked = { method, path: url.pathname, query: Object.fromEntries(url.searchParams), body: body ?? null };
  const id = journal.calls.length + 1;
  journal.calls.push({ id, at: at.toISOString(), ...asked, operation, by, status, fault: fault?.kind ?? null });
  if (refusal !== undefined) journal.refusals.push({ method, path: url.pathname, status, reason: refusal });
}

/** The server's one entrance: control, GraphQL and REST, with faults, journal and the headers of every answer. */
export function createListener({ api, graphql, web, control, journal, faults, limits, now }: ListenerParts) {
  const perform = async (request: IncomingMessage, url: URL): Promise<Done> => {
    if (url.pathname === '/graphql') {
      const { by, asked, ...answer } = await graphql(request);
      return { answer, operation: 'graphql', by, key: null, body: asked, refusal: undefined };
    }
    if (isWeb(url.pathname)) {
      const { answer, asked } = await web(request, url);
      return { answer, operation: 'web', by: null, key: null, body: asked, refusal: undefined };
    }
    const asked = await api(request, url, errorAnswer);
    const { answer, body, refusal, credential, operation } = asked;
    const by = credential === undefined ? null : credential.key;
    const scopes = credential?.kind === 'person' ? credential.scopes : null;
    const headers = scopes === null ? {} : { 'X-OAuth-Scopes': scopes.join(', '), 'X-Accepted-OAuth-Scopes': '' };
    return {
      answer: { ...answer, headers: { ...headers, ...answer.headers } },
      operation: operation?.id ?? null,
      by,
      key: by,
      body,
      refusal,
    };
  };

  const nothing: Omit<Done, 'answer'> = { operation: null, by: null, key: null, body: undefined, refusal: undefined };

  const serve = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const fault = faults.strike(request.method ?? 'GET', url.pathname);
    const record = (done: Done, status: number) => note(journal, now(), request, url, done, status, fault);
    const early = fault === undefined ? undefined : await before(fault, request);
    if (early !== undefined) {
      const answer = typeof early === 'string' ? { status: 0, body: undefined, headers: {} } : early;
      record({ ...nothing, answer }, answer.status);
      if (early === 'reset') request.socket.destroy();
      if (typeof early !== 'string') send(response, answer);
      return;
    }
    const done = await perform(request, url);
    record(done, done.answer.status);
    if (fault?.kind === 'reset-after') return void request.socket.destroy();
    if (fault?.kind === '502-after-write')
      return send(response, { status: 502, body: { message: 'Server Error' }, headers: {} });
    const budget = done.key === null ? {} : limits.headers(done.key, 'core');
    send(response, { ...done.answer, headers: { ...budget, ...done.answer.headers } });
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    response.setHeader('X-GitHub-Request-Id', randomUUID().toUpperCase());
    response.setHeader('Date', now().toUTCString());
    response.setHeader('X-GitHub-Media-Type', 'github.v3; format=json');
    response.setHeader(
      'X-GitHub-Api-Version-Selected',
      String(request.headers['x-github-api-version'] ?? '2022-11-28'),
    );
    const work =
      url.pathname === '/control' || url.pathname.startsWith('/control/')
        ? control(request, url).then((answer) => send(response, answer))
        : serve(request, response, url);
    work.catch((error: unknown) => {
      if (!response.headersSent) send(response, errorAnswer(error));
      else request.socket.destroy();
    });
  };
}
