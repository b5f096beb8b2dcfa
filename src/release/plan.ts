import { type Circumstances, holds, readWhen } from './answers.ts';
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
  /** Of a withdrawal: the step whose deployment it makes good, by deploying the version before once more. */
  readonly redeploys?: string;
}

/** The name of a step that has none of its own. */
export function subjectOf(step: Step): string {
  if ('check' in step) return step.check;
  if ('action' in step) return step.action;
  if ('checklist' in step) return `checklist-${step.checklist}`;
  if ('sign-off' in step) return `sign-off-${step['sign-off']}`;
  if ('window' in step) return `window-${step.window}`;
  return 'deploy' in step ? `deploy-${step.deploy}` : `announce-${step.announce}`;
}

function repetitionsOf(
  step: Step,
  playbook: Playbook,
  answers: Circumstances['answers'],
): readonly (readonly [string, string] | undefined)[] {
  if (step.for === undefined) return [undefined];
  const given = answers[step.for];
  const each = playbook.questions[step.for]?.each ?? step.for;
  return Array.isArray(given) ? given.map((value) => [each, value] as const) : [];
}

/** Whether a condition can turn while the release runs: it names what is read of the changes, not a question. */
function canTurn(when: string | undefined, { questions }: Playbook): boolean {
  return (readWhen(when ?? '') ?? []).some(({ name }) => name !== undefined && questions[name] === undefined);
}

/** Whether a step has its place: `now`, or as soon as a condition that can turn does. */
function placeOf(step: Step, playbook: Playbook, circumstances: Circumstances): 'now' | 'later' | 'never' {
  const whens = 'checklist' in step ? step.items.map((item) => item.when) : [undefined];
  if (holds(step.when, circumstances) && whens.some((when) => holds(when, circumstances))) return 'now';
  const may = (when: string | undefined) => canTurn(when, playbook) || holds(when, circumstances);
  return may(step.when) && whens.some(may) ? 'later' : 'never';
}

/**
 * The steps of a release, in order, from its playbook and what its conditions are judged by. A step keeps its id when a
 * condition on what the changes touch turns: those that do not hold count in the numbering too.
 */
export function planOf(playbook: Playbook, circumstances: Circumstances): readonly PlannedStep[] {
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
        const place = placeOf(step, playbook, circumstances);
        if (place === 'never') continue;
        for (const each of repetitionsOf(step, playbook, circumstances.answers)) {
          const id = idOf([step.as ?? subjectOf(step), ...(each === undefined ? [] : [each[1]])].join('.'));
          if (place === 'later') continue;
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
