import type { IncomingMessage } from 'node:http';
import type { ErrorObject } from 'ajv';
import { ApiError } from '../api-error.ts';
import { isObject, type Json, type JsonObject, parseJson } from './json.ts';
import type { Operation } from './operations.ts';

/** A request body above this is refused, as a proxy in front of GitHub would. */
const largestBytes = 100 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > largestBytes) throw new ApiError(413, 'Payload Too Large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** A request that the description does not allow. */
export class SchemaRefusal extends ApiError {}

/** One mistake in GitHub's way of saying it. */
function sentence(error: ErrorObject): string {
  const { keyword, params, instancePath, message } = error;
  const named = (key: string) => String(params[key] ?? '');
  if (keyword === 'required') return `"${named('missingProperty')}" wasn't supplied.`;
  if (keyword === 'additionalProperties') return `"${named('additionalProperty')}" is not a permitted key.`;
  return `For '${instancePath.slice(1) || 'body'}', the value ${message ?? 'is invalid'}.`;
}

/** "Or null" and "one of these" only repeat what a deeper mistake says. */
const isEcho = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'anyOf' || keyword === 'oneOf' || (keyword === 'type' && params['type'] === 'null');

function refusal(errors: readonly ErrorObject[] | null | undefined): SchemaRefusal {
  const all = errors ?? [];
  const telling = all.filter((error) => !isEcho(error));
  const sentences = new Set((telling.length > 0 ? telling : all).map(sentence));
  return new SchemaRefusal(422, `Invalid request.\n\n${[...sentences].join('\n')}`);
}

/** Judges path and query, with numbers and booleans read from their text. */
export function readParameters(operation: Operation, values: readonly string[], query: URLSearchParams): JsonObject {
  const path = Object.fromEntries(operation.names.map((name, index) => [name, decode(values[index] ?? '')]));
  const parameters: JsonObject = { ...Object.fromEntries(query), ...path };
  if (!operation.parameters(parameters)) throw refusal(operation.parameters.errors);
  return parameters;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw new ApiError(400, 'Bad Request');
    throw error;
  }
}

/** Judges a JSON body. */
export function readJsonBody(operation: Operation, bytes: Buffer): JsonObject {
  if (bytes.length === 0) {
    if (operation.bodyRequired) throw new SchemaRefusal(422, 'Invalid request.\n\nThe request has no body.');
    return {};
  }
  const body = parsed(bytes);
  if (!isObject(body)) throw new SchemaRefusal(400, 'Body should be a JSON object');
  const validate = operation.body;
  if (validate === undefined) {
    const [extra] = Object.keys(body);
    if (extra !== undefined) throw new SchemaRefusal(422, `Invalid request.\n\n"${extra}" is not a permitted key.`);
    return {};
  }
  if (!validate(body)) throw refusal(validate.errors);
  return body;
}

function parsed(bytes: Buffer): Json {
  try {
    return parseJson(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new SchemaRefusal(400, 'Problems parsing JSON');
    throw error;
  }
}
