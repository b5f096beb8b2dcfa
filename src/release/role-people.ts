import { oncePerRelease } from './once-per-release.ts';
import type { Delegation, Person, Release } from './release.ts';
import { stepState } from './release.ts';

/** Those who hold a role themselves: as it was filled, refreshed and changed, and the owners of what changes where CODEOWNERS fills it. */
export function holdersOf(release: Release, role: string): readonly Person[] {
  const named = release.roles[role] ?? [];
  if (release.sources[role]?.kind !== 'codeowners') return named;
  const owners = Object.entries(release.owners).flatMap(([step, { head, groups }]) =>
    head === release.steps[step]?.facts['head'] ? groups.flatMap(({ people }) => people) : [],
  );
  return [...new Set([...named, ...owners])];
}

/** The delegations of a role that count: whoever gave one still holds the role. */
export function delegationsOf(release: Release, role: string): readonly Delegation[] {
  const holders = holdersOf(release, role);
  return release.delegations.filter((d) => d.role === role && holders.includes(d.from));
}

/** Those who may act in a role: its holders, and those to whom one of them has delegated it. */
export const peopleInRole = oncePerRelease((release: Release, role: string): readonly Person[] => {
  const delegates = delegationsOf(release, role).map(({ to }) => to);
  return [...new Set([...holdersOf(release, role), ...delegates])];
});

/** For whom a person acts in a role that they do not hold themselves; undefined where they hold it, or may not act in it. */
function actsFor(release: Release, role: string, by: Person): Person | undefined {
  if (holdersOf(release, role).includes(by)) return undefined;
  return delegationsOf(release, role).find(({ to }) => to === by)?.from;
}

/** For whom a person acts in these roles, who holds none of them; undefined where they hold one, or may act in none. */
export function actsOnlyFor(release: Release, roles: readonly string[], by: Person): Person | undefined {
  if (roles.some((role) => holdersOf(release, role).includes(by))) return undefined;
  return roles.map((role) => actsFor(release, role, by)).find((holder) => holder !== undefined);
}

/** The roles that came to the help of these in a step which has waited for long: each role has its own stand-in. */
function standInRoles(release: Release, step: string, roles: readonly string[]): readonly string[] {
  const wanted = new Set(roles.map((role) => release.playbook.roles[role]?.['stand-in']));
  return stepState(release, step).standIns.filter((role) => wanted.has(role));
}

/** The people who stand in for these roles in a step. */
export function standInsOf(release: Release, step: string, roles: readonly string[]): readonly Person[] {
  return [...new Set(standInRoles(release, step, roles).flatMap((role) => peopleInRole(release, role)))];
}

/** For whom a person acts in these roles at a step; undefined where they hold one, or stand in for one, themselves. */
export function actsForAt(release: Release, step: string, roles: readonly string[], by: Person): Person | undefined {
  return actsOnlyFor(release, [...roles, ...standInRoles(release, step, roles)], by);
}

/** The release without the delegations whose time is over at this moment, whether a job has recorded their end or not. */
export function asOf(release: Release, at: Date): Release {
  const delegations = release.delegations.filter(({ until }) => until > at);
  return delegations.length === release.delegations.length ? release : { ...release, delegations };
}
