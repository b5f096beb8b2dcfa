import type { IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';
import { z } from 'zod';

const record = z.record(z.string(), z.unknown());

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** The fields of a form or JSON body; undefined when it is neither, or no object. */
export function readFields(contentType: string, body: Buffer): Record<string, unknown> | undefined {
  if (contentType.startsWith('application/json')) {
    const parsed = record.safeParse(body.length === 0 ? {} : parseJson(body.toString()));
    return parsed.success ? parsed.data : undefined;
  }
  if (contentType === '' && body.length === 0) return {};
  if (contentType.startsWith('application/x-www-form-urlencoded')) return { ...parse(body.toString()) };
  return contentType.startsWith('multipart/form-data') ? readMultipart(contentType, body) : undefined;
}

/** A JSON text's value; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readMultipart(contentType: string, body: Buffer): Record<string, unknown> | undefined {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  const fields = parts.map((part) => {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
    return [name, Buffer.from(rest.join('\r\n\r\n').replace(/\r\n$/, ''), 'latin1').toString()] as const;
  });
  return Object.fromEntries(fields);
}
