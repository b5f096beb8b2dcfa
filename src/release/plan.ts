import { type Answers, readWhen } from './answers.ts';
import { groupsOf, type Playbook } from './playbook.ts';
import { kindOf, type Step, type StepKind } from './playbook-steps.ts';

/** A step of this one release: `for:` repeated, `when:` decided, its id fixed. */
export interface PlannedStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly stage: number;
  /** Steps of one group run side by side; groups run one after the other, across stages too. */
  readonly group: number;
  readonly step: Step;
  /** The placeholder and value of `for:`, such as `feature` and `tax-rounding`. */
  readonly each?: readonly [placeholder: string, value: string];
}

/** The name of a step that has none of its own. */
export function subjectOf(step: Step): string {
  if ('check' in step) return step.check;
  if ('action' in step) return step.action;
  if ('checklist' in step) return `checklist-${step.checklist}`;
  if ('sign-off' in step) return `sign-off-${step['sign-off']}`;
  return 'deploy' in step ? `deploy-${step.deploy}` : `announce-${step.announce}`;
}

function repetitionsOf(
  step: Step,
  playbook: Playbook,
  answers: Answers,
): readonly (readonly [string, string] | undefined)[] {
  if (step.for === undefined) return [undefined];
  const given = answers[step.for];
  const each = playbook.questions[step.for]?.each ?? step.for;
  return Array.isArray(given) ? given.map((value) => [each, value] as const) : [];
}

function holds(when: string | undefined, answers: Answers, bump: string): boolean {
  return when === undefined || readWhen(when)?.holds(answers, bump) === true;
}

/** The steps of a release, in order, from its playbook and the start modal's answers. */
export function planOf(playbook: Playbook, answers: Answers, bump: string): readonly PlannedStep[] {
  const plan: PlannedStep[] = [];
  const used = new Map<string, number>();
  const idOf = (wanted: string): string => {
    const times = (used.get(wanted) ?? 0) + 1;
    used.set(wanted, times);
    return times === 1 ? wanted : `${wanted}-${times}`;
  };
  let group = 0;
  playbook.stages.forEach((stage, stageIndex) => {
    for (const steps of groupsOf(stage)) {
      for (const step of steps) {
        if (!holds(step.when, answers, bump)) continue;
        if ('checklist' in step && !step.items.some((item) => holds(item.when, answers, bump))) continue;
        for (const each of repetitionsOf(step, playbook, answers)) {
          const id = idOf([step.as ?? subjectOf(step), ...(each === undefined ? [] : [each[1]])].join('.'));
          plan.push({
            id,
            kind: kindOf(step),
            stage: stageIndex,
            group,
            step,
            ...(each === undefined ? {} : { each }),
          });
        }
      }
      group += 1;
    }
  });
  return plan;
}
