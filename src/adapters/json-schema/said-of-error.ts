import type { ErrorObject } from 'ajv';

const most = 120; // characters of one of them

/** `/images/0/tag` as people read it: `images.0.tag`. */
function placeOf(pointer: string): string {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.length === 0 ? 'the file' : keys.join('.');
}

function wrongOf({ keyword, params, message }: ErrorObject): string {
  if (keyword === 'additionalProperties')
    return `has “${params['additionalProperty']}”, which the schema does not know`;
  if (keyword === 'unevaluatedProperties')
    return `has “${params['unevaluatedProperty']}”, which the schema does not know`;
  if (keyword === 'required') return `lacks “${params['missingProperty']}”`;
  if (keyword === 'enum') return `must be one of ${JSON.stringify(params['allowedValues']).slice(1, -1)}`;
  if (keyword === 'const') return `must be ${JSON.stringify(params['allowedValue'])}`;
  return message ?? `fails “${keyword}”`;
}

/** One thing that is wrong, with its path in the file. */
export function saidOfError(error: ErrorObject): string {
  const said = `${placeOf(error.instancePath)} ${wrongOf(error)}`;
  return said.length > most ? `${said.slice(0, most - 1)}…` : said;
}
