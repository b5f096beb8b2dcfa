import { readWhen } from './answers.ts';
import { correction, type Finding } from './finding.ts';
import type { Playbook } from './playbook.ts';
import { type PlacedStep, stepsIn } from './playbook-walk.ts';

function* roleFindings({ step, path }: PlacedStep, { roles }: Playbook): Generator<Finding> {
  const named: (readonly [string, Finding['path']])[] = [];
  if ('checklist' in step) named.push([step.checklist, ['checklist']]);
  if ('sign-off' in step) named.push([step['sign-off'], ['sign-off']]);
  if ('action' in step && step.action === 'request-review') named.push([step.from, ['from']]);
  if ('deploy' in step) named.push(...step.by.map((role, i) => [role, ['by', i]] as const));
  named.push(...(step['done-outside'] ?? []).map((role, i) => [role, ['done-outside', i]] as const));
  for (const [role, at] of named)
    if (roles[role] === undefined)
      yield {
        path: [...path, ...at],
        message: `There is no role ${role}.`,
        fix: correction(role, Object.keys(roles)),
      };
}

function* whenFindings(when: string | undefined, path: Finding['path'], playbook: Playbook): Generator<Finding> {
  if (when === undefined) return;
  const read = readWhen(when);
  const bump = /^bump is (\w+)$/.exec(when)?.[1];
  if (read === undefined)
    yield {
      path,
      message: `“${when}” is no condition.`,
      fix: 'Write the name of a question, “not” and the name, or “bump is major”.',
    };
  else if (read.question !== undefined && playbook.questions[read.question] === undefined)
    yield {
      path,
      message: `There is no question ${read.question}.`,
      fix: correction(read.question, Object.keys(playbook.questions)),
    };
  else if (bump !== undefined && !playbook.bump.choices.some((choice) => choice === bump))
    yield {
      path,
      message: `No release of this playbook is ${bump}.`,
      fix: `The choices are: ${playbook.bump.choices.join(', ')}.`,
    };
}

function* repetitionFindings({ step, path }: PlacedStep, { questions }: Playbook): Generator<Finding> {
  if (step.for === undefined || questions[step.for]?.several === true) return;
  const several = Object.keys(questions).filter((name) => questions[name]?.several === true);
  yield {
    path: [...path, 'for'],
    message:
      questions[step.for] === undefined
        ? `There is no question ${step.for}.`
        : `The question ${step.for} has one answer, so nothing can be repeated for each.`,
    fix: correction(step.for, several),
  };
}

function* ofFindings({ step, path, group }: PlacedStep, all: readonly PlacedStep[]): Generator<Finding> {
  if (!('of' in step)) return;
  const at = [...path, 'of'];
  const opened = all.filter((one) => 'action' in one.step && one.step.action === 'open-pull-request');
  const named = opened.find((one) => one.name === step.of);
  const other = all.find((one) => one.name === step.of);
  if (named === undefined) {
    const message = other === undefined ? `There is no step ${step.of}.` : `The step ${step.of} opens no pull request.`;
    const fix = correction(
      step.of,
      opened.filter((one) => one.group < group).map((one) => one.name),
    );
    yield {
      path: at,
      message,
      fix: fix === 'There is none.' ? 'Open one first: action: open-pull-request, as: pr.' : fix,
    };
  } else if (named.group >= group)
    yield {
      path: at,
      message: `The pull request ${step.of} is not opened before this step.`,
      fix: 'Move it to an earlier place.',
    };
  else if (named.step.for !== undefined)
    yield {
      path: at,
      message: `The step ${step.of} is repeated, so it is open which one is meant.`,
      fix: 'Take its for: away.',
    };
  else if (named.step.when !== undefined && named.step.when !== step.when)
    yield {
      path: at,
      message: `The pull request ${step.of} is opened only when ${named.step.when}.`,
      fix: `Add when: ${named.step.when}.`,
    };
}

/** The names in steps that refer to roles, questions and other steps. */
export function* referenceFindings(playbook: Playbook): Generator<Finding> {
  const all = stepsIn(playbook);
  const named = new Map<string, PlacedStep>();
  for (const placed of all) {
    const { step, path } = placed;
    yield* roleFindings(placed, playbook);
    yield* repetitionFindings(placed, playbook);
    yield* ofFindings(placed, all);
    yield* whenFindings(step.when, [...path, 'when'], playbook);
    if ('checklist' in step)
      for (const [i, item] of step.items.entries())
        yield* whenFindings(item.when, [...path, 'items', i, 'when'], playbook);
    if (step.as === undefined) continue;
    if (named.has(step.as))
      yield {
        path: [...path, 'as'],
        message: `Another step is named ${step.as} already.`,
        fix: 'Name this one otherwise.',
      };
    named.set(step.as, placed);
  }
}
