import { correction, type Finding } from './finding.ts';
import type { Playbook } from './playbook.ts';
import { type PlacedStep, stepsIn } from './playbook-walk.ts';
import { signingRoles } from './signing-roles.ts';

/** Roles that cannot sign together: one named twice, or two that the same person fills. */
function* signingFindings({ step, path }: PlacedStep, { roles }: Playbook): Generator<Finding> {
  if (!('sign-off' in step) || step.with === undefined) return;
  const named = signingRoles(step);
  for (const [i, role] of step.with.entries()) {
    if (named.indexOf(role) < i + 1)
      yield {
        path: [...path, 'with', i],
        message: `The role ${role} signs here already.`,
        fix: 'Name it once; its quorum: says how many of it sign.',
      };
    else if (roles[role]?.from === 'starter' && named.slice(0, i + 1).some((one) => roles[one]?.from === 'starter'))
      yield {
        path: [...path, 'with', i],
        message: 'The starter fills two of these roles, and one person signs in one role only.',
        fix: 'Fill one of the roles from slipway.yml.',
      };
  }
}

function* deployFindings({ step, path }: PlacedStep): Generator<Finding> {
  if (!('deploy' in step) || step.with === undefined) return;
  for (const [i, role] of step.with.entries())
    if (step.with.indexOf(role) < i)
      yield { path: [...path, 'with', i], message: `The role ${role} confirms here already.`, fix: 'Name it once.' };
}

/** What is wrong with roles that act together, and with those that may confirm that something is forced. */
export function* togetherFindings(playbook: Playbook): Generator<Finding> {
  for (const placed of stepsIn(playbook)) {
    yield* signingFindings(placed, playbook);
    yield* deployFindings(placed);
  }
  for (const [i, role] of (playbook['break-glass'] ?? []).entries())
    if (playbook.roles[role] === undefined)
      yield {
        path: ['break-glass', i],
        message: `There is no role ${role}.`,
        fix: correction(role, Object.keys(playbook.roles)),
      };
}
