import type { PlannedStep } from './plan.ts';
import type { ActionKind } from './playbook-steps.ts';
import { type Refusal, refusal } from './refusal.ts';
import { type Person, type Release, stepState } from './release.ts';
import { mayNotSign } from './sign-off.ts';

function peopleOf(release: Release, roles: readonly string[]): readonly Person[] {
  return [...new Set(roles.flatMap((role) => release.roles[role] ?? []))];
}

function titlesOf(release: Release, roles: readonly string[]): string {
  return roles.map((role) => release.playbook.roles[role]?.title ?? role).join(' or ');
}

/** Those who run the release: the roles that the starter fills, and the starter. They pause, cancel and retry it. */
export function managersOf(release: Release): readonly Person[] {
  const roles = Object.keys(release.playbook.roles).filter((name) => release.playbook.roles[name]?.from === 'starter');
  return [...new Set([release.starter, ...peopleOf(release, roles)])];
}

/** The roles that a step waits for; none where it waits for a machine. */
export function rolesOf({ step }: PlannedStep): readonly string[] {
  if ('checklist' in step) return [step.checklist];
  if ('sign-off' in step) return [step['sign-off']];
  return 'deploy' in step ? step.by : [];
}

/** The people who can bring a step further by hand. */
export function peopleFor(release: Release, planned: PlannedStep): readonly Person[] {
  const people = peopleOf(release, rolesOf(planned));
  return 'sign-off' in planned.step ? people.filter((by) => mayNotSign(release, planned.id, by) === undefined) : people;
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
  const people = peopleOf(release, roles);
  return people.includes(by)
    ? undefined
    : refusal('not_entitled', `Only the role ${titlesOf(release, roles)} may do this.`, people);
}

/** What GitHub shows when it was done by hand, and later steps stand on. */
const adoptable = new Set<ActionKind>(['open-pull-request', 'merge-pull-request', 'create-tag']);

/** Why this person may not complete a step outside of Slipway. A sign-off stays bound to its role, its rules and its quorum. */
export function mayNotCompleteOutside(release: Release, planned: PlannedStep, by: Person): Refusal | undefined {
  const named = planned.step['done-outside'];
  if ('action' in planned.step && adoptable.has(planned.step.action))
    return refusal(
      'not_current',
      'Later steps need what this one makes. Do it on GitHub: Slipway finds it there and adopts it; if this step has failed, press Retry.',
    );
  if ('sign-off' in planned.step) {
    const quorum = release.playbook.roles[planned.step['sign-off']]?.quorum ?? 1;
    if (quorum > 1)
      return refusal(
        'not_entitled',
        `This needs ${quorum} people to sign, so nobody can complete it alone.`,
        peopleFor(release, planned),
      );
    const barred = mayNotSign(release, planned.id, by);
    if (barred !== undefined) return barred;
    const objections = stepState(release, planned.id).signatures.filter((s) => s.decision !== 'approve');
    if (objections.length > 0)
      return refusal(
        'separation_of_duties',
        'Somebody objects to this, so nobody else can complete it. They can change their decision, or Retry asks for the sign-off again.',
        objections.map((s) => s.by),
      );
  }
  if (named !== undefined) {
    const people = peopleOf(release, named);
    return people.includes(by)
      ? undefined
      : refusal('not_entitled', `Only the role ${titlesOf(release, named)} may complete this outside.`, people);
  }
  return rolesOf(planned).length > 0 ? mayNotDo(release, planned, by) : mayNotManage(release, by);
}
