import { awaitsOwners, ownersOf, speaksFor } from './code-owners.ts';
import { holdersSigned, rolesSigned } from './may-sign.ts';
import { type Person, type Release, stepState } from './release.ts';
import { standInsOf } from './role-people.ts';
import type { OwnerGroup } from './role-source.ts';
import { type Approval, type Seating, seatApprovals } from './seats.ts';
import { signingRoles, signOffStep } from './signing-roles.ts';
import type { Signature } from './step-state.ts';

/** The commit that a signer is shown and binds to: the head of the pull request, or the pinned one; undefined while there is none. */
export function subjectOf(release: Release, step: string): string | undefined {
  return release.steps[signOffStep(release, step).of]?.facts['head'];
}

/** The signatures for the present subject. */
export function presentSignatures(release: Release, step: string): readonly Signature[] {
  const subject = subjectOf(release, step);
  return stepState(release, step).signatures.filter((s) => s.subject === subject);
}

/** Whether an approval counts in a role. Of a sole role everybody counts who could sign when they did. */
function countsIn(release: Release, step: string, role: string, { roles }: Approval): boolean {
  return roles.includes(role) || signingRoles(signOffStep(release, step)).length === 1;
}

/** In which role each of these approvals counts, and which roles still lack somebody. One person counts once, and as one with whom they sign for. */
function seatingOf(release: Release, step: string, approvals: readonly Approval[]): Seating {
  const wanted = signingRoles(signOffStep(release, step)).map((role) => ({
    role,
    needed: release.playbook.roles[role]?.quorum ?? 1,
  }));
  const counted = approvals.map((one) => ({
    ...one,
    roles: wanted.map(({ role }) => role).filter((role) => countsIn(release, step, role, one)),
  }));
  return seatApprovals(wanted, counted);
}

function approvalsOf(release: Release, step: string): readonly Signature[] {
  return presentSignatures(release, step).filter((s) => s.decision === 'approve');
}

/** How the approvals of the present subject are seated, by who holds the role: a delegate's is that of who delegated. */
export function signedSoFar(release: Release, step: string): Seating {
  return seatingOf(release, step, approvalsOf(release, step));
}

/** The groups of owners of one signing role of which none of these approvals speaks; none where CODEOWNERS does not fill it. */
function unsignedIn(
  release: Release,
  step: string,
  role: string,
  approvals: readonly Approval[],
): readonly OwnerGroup[] {
  if (release.sources[role]?.kind !== 'codeowners') return [];
  const standIns = standInsOf(release, step, [role]);
  const counting = approvals.filter((one) => countsIn(release, step, role, one));
  return (ownersOf(release, step) ?? []).filter(
    (group) => !counting.some((one) => speaksFor(release, role, group, one, standIns)),
  );
}

/** The groups of owners of which nobody has approved the present subject yet; none where CODEOWNERS fills no role of the step. */
export function unsignedOwners(release: Release, step: string): readonly OwnerGroup[] {
  const approvals = approvalsOf(release, step);
  const roles = signingRoles(signOffStep(release, step));
  return [...new Set(roles.flatMap((role) => unsignedIn(release, step, role, approvals)))];
}

/** Whether enough distinct people of every role approve the present subject, every group of owners has, and nobody objects to it. */
export function quorumReached(release: Release, step: string): boolean {
  if (presentSignatures(release, step).some((s) => s.decision !== 'approve')) return false;
  if (awaitsOwners(release, step) || unsignedOwners(release, step).length > 0) return false;
  return signedSoFar(release, step).lacking.length === 0;
}

function missingIn({ lacking }: Seating): number {
  return lacking.reduce((sum, { needed }) => sum + needed, 0);
}

function neededIn({ lacking }: Seating, role: string): number {
  return lacking.find((one) => one.role === role)?.needed ?? 0;
}

/** Whether one more approval brings the sign-off further: of owners who have not approved yet, or in a place that those will not fill. */
function furthers(release: Release, step: string, one: Approval): boolean {
  const before = approvalsOf(release, step);
  const after = [...before, one];
  const [was, is] = [seatingOf(release, step, before), seatingOf(release, step, after)];
  const seatsOneMore = missingIn(is) < missingIn(was);
  return signingRoles(signOffStep(release, step)).some((role) => {
    const missing = unsignedIn(release, step, role, before).length;
    if (unsignedIn(release, step, role, after).length < missing) return true;
    return seatsOneMore && neededIn(is, role) < neededIn(was, role) && neededIn(was, role) > missing;
  });
}

function approvalOf(release: Release, step: string, by: Person, holder: Person | undefined): Approval {
  return { by, for: holder, roles: rolesSigned(release, step, by, holder) };
}

/** Whether this person's approval is still missing: it brings the sign-off further, or takes back their objection. */
export function stillNeeded(release: Release, step: string, by: Person): boolean {
  const own = presentSignatures(release, step).find((s) => s.by === by);
  if (own !== undefined) return own.decision !== 'approve';
  return holdersSigned(release, step, by).some((holder) =>
    furthers(release, step, approvalOf(release, step, by, holder)),
  );
}

/** For whom a person who may sign would: for whom it brings the sign-off further; undefined where for themselves. */
export function signsFor(release: Release, step: string, by: Person): Person | undefined {
  const holders = holdersSigned(release, step, by);
  const needed = holders.findIndex((holder) => furthers(release, step, approvalOf(release, step, by, holder)));
  return holders[Math.max(needed, 0)];
}
