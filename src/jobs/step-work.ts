import { fill } from '../release/placeholders.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import { valuesOf } from '../release/waiting.ts';
import type { StepWork } from './step-outcome.ts';

/** The work of a step as it is now. */
export function workOf(release: Release, planned: PlannedStep, now: Date): StepWork<PlannedStep['step']> {
  const values = valuesOf(release, planned);
  return {
    release,
    planned,
    step: planned.step,
    state: stepState(release, planned.id),
    values,
    fill: (text) => fill(text, values),
    repository: release.component.repository,
    now,
  };
}
