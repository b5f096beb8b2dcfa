import { z } from 'zod';
import { issueSentence, kindOf, named, type Sentence } from './issue-sentence.ts';
import { nearest } from './nearest.ts';
import type { Path, Problem, YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/** The keys whose presence says which kind of a union was meant, and what such a thing is called. */
export interface Kinds {
  readonly keys: readonly string[];
  readonly thing: string;
  /** The first key of the paths at which they stand. */
  readonly under: string;
}

/** A mistake and the part of the file that it spoils. */
export interface Misfit extends Problem {
  readonly path: Path;
}

/** The known keys of the map travel in the issue's message, because the finished issue no longer knows its schema. */
function keepKnownKeys(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys' || !(issue.inst instanceof z.ZodObject)) return undefined;
  return Object.keys(issue.inst.shape).join(' ');
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path of a parsed file; undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inside, key) => {
    if (Array.isArray(inside)) return inside[Number(key)];
    return isMapping(inside) ? inside[String(key)] : undefined;
  }, value);
}

/** The branches of a union, those of unions that are themselves branches included. */
function branchesOf(issue: Issue): readonly (readonly Issue[])[] {
  if (issue.code !== 'invalid_union') return [];
  return issue.errors.flatMap((branch) => {
    const [only] = branch;
    const nested = branch.length === 1 && only?.code === 'invalid_union' && only.path.length === 0;
    return nested ? branchesOf(only) : [branch];
  });
}

function accepts(branch: readonly Issue[], kind: string, value: unknown): boolean {
  return branch.every((issue) => {
    if (issue.path.length === 0 && issue.code === 'unrecognized_keys') return !issue.keys.includes(kind);
    const noDiscriminator = issue.code === 'invalid_union' && issue.errors.length === 0;
    return !noDiscriminator || valueAt(value, issue.path) !== undefined;
  });
}

function noKind(value: unknown, kinds: Kinds, path: Path): Sentence {
  if (path[0] !== kinds.under) return { message: `${named(path)} is text or a map, not ${kindOf(value)}.` };
  const list = kinds.keys.join(', ');
  if (!isMapping(value)) return { message: `A ${kinds.thing} is a map with one of the keys ${list}.` };
  const kind = kinds.keys.find((key) => key in value);
  if (kind !== undefined) return { message: `“${kind}” cannot stand here.`, fix: 'Move it one level up.' };
  const near = Object.keys(value)
    .map((key) => ({ key, near: nearest(key, kinds.keys) }))
    .find((one) => one.near !== undefined);
  const message = `A ${kinds.thing} has one of the keys ${list}; this one has none.`;
  return near === undefined ? { message } : { message, fix: `Write ${near.near} instead of ${near.key}.` };
}

/** The issues that the author can act on: of a union only those of the branch that was meant. */
function* meant(
  issues: readonly Issue[],
  value: unknown,
  above: Path,
  kinds: Kinds,
): Generator<[Path, Issue | Sentence]> {
  for (const issue of issues) {
    const path = [...above, ...issue.path];
    const branches = branchesOf(issue);
    if (branches.length === 0) {
      yield [path, issue];
      continue;
    }
    const here = valueAt(value, path);
    const shaped = branches.filter((b) => !b.some(({ code, path: p }) => code === 'invalid_type' && p.length === 0));
    const kind = isMapping(here) ? kinds.keys.find((key) => key in here) : undefined;
    const [branch] =
      shaped.length === 1 ? shaped : kind === undefined ? [] : shaped.filter((b) => accepts(b, kind, here));
    if (branch === undefined) yield [path, noKind(here, kinds, path)];
    else yield* meant(branch, value, path, kinds);
  }
}

function withoutEchoes(misfits: readonly (Misfit & { readonly missing?: string })[]): readonly Misfit[] {
  return misfits.filter(
    ({ missing, path }) =>
      missing === undefined ||
      !misfits.some(
        (other) => other.fix === `Write ${missing}.` && other.path.slice(0, -1).join() === path.slice(0, -1).join(),
      ),
  );
}

/** Reads a YAML file by a schema: the value, or every mistake at its place. */
export function readBy<S extends z.ZodType>(
  schema: S,
  file: YamlFile,
  kinds: Kinds,
): { readonly value: z.output<S> } | { readonly misfits: readonly Misfit[] } {
  const parsed = schema.safeParse(file.value, { error: keepKnownKeys });
  if (parsed.success) return { value: parsed.data };
  const misfits: (Misfit & { readonly missing?: string })[] = [];
  for (const [path, issue] of meant(parsed.error.issues, file.value, [], kinds)) {
    if (!('code' in issue)) {
      misfits.push({ ...file.placeOf(path), ...issue, path });
      continue;
    }
    for (const { at = path, part, ...told } of issueSentence(issue, path, valueAt(file.value, path), kinds.keys))
      misfits.push({ ...file.placeOf(at, part), ...told, path: at });
  }
  return { misfits: withoutEchoes(misfits) };
}
