import type { z } from 'zod';

/** One thing that is wrong with a payload: Slack's words and where, as a JSON pointer. */
export interface Flaw {
  readonly message: string;
  readonly pointer: string;
}

/** How Slack writes a flaw in `response_metadata.messages`. */
export function written(flaw: Flaw): string {
  return `[ERROR] ${flaw.message} [json-pointer:${flaw.pointer}]`;
}

type Path = readonly PropertyKey[];

/** A JSON pointer below `base`. */
function pointer(base: string, path: Path): string {
  return path.reduce<string>((all, key) => `${all}/${String(key)}`, base);
}

function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === String(key))?.[1];
  }, root);
}

/** Puts zod's issues in Slack's words. `base` is the pointer of what was parsed, `root` its value. */
export function flaws(issues: readonly z.core.$ZodIssue[], root: unknown, base: string): Flaw[] {
  const paths = new Set(issues.filter((issue) => issue.code !== 'custom').map((issue) => pointer('', issue.path)));
  // A rule of ours about a value that is malformed already would only repeat it.
  const telling = issues.filter((issue) => issue.code !== 'custom' || !paths.has(pointer('', issue.path)));
  return telling.flatMap((issue) => said(issue, root).map((one) => ({ ...one, pointer: pointer(base, one.path) })));
}

function said(issue: z.core.$ZodIssue, root: unknown): { message: string; path: Path }[] {
  const path = issue.path;
  const value = at(root, path);
  const missing = value === undefined && path.length > 0;
  const expected = issue.code !== 'custom' && issue.code !== 'unrecognized_keys';
  if (missing && expected) {
    return [{ message: `missing required field: ${String(path.at(-1))}`, path: path.slice(0, -1) }];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ message: `invalid additional property: ${key}`, path }));
    case 'too_big':
    case 'too_small':
      return [{ message: outOfBounds(issue), path }];
    case 'invalid_type':
      return [{ message: `must provide ${article(issue.expected)} ${issue.expected}`, path }];
    case 'invalid_union':
      if (issue.discriminator === undefined) return [{ message: 'failed to match all allowed schemas', path }];
      if (value === undefined || typeof value === 'object') return [{ message: 'must provide an object', path }];
      return [{ message: `unsupported type: ${String(value)}`, path }];
    case 'invalid_value':
      if (path.at(-1) === 'type') return [{ message: `unsupported type: ${String(value)}`, path }];
      return [{ message: `must be one of: ${issue.values.map(String).join(', ')}`, path }];
    default:
      return [{ message: issue.message, path }];
  }
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}

function outOfBounds(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  if (issue.code === 'too_big') {
    const limit = Number(issue.maximum);
    if (issue.origin === 'array') return `no more than ${limit} items allowed`;
    return issue.origin === 'string' ? `must be less than ${limit + 1} characters` : `must be less than ${limit + 1}`;
  }
  const limit = Number(issue.minimum);
  if (issue.origin === 'array') return `no fewer than ${limit} items allowed`;
  return issue.origin === 'string' ? `must be more than ${limit - 1} characters` : `must be greater than ${limit - 1}`;
}
