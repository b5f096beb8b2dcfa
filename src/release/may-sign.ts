import { accountsOf, sameLogin } from './accounts.ts';
import { awaitsOwners } from './code-owners.ts';
import { oncePerRelease } from './once-per-release.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Person, Release } from './release.ts';
import { actsForAt, peopleInRole, standInsOf } from './role-people.ts';
import { roleTitle } from './role-title.ts';
import { signingRoles, signOffStep } from './signing-roles.ts';
import { listed } from './wording.ts';

/** Words of a fact: logins or numeric ids as read from the pull request. */
function wordsOf(release: Release, step: string, fact: 'authors' | 'author-ids' | 'started-by'): readonly string[] {
  return (release.steps[signOffStep(release, step).of]?.facts[fact] ?? '').split(' ').filter((word) => word !== '');
}

/** As whom on GitHub this person wrote part of the pull request, or had it opened; undefined where they did not. */
function partIn(release: Release, step: string, by: Person) {
  const [authors, ids] = [wordsOf(release, step, 'authors'), wordsOf(release, step, 'author-ids')];
  const starters = wordsOf(release, step, 'started-by');
  for (const { login, id } of accountsOf(release.component, by)) {
    const isLogin = (one: string): boolean => sameLogin(one, login);
    if (authors.some(isLogin) || ids.some((one) => one === String(id))) return { login, did: 'wrote part of' };
    if (starters.some(isLogin)) return { login, did: 'opened the pull request of' };
  }
  return undefined;
}

/** Those who may sign a step in a role, but for what separates duties: the role's people, and the step's stand-ins. */
const signersOf = oncePerRelease(
  (release: Release, step: string, role: string): ReadonlySet<Person> =>
    new Set([...peopleInRole(release, role), ...standInsOf(release, step, [role])]),
);

/** For whom a person signs in a role that they do not hold themselves; undefined where they do, or stand in for it. */
function signsAs(release: Release, step: string, role: string, by: Person): Person | undefined {
  return actsForAt(release, step, [role], by);
}

/** Why this person may not sign here in this role; undefined when they may. */
export function mayNotSignAs(release: Release, step: string, role: string, by: Person): Refusal | undefined {
  if (awaitsOwners(release, step))
    return refusal('not_current', 'Slipway is still looking up who owns what changes. Try again in a moment.');
  const people = signersOf(release, step, role);
  const title = roleTitle(release.playbook, role);
  if (!people.has(by)) return refusal('not_entitled', `Only the role ${title} may sign this.`, [...people]);
  return separated(release, step, by, { role, title, others: () => [...people].filter((p) => p !== by) });
}

interface Role {
  readonly role: string;
  readonly title: string;
  readonly others: () => readonly Person[];
}

function separated(release: Release, step: string, by: Person, { role, title, others }: Role): Refusal | undefined {
  const barred = (sentence: string): Refusal => refusal('separation_of_duties', sentence, others());
  // What a delegate may never be is what the role forbids its own people to be, and more: a delegation is no way around it.
  const delegated = signsAs(release, step, role, by) !== undefined;
  const mayNotBe = (who: 'starter' | 'author'): boolean =>
    delegated || release.playbook.roles[role]?.not.includes(who) === true;
  if (mayNotBe('starter') && by === release.starter)
    return barred(`You started this release, so somebody else in the role ${title} must sign it.`);
  if (!mayNotBe('author')) return undefined;
  if (release.component.github[by] === undefined)
    return refusal(
      'identity_unknown',
      `Slipway does not know who you are on GitHub, so it cannot tell whether you wrote part of these changes. Link your GitHub account (/release link), then sign; or let somebody else in the role ${title} sign them.`,
      others(),
    );
  const part = partIn(release, step, by);
  if (part === undefined) return undefined;
  return barred(
    `You ${part.did} these changes (as ${part.login} on GitHub), so somebody else in the role ${title} must sign them.`,
  );
}

/** Why this person may not sign here, in any of the roles; undefined when they may. Judged by the Slack user id alone. */
export function mayNotSign(release: Release, step: string, by: Person): Refusal | undefined {
  const roles = signingRoles(signOffStep(release, step));
  const barred = roles.map((role) => mayNotSignAs(release, step, role, by));
  if (barred.includes(undefined)) return undefined;
  if (awaitsOwners(release, step)) return barred[0];
  const own = roles.findIndex((role) => signersOf(release, step, role).has(by));
  if (own >= 0) return barred[own];
  const titles = roles.map((role) => roleTitle(release.playbook, role));
  const people = [...new Set(roles.flatMap((role) => [...signersOf(release, step, role)]))];
  return refusal('not_entitled', `Only the role ${listed(titles, 'or')} may sign this.`, people);
}

/** The roles in which a person's signature counts now: as their own, or as that of who delegated a role to them. */
export function rolesSigned(release: Release, step: string, by: Person, holder?: Person): readonly string[] {
  return signingRoles(signOffStep(release, step)).filter(
    (role) => mayNotSignAs(release, step, role, by) === undefined && signsAs(release, step, role, by) === holder,
  );
}

/** For whom a person may sign: themselves (undefined), first, and those who delegated a signing role to them. */
export function holdersSigned(release: Release, step: string, by: Person): readonly (Person | undefined)[] {
  const roles = signingRoles(signOffStep(release, step)).filter(
    (role) => mayNotSignAs(release, step, role, by) === undefined,
  );
  const holders = [...new Set(roles.map((role) => signsAs(release, step, role, by)))];
  return holders.includes(undefined) ? [undefined, ...holders.filter((one) => one !== undefined)] : holders;
}
