import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';
import { sizeHeader, totalHeader } from '../rest/page.ts';
import type { Json } from './json.ts';

export interface Answer {
  readonly status: number;
  readonly body: Json | Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const documentation = 'https://docs.github.com/rest';

/** A refusal as GitHub writes it; anything that is not one is a fault of the sandbox. */
export function errorAnswer(error: unknown): Answer {
  if (!(error instanceof ApiError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 500, body: { message: `The local GitHub failed: ${text}` }, headers: {} };
  }
  const errors: Json[] = (error.errors ?? []).map((one) => (typeof one === 'string' ? one : { ...one }));
  return {
    status: error.status,
    body: {
      message: error.message,
      ...(error.errors === undefined ? {} : { errors }),
      documentation_url: documentation,
      status: String(error.status),
    },
    headers: { ...error.headers },
  };
}

/** `Link` for a page: first, prev, next, last, as far as there are such pages. */
function linkHeader(url: URL, total: number, size: number): string | undefined {
  const page = Math.max(1, Number(url.searchParams.get('page') ?? 1));
  const last = Math.max(1, Math.ceil(total / size));
  const to = (number: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ];
  return links.length === 0 ? undefined : links.join(', ');
}

/** Turns the marks of a page into its `Link` header. */
export function withLinks(headers: Readonly<Record<string, string>>, url: URL): Record<string, string> {
  const { [totalHeader]: total, [sizeHeader]: size, ...rest } = headers;
  const link = total === undefined ? undefined : linkHeader(url, Number(total), Number(size));
  return link === undefined ? rest : { ...rest, Link: link };
}

/** An ETag belongs to who asked: another token gets another one for the same content. */
export const etagOf = (key: string, body: string | Buffer): string =>
  `W/"${createHash('sha256').update(key).update(body).digest('hex')}"`;

/** Writes an answer to the wire. */
export function send(response: ServerResponse, answer: Answer): void {
  const { status, body, headers } = answer;
  const payload = body === undefined ? '' : Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json; charset=utf-8';
  const empty = status === 204 || status === 304;
  response.writeHead(status, {
    ...(empty || body === undefined ? {} : { 'Content-Type': type }),
    ...(empty ? {} : { 'Content-Length': Buffer.byteLength(payload) }),
    ...headers,
  });
  response.end(empty ? undefined : payload);
}
