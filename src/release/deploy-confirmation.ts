import type { PersonCommand } from './commands.ts';
import { current } from './current-step.ts';
import type { ReleaseEvent } from './events.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { awaitsConfirmation, type Person, plannedStep, type Release, stepState } from './release.ts';
import { actsForAt, peopleInRole, standInsOf } from './role-people.ts';
import { roleTitle } from './role-title.ts';
import { type Approval, countedAs, type Seating, seatApprovals } from './seats.ts';
import type { DeployConfirmation } from './step-state.ts';
import { listed } from './wording.ts';

type ConfirmDeploy = Extract<PersonCommand, { type: 'ConfirmDeploy' }>;

function confirmingRoles({ step }: PlannedStep): readonly string[] {
  return 'deploy' in step ? (step.with ?? []) : [];
}

/** Those who may confirm a deployment in a role, but for what separates duties. */
function peopleIn(release: Release, step: string, role: string): readonly Person[] {
  return [...new Set([...peopleInRole(release, role), ...standInsOf(release, step, [role])])];
}

/** For whom a person confirms in a role that they do not hold themselves; undefined where they do, or stand in for it. */
function confirmsAs(release: Release, step: string, role: string, by: Person): Person | undefined {
  return actsForAt(release, step, [role], by);
}

/** A person's word, and the roles in which it counts. */
function approvalOf(release: Release, planned: PlannedStep, by: Person, holder: Person | undefined): Approval {
  const roles = confirmingRoles(planned).filter(
    (role) => peopleIn(release, planned.id, role).includes(by) && confirmsAs(release, planned.id, role, by) === holder,
  );
  return { by, for: holder, roles };
}

/** A confirmation as it is kept: with the roles in which it counts as things stand. */
export function confirmationOf(
  release: Release,
  { step, by, for: holder }: Extract<ReleaseEvent, { type: 'DeployConfirmed' }>,
  at: Date,
): DeployConfirmation {
  const planned = plannedStep(release, step);
  const { roles } = planned === undefined ? { roles: [] } : approvalOf(release, planned, by, holder);
  return { by, at, roles, ...(holder === undefined ? {} : { for: holder }) };
}

function seatingOf(planned: PlannedStep, approvals: readonly Approval[]): Seating {
  return seatApprovals(
    confirmingRoles(planned).map((role) => ({ role, needed: 1 })),
    approvals,
  );
}

/** In which role each confirmation of a deployment counts, and of which roles somebody is still missing. */
export function confirmedSoFar(release: Release, planned: PlannedStep): Seating {
  return seatingOf(planned, stepState(release, planned.id).confirmed);
}

/** For whom somebody presses Deploy who holds no role that may; undefined where they hold one. */
export function pressesFor(release: Release, { id, step }: PlannedStep, by: Person): Person | undefined {
  return 'deploy' in step ? actsForAt(release, id, step.by, by) : undefined;
}

/**
 * Who pressed Deploy, and for whom if they held no role that may. Neither confirms it, nor does anybody for them. For whom
 * it was is what it was when they pressed; of a press that does not say, it is judged as things stand.
 */
function pressedBy(release: Release, planned: PlannedStep): readonly Person[] {
  const { requested } = stepState(release, planned.id);
  if (requested === undefined) return [];
  const { by, for: holder = pressesFor(release, planned, by) } = requested;
  return holder === undefined ? [by] : [by, holder];
}

/** The confirmations that a person could give: their own first, then for those who delegated a role to them. */
function possibleOf(release: Release, planned: PlannedStep, by: Person): readonly Approval[] {
  const roles = confirmingRoles(planned).filter((role) => peopleIn(release, planned.id, role).includes(by));
  const holders = [...new Set(roles.map((role) => confirmsAs(release, planned.id, role, by)))];
  const pressed = pressedBy(release, planned);
  return holders
    .toSorted((one, other) => Number(one !== undefined) - Number(other !== undefined))
    .map((holder) => approvalOf(release, planned, by, holder))
    .filter((one) => !pressed.includes(by) && !pressed.includes(countedAs(one)));
}

/** The confirmation by a person that is still missing; undefined where theirs would change nothing. */
function missingBy(release: Release, planned: PlannedStep, by: Person): Approval | undefined {
  const { confirmed } = stepState(release, planned.id);
  if (confirmed.some((one) => one.by === by)) return undefined;
  const lacking = seatingOf(planned, confirmed).lacking.length;
  return possibleOf(release, planned, by).find(
    (one) => seatingOf(planned, [...confirmed, one]).lacking.length < lacking,
  );
}

function membersOf(release: Release, planned: PlannedStep): readonly Person[] {
  return [...new Set(confirmingRoles(planned).flatMap((role) => peopleIn(release, planned.id, role)))];
}

/** The people whose confirmation of a deployment is still missing; never who pressed Deploy. */
export function confirmersOf(release: Release, planned: PlannedStep): readonly Person[] {
  return membersOf(release, planned).filter((by) => missingBy(release, planned, by) !== undefined);
}

/** Somebody other than who pressed Deploy confirms it, once for each role that the playbook names, before anything starts. */
export function decideConfirmDeploy(release: Release, c: ConfirmDeploy): readonly ReleaseEvent[] | Refusal {
  const planned = current(release, c.step);
  if ('refused' in planned) return planned;
  const roles = confirmingRoles(planned);
  if (roles.length === 0) return refusal('not_current', 'Nobody has to confirm this step.');
  const state = stepState(release, c.step);
  const { requested, confirmed, attempt, status } = state;
  if (status === 'failed')
    return refusal(
      'deploy_not_ready',
      'This deployment failed. Retry it first: then it is asked for and confirmed anew.',
    );
  if (attempt !== c.attempt)
    return refusal('not_current', 'This button is of an earlier try. Use the one on the release card.');
  if (requested === undefined)
    return refusal('deploy_not_ready', 'Nobody has pressed Deploy yet, so there is nothing to confirm.');
  if (!awaitsConfirmation(planned, state))
    return refusal('already_done', 'The deployment was confirmed and started already.', [requested.by]);
  const others = confirmersOf(release, planned);
  if (c.by === requested.by)
    return refusal('separation_of_duties', 'You pressed Deploy, so somebody else must confirm it.', others);
  if (confirmed.some((one) => one.by === c.by))
    return refusal('already_done', 'You have confirmed this already; somebody else has to as well.', others);
  const titles = roles.map((role) => roleTitle(release.playbook, role));
  if (!membersOf(release, planned).includes(c.by))
    return refusal('not_entitled', `Only the role ${listed(titles, 'or')} may confirm this.`, others);
  if (possibleOf(release, planned, c.by).length === 0)
    return refusal(
      'separation_of_duties',
      'Deploy was pressed for you, or you act for who pressed it, so somebody else must confirm it.',
      others,
    );
  const missing = missingBy(release, planned, c.by);
  if (missing === undefined)
    return refusal('already_done', 'Your role has confirmed this already; another one has to as well.', others);
  const holder = missing.for === undefined ? {} : { for: missing.for };
  return [{ type: 'DeployConfirmed', step: c.step, by: c.by, ...holder }];
}
