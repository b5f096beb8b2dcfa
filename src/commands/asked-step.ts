import type { PlannedStep } from '../release/plan.ts';
import type { StepKind } from '../release/playbook-steps.ts';
import { currentSteps, type Release } from '../release/release.ts';
import { waitingOf } from '../release/waiting.ts';

/** The step that a typed word means: of this kind and waited for, first of all one that the person may do. */
export function askedStep(release: Release, kind: StepKind, person: string): PlannedStep | undefined {
  const asked = waitingOf(release).filter((w) => w.planned.kind === kind && w.state.status === 'active');
  const own = asked.find((w) => w.people.includes(person)) ?? asked[0];
  return own?.planned ?? currentSteps(release).find((p) => p.kind === kind);
}
