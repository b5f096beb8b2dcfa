import type { ReleaseEvent } from './events.ts';
import { currentSteps, type Delegation, type Release, type RoleEvent, stepState } from './release.ts';
import { quorumReached } from './sign-off.ts';

/** Of one role, one delegation from one person to another stands at a time. */
export function isSameDelegation(
  one: Pick<Delegation, 'role' | 'from' | 'to'>,
  other: Pick<Delegation, 'role' | 'from' | 'to'>,
): boolean {
  return one.role === other.role && one.from === other.from && one.to === other.to;
}

/** Other people in a role may make signatures that were given before be enough. */
function settled(release: Release, at: Date): Release {
  const steps = { ...release.steps };
  for (const { id, kind } of currentSteps(release)) {
    const state = stepState(release, id);
    const by = state.signatures.at(-1)?.by;
    if (kind !== 'sign-off' || state.status !== 'active' || by === undefined || !quorumReached(release, id)) continue;
    steps[id] = { ...state, status: 'done', done: { how: 'made', by, at, sentence: 'Signed' } };
  }
  return { ...release, steps };
}

function changed(release: Release, event: RoleEvent, at: Date): Release {
  switch (event.type) {
    case 'RoleRefreshed':
      return { ...release, roles: { ...release.roles, [event.role]: event.people } };
    case 'RoleChanged': {
      const { [event.role]: _, ...others } = release.sources;
      const sources = event.source === undefined ? others : { ...others, [event.role]: event.source };
      return settled({ ...release, roles: { ...release.roles, [event.role]: event.people }, sources }, at);
    }
    case 'DelegationGiven': {
      const { role, from, to, reason } = event;
      const given = { role, from, to, reason, until: new Date(event.until) };
      return { ...release, delegations: [...release.delegations.filter((d) => !isSameDelegation(d, given)), given] };
    }
    case 'DelegationEnded':
      return { ...release, delegations: release.delegations.filter((d) => !isSameDelegation(d, event)) };
    case 'OwnersFound': {
      const owners = { ...release.owners, [event.step]: { head: event.head, groups: event.groups } };
      return settled({ ...release, owners }, at);
    }
    case 'Escalated': // evolve-step.ts
      return release;
  }
}

/** The release after what an event did to the people of its roles. */
export function applyToRoles(release: Release, event: ReleaseEvent, at: Date): Release {
  switch (event.type) {
    case 'RoleRefreshed':
    case 'RoleChanged':
    case 'DelegationGiven':
    case 'DelegationEnded':
    case 'Escalated':
    case 'OwnersFound': {
      const after = changed(release, event, at);
      return { ...after, roleLog: [...after.roleLog, { at, event }] };
    }
    default:
      return release;
  }
}
