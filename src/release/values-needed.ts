import { placeholdersIn } from './placeholders.ts';
import type { Playbook } from './playbook.ts';

/** Placeholders that every release fills in by itself. */
export const ownPlaceholders = ['component', 'version', 'tag', 'run-id'] as const;

/** Every text inside a value, with the path to it. */
export function* textsIn(
  value: unknown,
  path: readonly PropertyKey[] = [],
): Generator<[readonly PropertyKey[], string]> {
  if (typeof value === 'string') yield [path, value];
  else if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* textsIn(one, [...path, index]);
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) yield* textsIn(one, [...path, key]);
}

/** The placeholders that a playbook fills in by itself: the release's own, its questions, what `for:` repeats. */
export function placeholdersOf(playbook: Playbook): ReadonlySet<string> {
  const questions = Object.entries(playbook.questions);
  return new Set([
    ...ownPlaceholders,
    ...questions.flatMap(([name, { each }]) => [name, ...(each === undefined ? [] : [each])]),
  ]);
}

/** The placeholders that a component must give a value for in slipway.yml. */
export function valuesNeeded(playbook: Playbook): readonly string[] {
  const own = placeholdersOf(playbook);
  const names = [...textsIn(playbook.stages)].flatMap(([, text]) => placeholdersIn(text));
  return [...new Set(names)].filter((name) => !name.includes('.') && !own.has(name));
}
