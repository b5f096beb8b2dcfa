import type { Playbook, Role } from './playbook.ts';
import type { Person } from './release.ts';
import { togetherMistakes } from './start-together.ts';
import { listed } from './wording.ts';

/** Who may fill a role of a component's release, or why nobody can be named. */
export type Entitled =
  | {
      readonly kind: 'people';
      readonly people: readonly Person[];
      /** Members on GitHub whom nobody in slipway.yml is. */
      readonly strangers?: readonly string[];
    }
  /** The owners of what the release pull request changes, once it is open. */
  | { readonly kind: 'owners' }
  /** Not read yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'nobody'; readonly sentence: string };

/** So many of those who may are chosen already in the start form. */
export const mostPreselected = 50;

export type EntitledByRole = Readonly<Record<string, Entitled>>;

/** What a start form says of roles, and what is known of the people in it. */
export interface RoleChoice {
  readonly starter: Person;
  readonly chosen: Readonly<Record<string, readonly Person[]>>;
  readonly entitled: EntitledByRole;
  /** GitHub logins by person. */
  readonly logins: Readonly<Record<Person, string>>;
  /** GitHub logins of those who wrote what is released. */
  readonly authors: readonly string[];
  readonly nameOf: (person: Person) => string;
  /** Why a person cannot take part, such as "is deactivated"; undefined when they can. */
  readonly unfit: (person: Person) => string | undefined;
}

function wrongPeople(title: string, chosen: readonly Person[], choice: RoleChoice, entitled: readonly Person[]) {
  const { nameOf, unfit } = choice;
  const strangers = chosen.filter((person) => !entitled.includes(person));
  if (strangers.length > 0)
    return `${listed(strangers.map(nameOf))} may not be ${title}. Those who may: ${listed(entitled.map(nameOf))}.`;
  const one = chosen.find((person) => unfit(person) !== undefined);
  return one === undefined ? undefined : `${nameOf(one)} ${unfit(one)}, so choose somebody else.`;
}

function lackingQuorum(role: Role, chosen: readonly Person[], choice: RoleChoice): string | undefined {
  const { starter, logins, authors, nameOf } = choice;
  const barred = chosen.flatMap((person) => {
    if (role.not.includes('starter') && person === starter) return [`${nameOf(person)} starts the release`];
    const login = logins[person];
    return role.not.includes('author') &&
      login !== undefined &&
      authors.some((author) => author.toLowerCase() === login.toLowerCase())
      ? [`${nameOf(person)} wrote part of the changes`]
      : [];
  });
  const left = chosen.length - barred.length;
  if (left >= role.quorum) return undefined;
  const needed = role.quorum === 1 ? 'One person has to sign' : `${role.quorum} people have to sign`;
  const why = barred.length === 0 ? '' : `: ${listed(barred)}, and may not sign it`;
  return `${needed} as ${role.title}, but ${left === 0 ? 'none' : `only ${left}`} of those chosen can${why}.`;
}

function mistakeIn(name: string, role: Role, choice: RoleChoice): string | undefined {
  const entitled = choice.entitled[name] ?? { kind: 'unknown' };
  if (entitled.kind === 'owners') return undefined;
  if (entitled.kind === 'nobody') return entitled.sentence;
  if (entitled.kind === 'unknown')
    return `Slack or GitHub does not say at this moment who may be ${role.title}. Try again in a moment.`;
  const chosen = choice.chosen[name] ?? [];
  if (chosen.length === 0) return `Choose who is ${role.title}: ${listed(entitled.people.map(choice.nameOf))}.`;
  return wrongPeople(role.title, chosen, choice, entitled.people) ?? lackingQuorum(role, chosen, choice);
}

/** The roles that slipway.yml fills, by name. The others are the starter's. */
export function rolesToFill(playbook: Playbook): readonly (readonly [name: string, role: Role])[] {
  return Object.entries(playbook.roles).filter(([, role]) => role.from !== 'starter');
}

/** What is wrong with the people chosen for each role, as sentences in plain text; empty when all is well. */
export function roleMistakes(playbook: Playbook, choice: RoleChoice): ReadonlyMap<string, string> {
  const together = togetherMistakes(playbook, choice);
  return new Map(
    rolesToFill(playbook).flatMap(([name, role]) => {
      const mistake = mistakeIn(name, role, choice) ?? together.get(name);
      return mistake === undefined ? [] : [[name, mistake] as const];
    }),
  );
}
