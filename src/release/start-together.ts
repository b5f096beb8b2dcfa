import type { Playbook, Role } from './playbook.ts';
import type { Step } from './playbook-steps.ts';
import { stepsIn } from './playbook-walk.ts';
import type { Person } from './release.ts';
import { roleTitle } from './role-title.ts';
import { type Seats, seat } from './seats.ts';
import { signingRoles } from './signing-roles.ts';
import type { RoleChoice } from './start-roles.ts';
import { listed } from './wording.ts';

function peopleIn(role: Role | undefined, name: string, { starter, chosen }: RoleChoice): readonly Person[] {
  return role?.from === 'starter' ? [starter] : (chosen[name] ?? []);
}

function maySign(role: Role | undefined, name: string, choice: RoleChoice): (person: Person) => boolean {
  const people = peopleIn(role, name, choice);
  const wrote = new Set(choice.authors.map((author) => author.toLowerCase()));
  return (person) => {
    if (!people.includes(person) || (role?.not.includes('starter') === true && person === choice.starter)) return false;
    const login = choice.logins[person];
    return role?.not.includes('author') !== true || login === undefined || !wrote.has(login.toLowerCase());
  };
}

/** Who owns what changes is known only once it is there: those roles have nobody yet. */
function known(roles: readonly string[], { entitled }: RoleChoice): readonly string[] {
  return roles.filter((role) => entitled[role]?.kind !== 'owners');
}

/** The places that a step has for different people; none where one role does it alone. */
function placesOf(step: Step, { roles }: Playbook, choice: RoleChoice): readonly Seats[] {
  if ('sign-off' in step && step.with !== undefined)
    return known(signingRoles(step), choice).map((role) => ({
      role,
      needed: roles[role]?.quorum ?? 1,
      may: maySign(roles[role], role, choice),
    }));
  if (!('deploy' in step) || step.with === undefined) return [];
  const presses = new Set(step.by.flatMap((role) => peopleIn(roles[role], role, choice)));
  const [first = ''] = step.by;
  const confirms = known(step.with, choice).map((role) => {
    const people = peopleIn(roles[role], role, choice);
    return { role, needed: 1, may: (person: Person) => people.includes(person) };
  });
  return [{ role: first, needed: 1, may: (person) => presses.has(person) }, ...confirms];
}

/** For roles that act together in a step: the sentence why those chosen are too few different people, by role. */
export function togetherMistakes(playbook: Playbook, choice: RoleChoice): ReadonlyMap<string, string> {
  const mistakes = new Map<string, string>();
  for (const { step } of stepsIn(playbook)) {
    if (step.when !== undefined) continue; // perhaps not in this release
    const places = placesOf(step, playbook, choice);
    const people = [...new Set(places.flatMap(({ role }) => peopleIn(playbook.roles[role], role, choice)))];
    if ('deploy' in step) people.push(...step.by.flatMap((role) => peopleIn(playbook.roles[role], role, choice)));
    const [lacking] = seat(places, people).lacking;
    if (lacking === undefined) continue;
    const roles = places.map(({ role }) => role);
    const asked = [lacking.role, ...roles].find((role) => playbook.roles[role]?.from !== 'starter');
    const titles = roles.map((role) => roleTitle(playbook, role));
    const what = 'deploy' in step ? `deploy to ${step.deploy} and confirm it` : 'sign';
    if (asked !== undefined)
      mistakes.set(
        asked,
        `Different people have to ${what}, as ${listed(titles)}; those chosen are too few, because one person counts once.`,
      );
  }
  return mistakes;
}
