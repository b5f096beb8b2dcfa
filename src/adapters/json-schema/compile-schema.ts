import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { formats } from './formats.ts';

/** A schema that can be used, or why not: the rest of a sentence that begins with its name. */
export type Compiled =
  | { readonly kind: 'compiled'; readonly validate: ValidateFunction }
  | { readonly kind: 'unusable'; readonly because: string };

const drafts: readonly (readonly [RegExp, (options: Options) => Ajv | Ajv2019 | Ajv2020])[] = [
  [/^http:\/\/json-schema\.org\/draft-07\/schema#?$/, (options) => new Ajv(options)],
  [/^https:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, (options) => new Ajv2019(options)],
  [/^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, (options) => new Ajv2020(options)],
];
const newest = 'https://json-schema.org/draft/2020-12/schema'; // of a schema that does not say

function isSchema(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const most = 200; // characters: what is said goes into the log for good
const cut = (text: string): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Tells people what ajv tells programmers. */
function becauseOf(error: unknown): string {
  if (error instanceof RangeError) return 'is nested too deeply';
  const message = error instanceof Error ? error.message : String(error);
  const [, missing] = /^can't resolve reference (\S+)/.exec(message) ?? [];
  if (missing !== undefined)
    return `refers to ${cut(missing)}, which is not in it, and Slipway fetches no schema from elsewhere`;
  return `is no schema that can be used (${cut(message.replace(/^schema is invalid: /, ''))})`;
}

/**
 * Compiles a schema that somebody wrote in a repository. `$ref` leads to places in it only (nothing loads others), `$data`
 * and asynchronous schemas are off, and inherited properties (`toString`) count as missing.
 *
 * ajv has no way without code: it writes a function and evaluates it by `new Function`. What stands in a schema goes into
 * that code as quoted literals only; decision 0018 says what is done in case that one day fails. So: call this in a
 * thread that can be ended.
 */
export function compileSchema(schema: unknown): Compiled {
  if (!isSchema(schema)) return { kind: 'unusable', because: 'is not a map, as a JSON Schema is' };
  const { $schema: draft = newest, $async: asynchronous } = schema;
  const make = drafts.find(([named]) => typeof draft === 'string' && named.test(draft))?.[1];
  if (make === undefined)
    return {
      kind: 'unusable',
      because: `says “$schema”: ${cut(JSON.stringify(draft))}, and Slipway reads draft-07, 2019-09 and 2020-12`,
    };
  if (asynchronous !== undefined) return { kind: 'unusable', because: 'says “$async”, which Slipway does not know' };
  const warnings: string[] = [];
  const told = { log: () => undefined, warn: (text: string) => warnings.push(text), error: () => undefined };
  try {
    const validate = make({ strict: false, allErrors: true, ownProperties: true, formats, logger: told }).compile(
      schema,
    );
    // ajv only warns of them where it is not strict
    const [, format] =
      /^unknown format "(.*?)" ignored/.exec(warnings.find((w) => w.startsWith('unknown format')) ?? '') ?? [];
    if (format === undefined) return { kind: 'compiled', validate };
    const known = Object.keys(formats).join(', ');
    return { kind: 'unusable', because: `asks for the format ${format}, and Slipway knows ${known}` };
  } catch (error) {
    return { kind: 'unusable', because: becauseOf(error) };
  }
}
