import { correction, type Finding } from './finding.ts';
import { nearest } from './nearest.ts';
import { notesPlaceholders } from './notes-sections.ts';
import { placeholdersIn } from './placeholders.ts';
import type { Playbook } from './playbook.ts';
import { type PlacedStep, stepsIn } from './playbook-walk.ts';
import { factsOf } from './step-facts.ts';
import { placeholdersOf, textsIn } from './values-needed.ts';

type Told = Omit<Finding, 'path'>;

/** `<pr.url>`: an earlier step and one of its facts. */
function factFinding(name: string, { step, group }: PlacedStep, all: readonly PlacedStep[]): Told | undefined {
  const [source = '', fact = ''] = name.split('.');
  const earlier = all.filter((one) => one.group < group && one.step.for === undefined);
  const from = all.find((one) => one.name === source);
  if (from === undefined)
    return {
      message: `<${name}>: there is no step ${source}.`,
      fix: correction(
        source,
        earlier.filter((one) => factsOf(one.step).length > 0).map((one) => one.name),
      ),
    };
  if (from.step === step) return undefined; // its own title may show what it made
  if (!earlier.includes(from))
    return {
      message: `<${name}>: the step ${source} ${from.step.for === undefined ? 'comes later' : 'is repeated, so it is open which one is meant'}.`,
      fix: 'Take the fact of an earlier step.',
    };
  const facts = factsOf(from.step);
  if (facts.includes(fact)) return undefined;
  return { message: `<${name}>: the step ${source} has no ${fact}.`, fix: correction(fact, facts), absent: true };
}

/** `<version>`, `<rollout>`: the release's own, an answer, or else a value that slipway.yml must give. */
function nameFinding(name: string, { step }: PlacedStep, playbook: Playbook): Told | undefined {
  const asked = Object.entries(playbook.questions).find(([, question]) => question.each === name)?.[0];
  const repeated = step.for === undefined || playbook.questions[step.for]?.several === true;
  if (asked !== undefined && step.for !== asked && repeated)
    return { message: `<${name}> is one of several; this step is not repeated for each.`, fix: `Add for: ${asked}.` };
  const known = placeholdersOf(playbook);
  if (known.has(name)) return undefined;
  const near = nearest(name, known);
  return near === undefined
    ? undefined
    : { message: `<${name}> stands for nothing.`, fix: `Write <${near}>, or name the value of slipway.yml otherwise.` };
}

/** `{version}` is the placeholder of other tools. */
function* bracesFindings(text: string, known: ReadonlySet<string>): Generator<Told> {
  for (const [, name = ''] of text.matchAll(/\{\{?\s*([a-z][a-z0-9.-]*)\s*\}?\}/g))
    if (known.has(name.split('.')[0] ?? '')) yield { message: `{${name}} is not filled in.`, fix: `Write <${name}>.` };
}

/** What the sections of the notes want filled in: the notes are written before anything is published, so they stand on no step. */
function* notesFindings(playbook: Playbook): Generator<Finding> {
  const known = new Set([...placeholdersOf(playbook), ...notesPlaceholders]);
  for (const [heading, text] of Object.entries(playbook.notes ?? {}))
    for (const name of placeholdersIn(text))
      if (!known.has(name))
        yield {
          path: ['notes', heading],
          message: `<${name}> is not known in the notes.`,
          fix: correction(
            name,
            [...known].map((one) => `<${one}>`),
          ),
        };
}

/** What the texts of steps want filled in. */
export function* placeholderFindings(playbook: Playbook): Generator<Finding> {
  yield* notesFindings(playbook);
  const all = stepsIn(playbook);
  const own = placeholdersOf(playbook);
  const known = new Set([...own, ...all.map(({ name }) => name)]);
  for (const placed of all)
    for (const [inside, text] of textsIn(placed.step)) {
      const path = [...placed.path, ...inside];
      for (const name of placeholdersIn(text)) {
        const told = name.includes('.') ? factFinding(name, placed, all) : nameFinding(name, placed, playbook);
        if (told !== undefined) yield { path, ...told };
      }
      for (const told of bracesFindings(text, known)) yield { path, ...told };
    }
}
