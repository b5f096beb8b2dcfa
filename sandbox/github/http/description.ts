import { readFileSync } from 'node:fs';
import { isObject, type Json, type JsonObject, mergePatch, objectAt, parseJson } from './json.ts';
import { supplement } from './supplement.ts';

/** The versions of the API that may be pinned, oldest first. The first is what a request without one gets. */
export const apiVersions = ['2022-11-28', '2026-03-10'] as const;
export type ApiVersion = (typeof apiVersions)[number];

const published = parseJson(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));

/** `add`, `remove` and `replace` of RFC 6902, all that GitHub's changes use. */
function applyOperations(target: JsonObject, operations: readonly Json[]): JsonObject {
  const copy = structuredClone(target);
  for (const operation of operations) {
    const { op, path, value } = objectAt(operation);
    const keys = String(path)
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const parent = objectAt(copy, ...keys.slice(0, -1));
    if (op === 'remove') delete parent[keys.at(-1) ?? ''];
    else parent[keys.at(-1) ?? ''] = value ?? null;
  }
  return copy;
}

/** A node of the description as it is in a version: `x-github-breaking-changes` up to it are applied. */
function atVersion(node: JsonObject, version: ApiVersion): JsonObject {
  let now: JsonObject = node;
  const changes = node['x-github-breaking-changes'];
  for (const change of Array.isArray(changes) ? changes : []) {
    const { version: since, patch } = objectAt(change);
    if (typeof since !== 'string' || since > version) continue;
    now = Array.isArray(patch) ? applyOperations(now, patch) : objectAt(mergePatch(now, patch ?? {}));
  }
  return now;
}

/** OpenAPI 3.0's `nullable` as JSON Schema says it; ajv takes it beside `type` only. */
function withNull(node: JsonObject): Json {
  const { nullable, ...schema } = node;
  if (nullable === undefined) return schema;
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function walk(node: Json, version: ApiVersion): Json {
  if (Array.isArray(node)) return node.map((item) => walk(item, version));
  if (!isObject(node)) return node;
  const current = atVersion(node, version);
  const walked = Object.entries(current).map(([key, value]) => [key, walk(value, version)] as const);
  return withNull(Object.fromEntries(walked));
}

/** GitHub's description as it is in a version, with the sandbox's additions, ready for ajv. */
export function descriptionOf(version: ApiVersion): JsonObject {
  return objectAt(walk(mergePatch(published, supplement), version));
}
