import { type Playbook, playbookSchema } from './playbook.ts';
import { meaningFindings } from './playbook-meaning.ts';
import { stepKinds } from './playbook-steps.ts';
import { liesIn, salvage } from './salvage.ts';
import { type Misfit, readBy } from './schema-problems.ts';
import { type Path, type Problem, readYaml, type YamlFile } from './yaml-file.ts';

const kinds = { keys: ['together', ...stepKinds], thing: 'step', under: 'stages' };

function meaningProblems(playbook: Playbook, file: YamlFile, spoiled: readonly Path[] = []): readonly Problem[] {
  return [...meaningFindings(playbook)]
    .filter(({ path, absent }) => !liesIn(path, spoiled) && !(absent && spoiled.length > 0))
    .map(({ path, part, absent: _, ...told }) => ({ ...file.placeOf(path, part), ...told }));
}

/** What else is wrong with a playbook beside its misfits, as far as that can be told. */
function furtherProblems(file: YamlFile, misfits: readonly Misfit[]): readonly Problem[] {
  const salvaged = salvage(file.value, misfits);
  const rest = playbookSchema.safeParse(salvaged?.value);
  return salvaged !== undefined && rest.success ? meaningProblems(rest.data, file, salvaged.spoiled) : [];
}

function asProblem({ line, column, message, fix }: Problem): Problem {
  return fix === undefined ? { line, column, message } : { line, column, message, fix };
}

/** A playbook's text: the playbook, or every mistake in it, in the order of its lines. */
export function readPlaybook(
  text: string,
): { readonly playbook: Playbook } | { readonly problems: readonly Problem[] } {
  const file = readYaml(text);
  if (!file.readable) return { problems: file.problems };
  const read = readBy(playbookSchema, file, kinds);
  const found =
    'misfits' in read ? [...read.misfits, ...furtherProblems(file, read.misfits)] : meaningProblems(read.value, file);
  const problems = [...file.problems, ...found.map(asProblem)].sort((a, b) => a.line - b.line || a.column - b.column);
  return problems.length === 0 && 'value' in read ? { playbook: read.value } : { problems };
}
