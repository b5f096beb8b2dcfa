import type { Misfit } from './schema-problems.ts';
import { isMapping, valueAt } from './schema-problems.ts';
import type { Path } from './yaml-file.ts';

/** A playbook with its spoiled parts replaced by harmless ones, so that the rest of it can be judged in the same round. */
export interface Salvaged {
  readonly value: unknown;
  /** The replaced parts: what is found in them or about them does not count. */
  readonly spoiled: readonly Path[];
}

/** The smallest part of a playbook that can be replaced as a whole, and by what. */
function replacementFor(path: Path, value: unknown): { readonly part: Path; readonly by?: unknown } | undefined {
  const [head, name, steps, , inner] = path;
  if (head === 'stages') {
    if (path.length === 3 && steps === 'stage') return { part: path, by: '?' };
    if (path.length < 4 || steps !== 'steps') return undefined;
    const part = path.slice(0, inner === 'together' && path.length > 5 ? 6 : 4);
    const was = valueAt(value, part);
    const as = isMapping(was) && typeof was['as'] === 'string' ? { as: was['as'] } : {};
    return { part, by: { action: 'open-pull-request', from: '?', to: '?', ...as } };
  }
  if (path.length < 2) return head === 'playbook' || head === 'title' ? { part: path, by: 'spoiled' } : { part: path };
  const part = [head ?? '', name ?? ''];
  if (head === 'roles') return { part, by: { title: '?' } };
  if (head !== 'questions') return { part: [head ?? ''] };
  const each = valueAt(value, [...part, 'each']);
  const question = { ask: '?', kind: 'folders', under: '?', several: true };
  return { part, by: typeof each === 'string' ? { ...question, each } : question };
}

function replace(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((one: unknown, i) => (i === Number(key) ? replace(one, rest, by) : one));
  if (!isMapping(value)) return value;
  const { [String(key)]: was, ...others } = value;
  const now = replace(was, rest, by);
  return now === undefined ? others : { ...value, [String(key)]: now };
}

/** Replaces what the misfits spoil; undefined where they spoil too much. */
export function salvage(value: unknown, misfits: readonly Misfit[]): Salvaged | undefined {
  const spoiled: Path[] = [];
  let left = value;
  for (const { path } of misfits) {
    const replacement = replacementFor(path, value);
    if (replacement === undefined) return undefined;
    left = replace(left, replacement.part, replacement.by);
    spoiled.push(replacement.part);
  }
  return { value: left, spoiled };
}

/** Whether a path lies in one of the parts. */
export function liesIn(path: Path, parts: readonly Path[]): boolean {
  return parts.some((part) => part.every((key, i) => path[i] === key));
}
