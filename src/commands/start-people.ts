import type { Playbook } from '../release/playbook.ts';
import type { Person } from '../release/release.ts';
import type { Entitled, EntitledByRole } from '../release/start-roles.ts';
import type { ComponentEntry, RoleFilling } from '../slipway-file.ts';
import type { Standing } from './access.ts';

/** Members by user group; unpaid: the workspace's plan has no user groups. */
export type UserGroups =
  | {
      readonly kind: 'groups';
      readonly byId: ReadonlyMap<string, { readonly handle: string; readonly members: readonly string[] }>;
    }
  | { readonly kind: 'unpaid' };

interface KnownPerson {
  readonly name: string;
  readonly standing: Standing;
}

/** What the start story needs of Slack's people. */
export interface StartPeople {
  readonly groups: { known(): UserGroups | undefined; get(): Promise<UserGroups> };
  readonly people: { known(id: string): KnownPerson | undefined; get(id: string): Promise<KnownPerson> };
  /** Logins of GitHub teams, by {@link teamKey}; `logins` undefined for a team that is not there. */
  readonly teams: { known(key: string): TeamRead | undefined; get(key: string): Promise<TeamRead> };
}

interface TeamRead {
  readonly logins: readonly string[] | undefined;
}

/** A team with the repository as whose installation it is asked for. */
export function teamKey(repository: string, team: string): string {
  return `${repository} ${team}`;
}

/** What is known of GitHub's teams, and who is who there. */
export interface TeamsKnown {
  known(key: string): TeamRead | undefined;
  /** GitHub logins by Slack id: as people linked them, else as slipway.yml has them. */
  readonly logins: Readonly<Record<Person, string>>;
}

function ofTeam(title: string, team: string, repository: string, teams: TeamsKnown): Entitled {
  const read = teams.known(teamKey(repository, team));
  if (read === undefined) return { kind: 'unknown' };
  if (read.logins === undefined)
    return {
      kind: 'nobody',
      sentence: `${title} is filled from the GitHub team ${team}, which GitHub does not show to Slipway. Correct it in slipway.yml, or let the App read members of the organisation.`,
    };
  const ids = new Map(Object.entries(teams.logins).map(([id, login]) => [login.toLowerCase(), id]));
  const people = read.logins.flatMap((login) => ids.get(login.toLowerCase()) ?? []);
  const strangers = read.logins.filter((login) => !ids.has(login.toLowerCase()));
  if (people.length > 0) return { kind: 'people', people, ...(strangers.length === 0 ? {} : { strangers }) };
  const who = strangers.length === 0 ? 'has no members' : `has only ${strangers.slice(0, 20).join(', ')}`;
  return {
    kind: 'nobody',
    sentence: `The GitHub team ${team}, which fills ${title}, ${who}: nobody of it is known in Slack. Let them link their GitHub accounts (/release link), or name them under people: in slipway.yml.`,
  };
}

function ofGroup(title: string, group: string, groups: UserGroups | undefined): Entitled {
  if (groups === undefined) return { kind: 'unknown' };
  if (groups.kind === 'unpaid')
    return {
      kind: 'nobody',
      sentence: `${title} is filled from a user group, but this workspace's plan of Slack has none. Name people in slipway.yml instead.`,
    };
  const found = groups.byId.get(group);
  if (found === undefined)
    return {
      kind: 'nobody',
      sentence: `${title} is filled from the user group ${group}, which Slack does not know. Correct it in slipway.yml.`,
    };
  if (found.members.length > 0) return { kind: 'people', people: found.members };
  return {
    kind: 'nobody',
    sentence: `The user group @${found.handle}, which fills ${title}, has no members. Add people to it in Slack.`,
  };
}

function ofFilling(
  title: string,
  filling: RoleFilling | undefined,
  repository: string,
  groups: UserGroups | undefined,
  teams: TeamsKnown,
): Entitled {
  if (filling === undefined)
    return { kind: 'nobody', sentence: `slipway.yml says nobody for ${title}. Name people or a user group there.` };
  if ('codeowners' in filling) return { kind: 'owners' };
  if ('github-team' in filling) return ofTeam(title, filling['github-team'], repository, teams);
  return 'people' in filling ? { kind: 'people', people: filling.people } : ofGroup(title, filling.group, groups);
}

/** Who may fill each role of a component's release, as far as it is known. A role of the starter's is there only where slipway.yml restricts it. */
export function entitledTo(
  playbook: Playbook,
  component: ComponentEntry,
  groups: UserGroups | undefined,
  teams: TeamsKnown,
): EntitledByRole {
  return Object.fromEntries(
    Object.entries(playbook.roles).flatMap(([name, role]) => {
      const filling = component.roles[name];
      if (role.from === 'starter' && filling === undefined) return [];
      return [[name, ofFilling(role.title, filling, component.repository, groups, teams)]];
    }),
  );
}

/** Why this person may not start a release; undefined when they may, or when it is not known yet. */
export function mayNotStart(
  playbook: Playbook,
  entitled: EntitledByRole,
  person: Person,
): { readonly sentence: string; readonly instead: readonly Person[] } | undefined {
  for (const [name, role] of Object.entries(playbook.roles)) {
    const may = entitled[name];
    if (role.from !== 'starter' || may === undefined || may.kind === 'unknown' || may.kind === 'owners') continue;
    if (may.kind === 'nobody') return { sentence: may.sentence, instead: [] };
    if (!may.people.includes(person))
      return { sentence: `Only the role ${role.title} may start this release.`, instead: may.people };
  }
  return undefined;
}

const unfitness: Readonly<Record<Standing, string | undefined>> = {
  member: undefined,
  guest: 'is a guest in this workspace',
  bot: 'is not a person',
  deactivated: 'is deactivated in Slack',
  outsider: 'belongs to another workspace',
  unknown: 'is not known in this workspace',
};

/** Why a person cannot take part in a release; undefined when they can. */
export function unfit(standing: Standing | undefined): string | undefined {
  return standing === undefined ? undefined : unfitness[standing];
}
