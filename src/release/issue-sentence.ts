import type { z } from 'zod';
import { nearest } from './nearest.ts';
import type { Path } from './yaml-file.ts';

/** What is wrong, and what would be right. */
export interface Sentence {
  readonly message: string;
  readonly fix?: string;
}

/** A sentence with the place it is about, where that is not the issue's own. */
export interface Placed extends Sentence {
  readonly at?: Path;
  readonly part?: 'key' | 'value';
  /** The key that is missing. */
  readonly missing?: string;
}

type Issue = z.core.$ZodIssue;
type Of<C extends Issue['code']> = Extract<Issue, { code: C }>;

const expected: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** How a sentence names what stands at a path. */
export function named(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  if (typeof last !== 'number') return `“${String(last)}”`;
  return path.length === 1 ? `Entry ${last + 1}` : `Entry ${last + 1} of ${named(path.slice(0, -1))}`;
}

/** What a value is, for a sentence that says what it should be. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `${JSON.stringify(value)}`;
}

const words: Readonly<Record<string, boolean>> = { yes: true, on: true, no: false, off: false };

/** `{version}` without quotes is a map with one empty value. */
function bracedName(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [only, ...more] = Object.entries(value);
  return only !== undefined && more.length === 0 && only[1] === null ? only[0] : undefined;
}

function wrongType({ expected: wanted }: Of<'invalid_type'>, path: Path, value: unknown): Placed {
  const what = expected[wanted] ?? wanted;
  const name = named(path);
  if (value === undefined)
    return {
      message: `${name} is missing.`,
      missing: String(path.at(-1)),
      fix: `Add ${String(path.at(-1))}: and ${what}.`,
    };
  if (value === null)
    return path.length === 0
      ? { message: `${name} is empty.` }
      : { message: `${name} is empty.`, fix: `It is ${what}.` };
  const braced = wanted === 'string' ? bracedName(value) : undefined;
  if (braced !== undefined)
    return {
      message: `{${braced}} without quotes is a map in YAML, so ${name} is no text.`,
      fix: `A placeholder is written <${braced}>.`,
    };
  const message = `${name} is ${what}, not ${kindOf(value)}.`;
  if (wanted === 'string' && typeof value !== 'object')
    return { message, fix: `Put it in quotes: '${String(value)}'.` };
  const meant = wanted === 'boolean' && typeof value === 'string' ? words[value.toLowerCase()] : undefined;
  return meant === undefined ? { message } : { message, fix: `Write ${meant}.` };
}

function choice(among: readonly unknown[], path: Path, value: unknown): Placed {
  const list = among.map(String);
  if (value === undefined)
    return {
      message: `${named(path)} is missing.`,
      missing: String(path.at(-1)),
      fix: `It is one of: ${list.join(', ')}.`,
    };
  if (value === null) return { message: `${named(path)} is empty.`, fix: `It is one of: ${list.join(', ')}.` };
  const near = nearest(String(value), list);
  const message = `${named(path)} cannot be ${kindOf(value)}. It is one of: ${list.join(', ')}.`;
  return near === undefined ? { message } : { message, fix: `Write ${near}.` };
}

function unknownKeys(
  { keys, message }: Of<'unrecognized_keys'>,
  path: Path,
  value: unknown,
  kinds: readonly string[],
): readonly Placed[] {
  const known = message.split(' ');
  const given = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return keys.map((key) => {
    const at = [...path, key];
    if (kinds.includes(key) && kinds.some((kind) => known.includes(kind)))
      return {
        at,
        part: 'key',
        message: `“${key}” begins another one.`,
        fix: 'Put - before it, on a line of its own.',
      };
    const near = nearest(
      key,
      known.filter((one) => !given.includes(one)),
    );
    const on = ['on', 'true'].includes(key) ? ' Some YAML readers take “on” for true, so it is nowhere used.' : '';
    return {
      at,
      part: 'key',
      message: `“${key}” is not known here.${on}`,
      fix: near === undefined || on !== '' ? `Known here: ${known.join(', ')}.` : `Write ${near}.`,
    };
  });
}

function outOfSize(issue: Of<'too_small'> | Of<'too_big'>, path: Path, value: unknown): Placed {
  const name = named(path);
  const [bound, limit] = issue.code === 'too_big' ? ['most', issue.maximum] : ['least', issue.minimum];
  if (typeof value !== 'string' && !Array.isArray(value))
    return { message: `${name} is at ${bound} ${limit}, not ${kindOf(value)}.` };
  if (value.length === 0) return { message: `${name} is empty.`, fix: 'Fill it in, or leave it out where it may be.' };
  const unit = typeof value === 'string' ? 'characters' : 'entries';
  return { message: `${name} has at ${bound} ${limit} ${unit}; here it has ${value.length}.` };
}

/** A schema's own message begins with "must". */
function malformed(message: string, path: Path, value: unknown): Placed {
  return { message: `${named(path)} ${message}; here it is ${kindOf(value)}.` };
}

/** An issue of a schema in words for whoever wrote the file. */
export function issueSentence(issue: Issue, path: Path, value: unknown, kinds: readonly string[]): readonly Placed[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue, path, value, kinds);
    case 'invalid_type':
      return [wrongType(issue, path, value)];
    case 'invalid_value':
      return [choice(issue.values, path, value)];
    case 'invalid_union':
      return [choice('options' in issue && Array.isArray(issue.options) ? issue.options : [], path, value)];
    case 'too_small':
    case 'too_big':
      return [outOfSize(issue, path, value)];
    case 'invalid_key':
      return [{ part: 'key', message: `${named(path)} ${issue.issues[0]?.message ?? 'cannot be a name'}.` }];
    case 'invalid_format':
      if (issue.format === 'includes' && 'includes' in issue)
        return [malformed(`must hold ${String(issue.includes)}`, path, value)];
      return [malformed(issue.message, path, value)];
    case 'custom':
      return [malformed(issue.message, path, value)];
    default:
      return [{ message: issue.message }];
  }
}
