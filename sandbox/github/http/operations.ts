import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { type ApiVersion, descriptionOf } from './description.ts';
import { isObject, type Json, type JsonObject, objectAt } from './json.ts';
import { pruner } from './prune.ts';

export interface Operation {
  /** As `pulls/create`. */
  readonly id: string;
  readonly method: string;
  readonly template: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** Whether the body is bytes and not JSON. */
  readonly binary: boolean;
  readonly bodyRequired: boolean;
  /** Coerces and judges path and query in place. */
  readonly parameters: ValidateFunction;
  /** Judges the JSON body; undefined where none is taken. */
  readonly body: ValidateFunction | undefined;
  /** Judges a response of a status; undefined when the description does not know the status. */
  response(status: number): ResponseCheck | undefined;
}

interface ResponseCheck {
  /** undefined: no body. */
  readonly validate: ValidateFunction | undefined;
  prune(body: Json): Json;
}

/** Parameters whose values hold slashes. */
const manySegments = new Set(['ref', 'path', 'branch', 'basehead', 'tag', 'environment_name', 'name']);

function patternOf(template: string): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const source = template.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    // the root folder is the empty path
    if (name === 'path') return '(.*)';
    return manySegments.has(name) ? '(.+)' : '([^/]+)';
  });
  // "/contents" alone is the root folder too
  return { pattern: new RegExp(`^${source.replace('/contents/(.*)', '/contents/?(.*)')}$`), names };
}

function makeAjv(coerce: boolean): Ajv {
  // the description itself is GitHub's: nobody checks it against the meta-schema
  const trusted = { strict: false, logger: false, meta: false, validateSchema: false, inlineRefs: false } as const;
  const ajv = new Ajv({ ...trusted, allErrors: true, coerceTypes: coerce });
  addFormats.default(ajv);
  // GitHub answers "" where it has no address, templates where the reader fills in, and seconds as timestamps
  ajv.addFormat('uri', /^$|^[a-z][a-z0-9+.-]*:/i);
  ajv.addFormat('email', /^[^\s@]+@[^\s@]+$/); // GitHub's own bots have brackets in theirs
  ajv.addFormat('repo.nwo', /^[^/]+\/[^/]+$/);
  ajv.addFormat('timestamp', true);
  return ajv;
}

/** Refuses fields that the description does not name; GitHub's own strictness differs from route to route. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'properties' ? closeEach(value) : closed(value)]),
  );
  if (!isObject(schema['properties']) || schema['additionalProperties'] !== undefined || 'allOf' in schema)
    return inner;
  return { ...inner, additionalProperties: false };
}
const closeEach = (properties: Json): Json =>
  isObject(properties)
    ? Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, closed(value)]))
    : properties;

function parameterSchema(description: JsonObject, operation: JsonObject): JsonObject {
  const properties: JsonObject = {};
  const required: string[] = [];
  for (const given of Array.isArray(operation['parameters']) ? operation['parameters'] : []) {
    const reference = objectAt(given)['$ref'];
    const name = typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
    const parameter = name === undefined ? objectAt(given) : objectAt(description, 'components', 'parameters', name);
    if (parameter['in'] === 'header') continue;
    properties[String(parameter['name'])] = parameter['schema'] ?? {};
    if (parameter['required'] === true) required.push(String(parameter['name']));
  }
  return { type: 'object', properties, required, additionalProperties: false };
}

/** Every operation of a version, the most literal paths first. */
export function operationsOf(version: ApiVersion): Operation[] {
  const description = descriptionOf(version);
  const id = `github-${version}`;
  const [strict, coercing] = [makeAjv(false), makeAjv(true)];
  for (const ajv of [strict, coercing]) ajv.addSchema({ $id: id, ...objectAt(description) });
  const bind = (schema: Json): Json => {
    if (Array.isArray(schema)) return schema.map(bind);
    if (!isObject(schema)) return schema;
    const entries = Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' ? `${id}${String(value)}` : bind(value),
    ]);
    return Object.fromEntries(entries);
  };
  const compile = (ajv: Ajv, schema: Json) => ajv.compile(objectAt(bind(schema)));
  const prune = pruner(description);
  const operations: Operation[] = [];
  for (const [template, methods] of Object.entries(objectAt(description, 'paths'))) {
    if (template.includes('{base}...{head}')) continue; // the same address as {basehead}
    for (const [method, node] of Object.entries(objectAt(methods))) {
      operations.push(
        operationOf(description, template, method.toUpperCase(), objectAt(node), strict, coercing, compile, prune),
      );
    }
  }
  const literal = ({ template }: Operation) => template.split('/').filter((part) => !part.startsWith('{')).length;
  return operations.sort((one, other) => literal(other) - literal(one) || other.template.length - one.template.length);
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

type Compile = (ajv: Ajv, schema: Json) => ValidateFunction;

function operationOf(
  description: JsonObject,
  template: string,
  method: string,
  node: JsonObject,
  strict: Ajv,
  coercing: Ajv,
  compile: Compile,
  prune: (value: Json, schema: Json) => Json,
): Operation {
  const content = objectAt(node, 'requestBody', 'content');
  const bodySchema = objectAt(content, 'application/json')['schema'];
  // compiled when first met: a process uses a few of them only
  const parameters = lazily(() => compile(coercing, parameterSchema(description, node)));
  const body = lazily(() => (bodySchema === undefined ? undefined : compile(strict, closed(bodySchema))));
  const checks = new Map<number, ResponseCheck | undefined>();
  return {
    id: String(node['operationId']),
    method,
    template,
    ...patternOf(template),
    binary: 'application/octet-stream' in content,
    bodyRequired: objectAt(node, 'requestBody')['required'] === true,
    get parameters() {
      return parameters();
    },
    get body() {
      return body();
    },
    response(status) {
      if (!checks.has(status)) checks.set(status, responseCheck(description, node, status, strict, compile, prune));
      return checks.get(status);
    },
  };
}

function responseCheck(
  description: JsonObject,
  node: JsonObject,
  status: number,
  strict: Ajv,
  compile: Compile,
  prune: (value: Json, schema: Json) => Json,
): ResponseCheck | undefined {
  const given = objectAt(node, 'responses')[String(status)];
  if (given === undefined) return undefined;
  const reference = objectAt(given)['$ref'];
  const name = typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
  const response = name === undefined ? objectAt(given) : objectAt(description, 'components', 'responses', name);
  const schema = objectAt(response, 'content', 'application/json')['schema'];
  const validate = schema === undefined ? undefined : compile(strict, schema);
  return { validate, prune: (body) => (schema === undefined ? body : prune(body, schema)) };
}
