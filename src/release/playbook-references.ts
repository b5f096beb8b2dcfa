import { type Condition, readWhen } from './answers.ts';
import { touchChecks } from './circumstances.ts';
import { correction, type Finding } from './finding.ts';
import { opensPullRequest } from './opened-pull-request.ts';
import type { Playbook } from './playbook.ts';
import { type PlacedStep, stepsIn } from './playbook-walk.ts';

function* roleFindings({ step, path }: PlacedStep, { roles }: Playbook): Generator<Finding> {
  const named: (readonly [string, Finding['path']])[] = [];
  if ('checklist' in step) named.push([step.checklist, ['checklist']]);
  if ('sign-off' in step) named.push([step['sign-off'], ['sign-off']]);
  if ('with' in step) named.push(...(step.with ?? []).map((role, i) => [role, ['with', i]] as const));
  if ('action' in step && step.action === 'request-review') named.push([step.from, ['from']]);
  if ('announce' in step)
    named.push(...(step['reviewed-by'] ?? []).map((role, i) => [role, ['reviewed-by', i]] as const));
  if ('deploy' in step || 'window' in step) named.push(...step.by.map((role, i) => [role, ['by', i]] as const));
  if ('action' in step && step.action === 'retrospective-issue' && step.assign !== undefined)
    named.push([step.assign, ['assign']]);
  if ('check' in step && step.check === 'no-open-issues')
    named.push(...(step.settle ?? []).map((role, i) => [role, ['settle', i]] as const));
  named.push(...(step['done-outside'] ?? []).map((role, i) => [role, ['done-outside', i]] as const));
  named.push(...(step.page ?? []).map((role, i) => [role, ['page', i]] as const));
  if ('check' in step)
    for (const key of ['waive', 're-run'] as const)
      named.push(...(step[key] ?? []).map((role, i) => [role, [key, i]] as const));
  for (const [role, at] of named)
    if (roles[role] === undefined)
      yield {
        path: [...path, ...at],
        message: `There is no role ${role}.`,
        fix: correction(role, Object.keys(roles)),
      };
}

/** What is wrong with one of the conditions that a `when:` joins. */
function conditionFault(
  { name, bump }: Condition,
  placed: PlacedStep,
  playbook: Playbook,
): Omit<Finding, 'path'> | undefined {
  if (bump !== undefined)
    return playbook.bump.choices.some((choice) => choice === bump)
      ? undefined
      : {
          message: `No release of this playbook is ${bump}.`,
          fix: `The choices are: ${playbook.bump.choices.join(', ')}.`,
        };
  if (name === undefined || playbook.questions[name] !== undefined) return undefined;
  const read = stepsIn(playbook).find((one) => one.name === name);
  const touches = touchChecks(playbook);
  if (read === undefined || !touches.includes(name))
    return {
      message:
        read === undefined
          ? `There is no question ${name}.`
          : `The step ${name} answers no condition: only changes-touch does.`,
      fix: correction(name, [...Object.keys(playbook.questions), ...touches]),
    };
  if (read.group >= placed.group)
    return { message: `What ${name} finds is not known before this step.`, fix: 'Move this step to a later place.' };
  if (read.step.for !== undefined || read.step.when !== undefined)
    return { message: `The step ${name} is not read in every release.`, fix: 'Take its for: and when: away.' };
  return undefined;
}

function* whenFindings(
  when: string | undefined,
  path: Finding['path'],
  placed: PlacedStep,
  playbook: Playbook,
): Generator<Finding> {
  if (when === undefined) return;
  const read = readWhen(when);
  if (read === undefined)
    yield {
      path,
      message: `“${when}” is no condition.`,
      fix: 'Write the name of a question, “not” and the name, or “bump is major”; several are joined by “or”.',
    };
  for (const part of read ?? []) {
    const fault = conditionFault(part, placed, playbook);
    if (fault !== undefined) yield { path, ...fault };
  }
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

const isPin = ({ step }: PlacedStep): boolean => 'action' in step && step.action === 'pin-commit';

function* ofFindings({ step, path, group }: PlacedStep, all: readonly PlacedStep[]): Generator<Finding> {
  if (!('of' in step) || typeof step.of !== 'string') return; // a list names no step
  const at = [...path, 'of'];
  const pins = 'sign-off' in step;
  const opened = all.filter(
    (one) => opensPullRequest(one.step) || (pins && 'action' in one.step && one.step.action === 'pin-commit'),
  );
  const named = opened.find((one) => one.name === step.of);
  const other = all.find((one) => one.name === step.of);
  if (named === undefined) {
    const message =
      other === undefined
        ? `There is no step ${step.of}.`
        : `The step ${step.of} ${pins ? 'leaves no commit' : 'opens no pull request'}.`;
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
      message: isPin(named)
        ? `The commit ${step.of} is not pinned before this step.`
        : `The pull request ${step.of} is not opened before this step.`,
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
      message: isPin(named)
        ? `The commit ${step.of} is pinned only when ${named.step.when}.`
        : `The pull request ${step.of} is opened only when ${named.step.when}.`,
      fix: `Add when: ${named.step.when}.`,
    };
}

/** Who stands in for whom, and after how long: both or neither, by another role. */
function* standInFindings({ roles }: Playbook): Generator<Finding> {
  for (const [name, { 'stand-in': standIn, 'stand-in-after': after }] of Object.entries(roles)) {
    const path = ['roles', name];
    if (standIn !== undefined && (roles[standIn] === undefined || standIn === name))
      yield {
        path: [...path, 'stand-in'],
        message: standIn === name ? `${name} cannot stand in for itself.` : `There is no role ${standIn}.`,
        fix: correction(
          standIn,
          Object.keys(roles).filter((one) => one !== name),
        ),
      };
    if ((standIn === undefined) !== (after === undefined))
      yield {
        path,
        part: 'key',
        message:
          standIn === undefined
            ? '“stand-in-after” says when, but nobody stands in.'
            : 'It does not say when the stand-in is asked.',
        fix: standIn === undefined ? 'Add stand-in: and the name of a role.' : 'Add stand-in-after: 8h.',
      };
  }
}

/** The names in steps that refer to roles, questions and other steps. */
export function* referenceFindings(playbook: Playbook): Generator<Finding> {
  const all = stepsIn(playbook);
  const named = new Map<string, PlacedStep>();
  yield* standInFindings(playbook);
  for (const placed of all) {
    const { step, path } = placed;
    yield* roleFindings(placed, playbook);
    yield* repetitionFindings(placed, playbook);
    yield* ofFindings(placed, all);
    yield* whenFindings(step.when, [...path, 'when'], placed, playbook);
    if ('checklist' in step)
      for (const [i, item] of step.items.entries())
        yield* whenFindings(item.when, [...path, 'items', i, 'when'], placed, playbook);
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
