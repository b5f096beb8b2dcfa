import { blockingIssues } from './blocking-issues.ts';
import { confirmersOf } from './deploy-confirmation.ts';
import { wantsWindow, windowFor } from './deploy-window.ts';
import { mayNotSign } from './may-sign.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { awaitsConfirmation, type Person, plannedStep, type Release, stepState } from './release.ts';
import { peopleInRole, standInsOf } from './role-people.ts';
import { roleTitle } from './role-title.ts';
import { stillNeeded } from './sign-off.ts';
import { signingRoles } from './signing-roles.ts';
import type { StepState } from './step-state.ts';

/** The people of any of these roles. */
export function peopleOf(release: Release, roles: readonly string[]): readonly Person[] {
  return [...new Set(roles.flatMap((role) => peopleInRole(release, role)))];
}

export function titlesOf(release: Release, roles: readonly string[]): string {
  return roles.map((role) => roleTitle(release.playbook, role)).join(' or ');
}

/** The roles that the starter fills: they run the release. */
export function managingRoles(release: Release): readonly string[] {
  return Object.keys(release.playbook.roles).filter((name) => release.playbook.roles[name]?.from === 'starter');
}

/** Those who run the release: the roles that the starter fills, and the starter. They pause, cancel and retry it. */
export function managersOf(release: Release): readonly Person[] {
  return [...new Set([release.starter, ...peopleOf(release, managingRoles(release))])];
}

/** The roles that a step waits for; none where it waits for a machine. */
export function rolesOf({ step }: PlannedStep): readonly string[] {
  if ('checklist' in step) return [step.checklist];
  if ('sign-off' in step) return signingRoles(step);
  if ('announce' in step) return step['reviewed-by'] ?? [];
  return 'deploy' in step || 'window' in step ? step.by : [];
}

/** Those who may close or defer the issues that stop a release. */
function settlersOf(release: Release, { step }: PlannedStep): readonly Person[] {
  const roles = 'check' in step && step.check === 'no-open-issues' ? step.settle : undefined;
  return roles === undefined ? managersOf(release) : peopleOf(release, roles);
}

/** Why this person may not close or defer the issues of a check; undefined when they may. */
export function mayNotSettle(release: Release, planned: PlannedStep, by: Person): Refusal | undefined {
  const people = settlersOf(release, planned);
  if (people.includes(by)) return undefined;
  const { step } = planned;
  const roles = 'check' in step && step.check === 'no-open-issues' ? step.settle : undefined;
  const who = roles === undefined ? 'those who run this release' : `the role ${titlesOf(release, roles)}`;
  return refusal('not_entitled', `Only ${who} may close or defer the issues that stop this release.`, people);
}

/** Those who schedule the window in which a step may deploy. */
export function schedulersOf(release: Release, planned: PlannedStep): readonly Person[] {
  const window = windowFor(release, planned);
  if (window === undefined) return [];
  const roles = rolesOf(window);
  return [...new Set([...peopleOf(release, roles), ...standInsOf(release, window.id, roles)])];
}

/** The people who can bring a step further by hand. */
export function peopleFor(release: Release, planned: PlannedStep): readonly Person[] {
  const state = stepState(release, planned.id);
  if (blockingIssues(state).length > 0) return settlersOf(release, planned);
  if (awaitsConfirmation(planned, state)) return confirmersOf(release, planned);
  if (wantsWindow(release, planned)) return schedulersOf(release, planned);
  const people = [
    ...new Set([...peopleOf(release, rolesOf(planned)), ...standInsOf(release, planned.id, rolesOf(planned))]),
  ];
  return 'sign-off' in planned.step ? signersNow(release, planned, people) : people;
}

/** Of people who could sign, those who may, and are needed. */
function signersOf(release: Release, planned: PlannedStep, people: readonly Person[]): readonly Person[] {
  const may = people.filter((by) => mayNotSign(release, planned.id, by) === undefined);
  const { status } = stepState(release, planned.id);
  return status === 'active' ? may.filter((by) => stillNeeded(release, planned.id, by)) : may;
}

/** What it came to for a step as it stands, and all that it was judged by: it is asked at every event, and dear with many people. */
const judged = new WeakMap<StepState, { readonly by: readonly unknown[]; readonly signers: readonly Person[] }>();

function signersNow(release: Release, planned: PlannedStep, people: readonly Person[]): readonly Person[] {
  const { roles, delegations, owners, sources, component, steps } = release;
  const state = stepState(release, planned.id);
  const of = 'of' in planned.step && typeof planned.step.of === 'string' ? steps[planned.step.of] : undefined;
  const read = Object.keys(owners).map((step) => steps[step]);
  const by = [planned, roles, delegations, owners, sources, component, of, ...read];
  const known = judged.get(state);
  if (known !== undefined && known.by.length === by.length && known.by.every((one, n) => one === by[n]))
    return known.signers;
  const signers = signersOf(release, planned, people);
  judged.set(state, { by, signers });
  return signers;
}

/** The people who are called when a step fails; none where the playbook calls nobody. */
export function pagedFor(release: Release, step: string): readonly Person[] {
  return peopleOf(release, plannedStep(release, step)?.step.page ?? []);
}

/** Why this person may not manage the release; undefined when they may. */
export function mayNotManage(release: Release, by: Person): Refusal | undefined {
  const managers = managersOf(release);
  return managers.includes(by)
    ? undefined
    : refusal('not_entitled', 'Only those who run this release may do that.', managers);
}

/** Why this person may not answer the checklist or press the button of a step. */
export function mayNotDo(release: Release, planned: PlannedStep, by: Person): Refusal | undefined {
  const roles = rolesOf(planned);
  const people = [...new Set([...peopleOf(release, roles), ...standInsOf(release, planned.id, roles)])];
  return people.includes(by)
    ? undefined
    : refusal('not_entitled', `Only the role ${titlesOf(release, roles)} may do this.`, people);
}

/** The people who may waive a check: those of its `waive:` roles. */
export function waiversOf(release: Release, { step }: PlannedStep): readonly Person[] {
  return 'check' in step ? peopleOf(release, step.waive ?? []) : [];
}

/** Why this person may not waive a check. */
export function mayNotWaive(release: Release, planned: PlannedStep, by: Person): Refusal | undefined {
  const roles = 'check' in planned.step ? (planned.step.waive ?? []) : [];
  const people = waiversOf(release, planned);
  if (people.includes(by)) return undefined;
  if (roles.length === 0)
    return refusal(
      'not_entitled',
      'The playbook lets nobody waive this check: what it finds has to be mended, and Slipway reads it again by itself.',
    );
  return refusal('not_entitled', `Only the role ${titlesOf(release, roles)} may waive this check.`, people);
}

/** Why this person may not have a check run again. Those who run the release always may. */
export function mayNotRerun(release: Release, { step }: PlannedStep, by: Person): Refusal | undefined {
  const roles = 'check' in step ? (step['re-run'] ?? []) : [];
  const people = [...new Set([...managersOf(release), ...peopleOf(release, roles)])];
  if (people.includes(by)) return undefined;
  const besides = roles.length === 0 ? '' : `, and the role ${titlesOf(release, roles)},`;
  return refusal('not_entitled', `Only those who run this release${besides} may have this check run again.`, people);
}
