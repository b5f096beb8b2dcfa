import { isYes } from './answers.ts';
import { millisecondsOf } from './duration.ts';
import { peopleFor } from './entitlement.ts';
import { fill, type Values } from './placeholders.ts';
import type { PlannedStep } from './plan.ts';
import { currentSteps, type Person, type Release, type StepState, stepState } from './release.ts';

/** The placeholders of a step: the release's own, its component's values, the answers, the facts of named steps, and what `for:` repeats. */
export function valuesOf(release: Release, planned?: PlannedStep): Values {
  const values: Record<string, string> = { ...release.component.values };
  for (const [name, given] of Object.entries(release.answers))
    values[name] = Array.isArray(given)
      ? given.join(', ')
      : isYes(given)
        ? String(given === true ? 'yes' : given)
        : 'no';
  for (const [step, { facts }] of Object.entries(release.steps))
    for (const [name, value] of Object.entries(facts)) values[`${step}.${name}`] = value;
  if (planned?.each !== undefined) values[planned.each[0]] = planned.each[1];
  if (planned !== undefined) values['run-id'] = `${release.id}.${planned.id}.${stepState(release, planned.id).attempt}`;
  return { ...values, component: release.component.name, version: release.semver, tag: release.tag };
}

/** What people read for a step, such as "CI of the pull request". */
export function titleOf(release: Release, planned: PlannedStep): string {
  return fill(planned.step.title ?? planned.id.replaceAll('-', ' '), valuesOf(release, planned));
}

/** How long a step takes that says nothing else. */
export const normal = {
  check: '24h',
  action: '30m',
  checklist: '24h',
  'sign-off': '8h',
  deploy: '24h',
  announce: '15m',
} as const;

/** When people are reminded next of a step that is waited for: after its `within`, then after twice, four times … as long. */
export function deadlineOf(planned: PlannedStep, state: StepState): Date | undefined {
  if (state.since === undefined) return undefined;
  return new Date(
    state.since.getTime() +
      state.held +
      millisecondsOf(planned.step.within ?? normal[planned.kind]) * 2 ** state.reminders,
  );
}

/** One thing that a release waits for, on whom, since when. */
export interface Waiting {
  readonly planned: PlannedStep;
  readonly state: StepState;
  readonly title: string;
  /** The people who can bring it further; none where a machine works on it. */
  readonly people: readonly Person[];
  readonly since: Date | undefined;
  readonly deadline: Date | undefined;
}

/** All that the release waits for now. Empty when it is over, or paused with everything done. */
export function waitingOf(release: Release): readonly Waiting[] {
  return currentSteps(release).map((planned) => {
    const state = stepState(release, planned.id);
    return {
      planned,
      state,
      title: titleOf(release, planned),
      people: peopleFor(release, planned),
      since: state.since,
      deadline: deadlineOf(planned, state),
    };
  });
}
