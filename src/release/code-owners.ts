import type { PlannedStep } from './plan.ts';
import { plannedStep, type Release, stepState } from './release.ts';
import type { OwnerGroup } from './role-source.ts';
import { signingRoles } from './signing-roles.ts';
import type { Signature } from './step-state.ts';

/** The pull request whose owners sign a step; undefined for any step that is not signed by owners. */
function ownedPullRequest(release: Release, { step }: PlannedStep): string | undefined {
  if (!('sign-off' in step)) return undefined;
  return signingRoles(step).some((role) => release.sources[role]?.kind === 'codeowners') ? step.of : undefined;
}

/** The groups of owners each of which has to approve; undefined while they are not known for the present head, and for steps that owners do not sign. */
export function ownersOf(release: Release, step: string): readonly OwnerGroup[] | undefined {
  const planned = plannedStep(release, step);
  const opened = planned === undefined ? undefined : ownedPullRequest(release, planned);
  if (opened === undefined) return undefined;
  const found = release.owners[opened];
  return found?.head === stepState(release, opened).facts['head'] ? found?.groups : undefined;
}

/** Whether nobody can be asked for a step yet, because its owners are still being looked up. */
export function awaitsOwners(release: Release, step: string): boolean {
  const planned = plannedStep(release, step);
  const opened = planned === undefined ? undefined : ownedPullRequest(release, planned);
  return (
    opened !== undefined &&
    stepState(release, opened).facts['head'] !== undefined &&
    ownersOf(release, step) === undefined
  );
}

/** Whether a signature is one of a group of owners, or of somebody who was named in their place. */
export function speaksFor(
  release: Release,
  role: string,
  { people }: OwnerGroup,
  { by, for: holder = by }: Pick<Signature, 'by' | 'for'>,
  standIns: readonly string[],
): boolean {
  return people.includes(holder) || (release.roles[role] ?? []).includes(holder) || standIns.includes(by);
}

/** The pull requests whose owners have to be looked up: open, signed by owners, and not read at their present head. */
export function unreadOwners(release: Release): readonly { readonly step: string; readonly head: string }[] {
  const opened = release.plan.flatMap((planned) => {
    const step = ownedPullRequest(release, planned);
    return step === undefined || stepState(release, planned.id).status === 'done' ? [] : [step];
  });
  return [...new Set(opened)].flatMap((step) => {
    const head = release.steps[step]?.facts['head'];
    return head === undefined || release.owners[step]?.head === head ? [] : [{ step, head }];
  });
}
