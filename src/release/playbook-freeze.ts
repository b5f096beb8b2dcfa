import type { Finding } from './finding.ts';
import type { Playbook } from './playbook.ts';
import { type PlacedStep, stepsIn } from './playbook-walk.ts';

/** The branches that releases by this playbook freeze. */
export function branchesFrozenBy(playbook: Playbook): readonly string[] {
  return stepsIn(playbook).flatMap(({ step }) =>
    'action' in step && step.action === 'open-pull-request' && step.frozen !== undefined ? [step.from] : [],
  );
}

function* freezeFinding({ step, name, path }: PlacedStep, all: readonly PlacedStep[]): Generator<Finding> {
  if (!('action' in step) || step.action !== 'open-pull-request') return;
  if (step.frozen === undefined && step['except-labels'] !== undefined)
    yield {
      path: [...path, 'except-labels'],
      part: 'key',
      message: `Nothing freezes ${step.from}, so no label is needed.`,
      fix: 'Add frozen: while-signed, or take this away.',
    };
  if (step.frozen === undefined) return;
  if (step.from.includes('<'))
    yield {
      path: [...path, 'from'],
      message: 'Only a branch that is written out can be frozen: pull requests into it are looked at all the time.',
      fix: 'Write the name of the branch, such as dev.',
    };
  if (!all.some((one) => 'sign-off' in one.step && one.step.of === name))
    yield {
      path: [...path, 'frozen'],
      message: `Nobody signs the pull request ${name}, so ${step.from} would never be frozen.`,
      fix: `Add sign-off: with a role, of: ${name}; or take this away.`,
    };
}

/** Freezes that cannot be meant. */
export function* freezeFindings(playbook: Playbook): Generator<Finding> {
  const all = stepsIn(playbook);
  for (const one of all) yield* freezeFinding(one, all);
}
