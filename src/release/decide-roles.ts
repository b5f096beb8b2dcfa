import type { JobCommand, PersonCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import { isSameDelegation } from './evolve-roles.ts';
import { type Refusal, refusal } from './refusal.ts';
import { isRunning, type Person, plannedStep, type Release, stepState } from './release.ts';
import { holdersOf } from './role-people.ts';
import { signingRoles } from './signing-roles.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;
type Decided = readonly ReleaseEvent[] | Refusal;

const reasonMissing = (): Refusal => refusal('reason_missing', 'Say why: the reason goes into the record.');
const noRole = (): Refusal => refusal('not_current', 'This release has no such role.');

function same(one: readonly Person[], other: readonly Person[]): boolean {
  return one.length === other.length && one.every((person) => other.includes(person));
}

/** Who comes into a role and who leaves it. */
function moved(
  before: readonly Person[],
  people: readonly Person[],
): { people: Person[]; came: Person[]; left: Person[] } {
  return {
    people: [...people],
    came: people.filter((one) => !before.includes(one)),
    left: before.filter((one) => !people.includes(one)),
  };
}

/** Whether a person wrote part of what a pull request of the release holds, as far as logins tell. */
function wrotePart(release: Release, person: Person): boolean {
  const login = release.component.github[person]?.toLowerCase();
  return Object.values(release.steps).some(({ facts }) =>
    (facts['authors'] ?? '').split(' ').some((author) => author !== '' && author.toLowerCase() === login),
  );
}

/** The people of a role are other ones from now on: only those whom slipway.yml entitles, and enough of them. */
export function decideChangeRole(release: Release, c: Of<'ChangeRole'>): Decided {
  const role = release.playbook.roles[c.role];
  if (role === undefined) return noRole();
  const people = [...new Set(c.people)];
  const { entitled } = c;
  if (entitled !== undefined && people.some((person) => !entitled.includes(person)))
    return refusal(
      'not_entitled',
      `Only those whom slipway.yml entitles may be ${role.title}. Choose among them, or change slipway.yml.`,
      entitled,
    );
  const able = people.filter(
    (person) =>
      !(role.not.includes('starter') && person === release.starter) &&
      !(role.not.includes('author') && wrotePart(release, person)),
  );
  const needed = c.source?.kind === 'codeowners' ? 0 : role.quorum; // beside the owners of what changes nobody has to be named
  if (able.length < needed)
    return refusal(
      'too_few',
      able.length === people.length
        ? `${role.quorum === 1 ? 'One person' : `${role.quorum} people`} at least must be ${role.title}.`
        : `Who started the release or wrote part of it does not count, and ${role.quorum} at least must be able to sign as ${role.title}.`,
      entitled ?? [],
    );
  if (c.reason.trim() === '') return reasonMissing();
  const before = release.sources[c.role];
  if (same(people, release.roles[c.role] ?? []) && JSON.stringify(before) === JSON.stringify(c.source))
    return refusal('already_done', `${role.title} are these people already.`);
  return [
    {
      type: 'RoleChanged',
      role: c.role,
      ...moved(release.roles[c.role] ?? [], people),
      by: c.by,
      reason: c.reason.trim(),
      ...(c.source === undefined ? {} : { source: c.source }),
    },
  ];
}

/** Why somebody could not sign for another, wherever the role signs: judged by who they are themselves. */
function mayNotSignFor(release: Release, role: string, to: Person): Refusal | undefined {
  if (!release.plan.some(({ step }) => 'sign-off' in step && signingRoles(step).includes(role))) return undefined;
  const barred = (why: string): Refusal =>
    refusal('separation_of_duties', `${why}, so they may not sign for you. Choose somebody else.`);
  if (to === release.starter) return barred('They started this release');
  if (release.component.github[to] === undefined)
    return barred('Slipway does not know who they are on GitHub, and cannot tell whether they wrote part of it');
  return wrotePart(release, to) ? barred('They wrote part of these changes') : undefined;
}

/**
 * Somebody hands their role to another person until a time.
 *
 * @param at now; undefined where only is asked whether they may.
 */
export function decideDelegate(release: Release, c: Of<'Delegate'>, at: Date | undefined): Decided {
  const role = release.playbook.roles[c.role];
  if (role === undefined) return noRole();
  const holders = holdersOf(release, c.role);
  if (!holders.includes(c.by))
    return refusal('not_entitled', `Only who is ${role.title} themselves may hand that to somebody else.`, holders);
  if (holders.includes(c.to))
    return refusal(
      'nothing_to_do',
      c.to === c.by ? 'Choose somebody else than yourself.' : `They are ${role.title} already.`,
    );
  const barred = mayNotSignFor(release, c.role, c.to);
  if (barred !== undefined) return barred;
  if (at !== undefined && new Date(c.until) <= at)
    return refusal('nothing_to_do', 'That time is over. Choose a later one.');
  if (c.reason.trim() === '') return reasonMissing();
  const { role: of, by: from, to, until } = c;
  return [{ type: 'DelegationGiven', role: of, from, to, until, reason: c.reason.trim() }];
}

/** Either of the two ends a delegation before its time. */
export function decideEndDelegation(release: Release, c: Of<'EndDelegation'>): Decided {
  if (c.by !== c.from && c.by !== c.to)
    return refusal('not_entitled', 'Only the two whom it concerns may end this.', [c.from, c.to]);
  if (!release.delegations.some((d) => isSameDelegation(d, c)))
    return refusal('already_done', 'This has ended already.');
  return [{ type: 'DelegationEnded', role: c.role, from: c.from, to: c.to, by: c.by }];
}

/** The delegations whose time is over end. */
export function endOverdue(release: Release, at: Date): readonly ReleaseEvent[] {
  if (!isRunning(release)) return [];
  return release.delegations
    .filter(({ until }) => until <= at)
    .map(({ role, from, to }) => ({ type: 'DelegationEnded', role, from, to, by: 'slipway' }));
}

type RoleReport = Extract<JobCommand, { type: 'RecordRole' | 'RecordEscalation' | 'RecordOwners' }>;

/** What jobs report of the people of roles. */
export function decideRoleReport(release: Release, c: RoleReport): readonly ReleaseEvent[] {
  if (!isRunning(release)) return [];
  switch (c.type) {
    case 'RecordRole': {
      const source = release.sources[c.role];
      if (source === undefined || source.kind === 'codeowners') return [];
      const before = release.roles[c.role] ?? [];
      const people = source.follows ? [...new Set(c.members)] : before.filter((one) => c.members.includes(one));
      return same(before, people)
        ? []
        : [{ type: 'RoleRefreshed', role: c.role, ...moved(before, people), because: c.because }];
    }
    case 'RecordEscalation': {
      if (plannedStep(release, c.at) === undefined) return [];
      const { status, attempt, standIns } = stepState(release, c.at);
      const due = status === 'active' && attempt === c.attempt && !standIns.includes(c.role);
      return due ? [{ type: 'Escalated', step: c.at, role: c.role }] : [];
    }
    case 'RecordOwners': {
      const { pullRequest: step, head, groups } = c;
      if (release.steps[step]?.facts['head'] !== head) return [];
      const known = release.owners[step];
      const unchanged = known?.head === head && JSON.stringify(known.groups) === JSON.stringify(groups);
      return unchanged ? [] : [{ type: 'OwnersFound', step, head, groups: [...groups] }];
    }
  }
}
