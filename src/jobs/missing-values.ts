import { placeholdersIn } from '../release/placeholders.ts';
import type { Step } from '../release/playbook-steps.ts';
import { textsIn } from '../release/values-needed.ts';
import { titleOf } from '../release/waiting.ts';
import { few } from './few.ts';
import { failed, type StepOutcome, type StepWork } from './step-outcome.ts';

/** What of a step is only read by people: there a placeholder without a value may stand as it is. */
const shownOnly = new Set(['title', 'links', 'plan', 'watch']);

function namesIn(step: Step): readonly string[] {
  const acted = Object.fromEntries(Object.entries(step).filter(([key]) => !shownOnly.has(key)));
  return [...new Set([...textsIn(acted)].flatMap(([, text]) => placeholdersIn(text)))];
}

/** Why one has no value, and what to do about the next release. */
function whyNot({ release }: StepWork<Step>, name: string): readonly [because: string, next: string] {
  const [source = '', fact] = name.split('.');
  const question = release.playbook.questions[name];
  if (question !== undefined) return [`“${question.ask}” was not answered`, 'answer it'];
  if (fact === undefined)
    return [
      `slipway.yml gave ${release.component.name} no ${name} when this release started`,
      `put ${name} under values: of ${release.component.name} in slipway.yml`,
    ];
  const from = release.plan.find(({ id }) => id === source);
  const because =
    from === undefined ? `this release has no step ${source}` : `the step “${titleOf(release, from)}” left no ${fact}`;
  return [because, 'correct the playbook'];
}

/**
 * The failure of a step whose texts name what this release has no value for: undefined where all is there.
 * Nothing is asked of GitHub with the placeholder itself in it.
 */
export function missingValues(work: StepWork<Step>): StepOutcome | undefined {
  const missing = namesIn(work.step).filter((name) => {
    const value = work.values[name];
    return value === undefined || (value === '' && name.includes('.'));
  });
  const [first] = missing;
  if (first === undefined) return undefined;
  const [because, next] = whyNot(work, first);
  return failed(
    `This step needs ${few(missing.map((name) => `<${name}>`))}, which this release has no value for: ${because}.`,
    `Do it by hand and choose “Done outside”, or cancel the release; for the next one, ${next}.`,
  );
}
