import type { SignOffStep } from './playbook-steps.ts';
import { plannedStep, type Release } from './release.ts';

/** A sign-off of the plan. Throws for any other step. */
export function signOffStep(release: Release, step: string): SignOffStep {
  const planned = plannedStep(release, step)?.step;
  if (planned === undefined || !('sign-off' in planned)) throw new Error(`${step} is not a sign-off.`);
  return planned;
}

/** The roles that sign together, the step's own first. */
export function signingRoles(step: SignOffStep): readonly string[] {
  return [step['sign-off'], ...(step.with ?? [])];
}

/** How many people have to sign, all roles together. */
export function signaturesNeeded(release: Release, step: SignOffStep): number {
  return signingRoles(step).reduce((sum, role) => sum + (release.playbook.roles[role]?.quorum ?? 1), 0);
}
