import { awaitsOpening } from './deploy-window.ts';
import { millisecondsOf } from './duration.ts';
import { rolesOf } from './entitlement.ts';
import type { PlannedStep } from './plan.ts';
import { currentSteps, type Release, stepState } from './release.ts';

/** A stand-in role that is to come to a step's help, and when. */
export interface Escalation {
  readonly step: string;
  readonly attempt: number;
  readonly role: string;
  readonly at: Date;
}

function ofStep(release: Release, planned: PlannedStep): readonly Escalation[] {
  const { status, since, held, attempt, standIns, requested, reviewed } = stepState(release, planned.id);
  if (status !== 'active' || since === undefined || requested !== undefined || reviewed !== undefined) return [];
  if (awaitsOpening(release, planned)) return [];
  return rolesOf(planned).flatMap((name) => {
    const { 'stand-in': role, 'stand-in-after': after } = release.playbook.roles[name] ?? {};
    if (role === undefined || after === undefined || standIns.includes(role)) return [];
    const at = new Date(since.getTime() + held + millisecondsOf(after));
    return [{ step: planned.id, attempt, role, at }];
  });
}

/** The escalations that are still to come: a step has waited for a role whose stand-in is not asked yet. */
export function escalationsOf(release: Release): readonly Escalation[] {
  return currentSteps(release).flatMap((planned) => ofStep(release, planned));
}
