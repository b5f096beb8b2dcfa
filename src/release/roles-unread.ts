import type { PersonCommand } from './commands.ts';
import { managersOf, managingRoles, rolesOf } from './entitlement.ts';
import type { Step } from './playbook-steps.ts';
import { type Refusal, refusal } from './refusal.ts';
import { plannedStep, type Release, stepState } from './release.ts';
import { peopleInRole } from './role-people.ts';
import { roleTitle } from './role-title.ts';

/** The roles by which it is judged whether somebody may do what they ask for. */
export function rolesJudging(release: Release, command: PersonCommand): readonly string[] {
  if ('role' in command && command.type !== 'ChangeRole') return [command.role];
  const starters = managingRoles(release);
  const planned = 'step' in command && command.step !== undefined ? plannedStep(release, command.step) : undefined;
  if (planned === undefined || command.type === 'BreakGlass' || command.type === 'Repin') return starters;
  if (command.type === 'RevokeSignature') return []; // one's own signature can always be taken back
  if (command.type === 'CloseReview') return Object.keys(release.playbook.roles);
  if (command.type === 'ConfirmBreakGlass') return release.playbook['break-glass'] ?? [];
  const { standIns } = stepState(release, planned.id);
  const { step } = planned;
  if (command.type === 'ConfirmDeploy') return [...('deploy' in step ? (step.with ?? []) : []), ...standIns];
  const own = [...rolesOf(planned), ...standIns];
  if (command.type === 'WaiveCheck') return 'check' in step ? (step.waive ?? []) : [];
  if (command.type === 'RerunCheck') return [...starters, ...('check' in step ? (step['re-run'] ?? []) : [])];
  if (command.type === 'SettleIssues') return settlingRoles(step) ?? starters;
  if (command.type === 'RetryStep') return [...own, ...starters];
  if (command.type !== 'CompleteOutside') return own;
  const outside = planned.step['done-outside'] ?? [];
  return own.length === 0 ? [...outside, ...starters] : [...own, ...outside];
}

/** The roles that may settle issues by the playbook's word; undefined where it says none. */
function settlingRoles(step: Step): readonly string[] | undefined {
  return 'check' in step && step.check === 'no-open-issues' ? step.settle : undefined;
}

/**
 * The no to somebody whose right stands on a role of which nobody has told for too long who is in it; undefined for
 * everybody else.
 *
 * @param unread roles whose people were last read more than a day ago, with where they are read.
 */
export function unreadRole(
  release: Release,
  command: PersonCommand,
  unread: ReadonlyMap<string, string>,
): Refusal | undefined {
  const judging = rolesJudging(release, command);
  const known = judging.filter((role) => !unread.has(role));
  const holds = (role: string): boolean => peopleInRole(release, role).includes(command.by);
  if (known.some(holds) || (judging.length === 0 && managersOf(release).includes(command.by))) return undefined;
  const role = judging.find((one) => unread.has(one) && holds(one));
  if (role === undefined || (command.by === release.starter && !('step' in command))) return undefined;
  const title = roleTitle(release.playbook, role);
  return refusal(
    'role_unread',
    `Slipway has not been able to read for a day who is ${title} (${unread.get(role)}), so it takes nothing from this role. Try again once that can be read, or ask somebody of another role.`,
  );
}
