import type { PlannedStep } from '../release/plan.ts';
import type { StepKind } from '../release/playbook-steps.ts';
import { currentSteps, type Release } from '../release/release.ts';
import { waitingOf } from '../release/waiting.ts';

/** The steps of this kind that are waited for and that the person can do, in the order of the playbook. */
export function ownSteps(release: Release, kind: StepKind, person: string): readonly PlannedStep[] {
  return askedSteps(release, kind)
    .filter((w) => w.people.includes(person))
    .map(({ planned }) => planned);
}

/** All steps of this kind that people are asked for now. */
export function askedSteps(release: Release, kind: StepKind) {
  return waitingOf(release).filter((w) => w.planned.kind === kind && w.state.status === 'active');
}

/** The step that a typed word means: of this kind and waited for, first of all one that the person may do. */
export function askedStep(release: Release, kind: StepKind, person: string): PlannedStep | undefined {
  const own = ownSteps(release, kind, person)[0] ?? askedSteps(release, kind)[0]?.planned;
  return own ?? currentSteps(release).find((p) => p.kind === kind);
}
