import { subjectOf } from './plan.ts';
import type { Playbook } from './playbook.ts';
import type { Step } from './playbook-steps.ts';
import type { Path } from './yaml-file.ts';

/** A step where it stands in its playbook. */
export interface PlacedStep {
  readonly step: Step;
  readonly path: Path;
  /** The name by which others refer to it. */
  readonly name: string;
  /** Steps of one group run side by side. */
  readonly group: number;
}

/** The steps of a playbook in the order in which they come. */
export function stepsIn(playbook: Playbook): readonly PlacedStep[] {
  let group = 0;
  const placed: PlacedStep[] = [];
  for (const [i, stage] of playbook.stages.entries())
    for (const [j, entry] of stage.steps.entries()) {
      const path: Path = ['stages', i, 'steps', j];
      const steps: readonly (readonly [Step, Path])[] =
        'together' in entry ? entry.together.map((step, k) => [step, [...path, 'together', k]]) : [[entry, path]];
      for (const [step, at] of steps) placed.push({ step, path: at, name: step.as ?? subjectOf(step), group });
      group += 1;
    }
  return placed;
}
