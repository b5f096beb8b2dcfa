import { isObject, type Json, type JsonObject, objectAt } from './json.ts';

/**
 * Drops what a response schema does not describe, so that nobody comes to rely on a field that GitHub does not send,
 * or no longer sends in the pinned version. Choices (`oneOf`, `anyOf`) are left as they are, but for "or null".
 */
export function pruner(description: JsonObject): (value: Json, schema: Json) => Json {
  const resolve = (schema: Json): JsonObject => {
    const node = objectAt(schema);
    const reference = node['$ref'];
    if (typeof reference === 'string') return resolve(objectAt(description, ...reference.split('/').slice(1)));
    const choices = node['anyOf'];
    if (Array.isArray(choices) && choices.length === 2 && objectAt(choices[1])['type'] === 'null')
      return resolve(choices[0] ?? {});
    return node;
  };
  const prune = (value: Json, given: Json): Json => {
    const schema = resolve(given);
    if (Array.isArray(value)) {
      const items = schema['items'];
      return items === undefined ? value : value.map((item) => prune(item, items));
    }
    const properties = schema['properties'];
    if (!isObject(value) || !isObject(properties)) return value;
    const open = schema['additionalProperties'] !== undefined && schema['additionalProperties'] !== false;
    const choice = 'oneOf' in schema || 'allOf' in schema || 'anyOf' in schema;
    const kept = Object.entries(value).flatMap(([key, inner]) => {
      const property = properties[key];
      if (property !== undefined) return [[key, prune(inner, property)] as const];
      return open || choice ? [[key, inner] as const] : [];
    });
    return Object.fromEntries(kept);
  };
  return prune;
}
