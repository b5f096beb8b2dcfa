import { isYes } from './answers.ts';
import { awaitsOpening } from './deploy-window.ts';
import { millisecondsOf } from './duration.ts';
import { peopleFor } from './entitlement.ts';
import { fill, type Values } from './placeholders.ts';
import type { PlannedStep } from './plan.ts';
import { kindOf, type Step } from './playbook-steps.ts';
import { deployedBy } from './redeploy.ts';
import { currentSteps, type Person, type Release, stepState } from './release.ts';
import type { StepState } from './step-state.ts';

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
  const { version, tag } =
    planned === undefined ? { version: release.semver, tag: release.tag } : deployedBy(release, planned);
  return { ...values, component: release.component.name, version, tag };
}

/** What people read for a step, such as "CI of the pull request". */
export function titleOf(release: Release, planned: PlannedStep): string {
  return fill(planned.step.title ?? planned.id.replaceAll('-', ' '), valuesOf(release, planned));
}

/** How long a step takes that says nothing else. */
const normal = {
  check: '24h',
  action: '30m',
  checklist: '24h',
  'sign-off': '8h',
  window: '24h',
  deploy: '24h',
  announce: '15m',
} as const;

/** How long this step takes if it says nothing: an announcement that people review first takes them a while. */
export function normallyWithin(step: Step): string {
  return 'announce' in step && step['reviewed-by'] !== undefined ? normal.checklist : normal[kindOf(step)];
}

/** By when a step is expected: after its `within`, whatever reminders there were. */
function dueOf(planned: PlannedStep, state: StepState): Date | undefined {
  return deadlineOf(planned, { ...state, reminders: 0 });
}

/** When people are reminded next of a step that is waited for: after its `within`, then after twice, four times … as long. */
export function deadlineOf(planned: PlannedStep, state: StepState): Date | undefined {
  if (state.since === undefined) return undefined;
  return new Date(
    state.since.getTime() +
      state.held +
      millisecondsOf(planned.step.within ?? normallyWithin(planned.step)) * 2 ** state.reminders,
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
  /** By when it is expected. */
  readonly deadline: Date | undefined;
  /** When people are reminded of it next. */
  readonly reminder: Date | undefined;
}

/** All that the release waits for now. Empty when it is over, or paused with everything done. */
export function waitingOf(release: Release): readonly Waiting[] {
  return currentSteps(release).map((planned) => {
    const state = stepState(release, planned.id);
    const early = awaitsOpening(release, planned); // nobody is late before the window opens
    return {
      planned,
      state,
      get title() {
        return titleOf(release, planned); // dear, and not asked for by all
      },
      people: peopleFor(release, planned),
      since: state.since,
      deadline: early ? undefined : dueOf(planned, state),
      reminder: early ? undefined : deadlineOf(planned, state),
    };
  });
}

/** Whether a check that is waited for does not pass: red, or not to be read. Then it is time to think of a waiver, or another run. */
export function isStuck({ planned, state }: Pick<Waiting, 'planned' | 'state'>): boolean {
  if (planned.kind !== 'check' || state.status !== 'active') return false;
  return state.reading?.outcome === 'fail' || state.reading?.outcome === 'unavailable';
}
