import type { Component } from './events.ts';
import type { Person } from './release.ts';

/** A GitHub account. The id is known of one that was confirmed from the GitHub side; it stays when the login is changed. */
export interface Account {
  readonly login: string;
  readonly id?: number;
}

/** A Slack person's confirmed GitHub account. */
export interface Link {
  readonly person: Person;
  readonly login: string;
  readonly id: number;
}

/** The same login; GitHub knows no case in them. */
export function sameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function without(accounts: readonly Account[], { login, id }: Account): readonly Account[] {
  return accounts.filter((one) => !sameLogin(one.login, login) && (one.id === undefined || one.id !== id));
}

/** All accounts that a person is, or was, known by: whoever links another one wrote what they wrote. */
export function accountsOf({ github, accounts }: Component, person: Person): readonly Account[] {
  const login = github[person];
  const known = accounts?.[person] ?? [];
  const named = login === undefined || known.some((one) => sameLogin(one.login, login)) ? [] : [{ login }];
  return [...named, ...known];
}

/** The component with one more link: its login is the person's from now on, and the earlier ones stay known. */
export function withLink(component: Component, { person, login, id }: Link): Component {
  const earlier = without(accountsOf(component, person), { login, id });
  return {
    ...component,
    github: { ...component.github, [person]: login },
    accounts: { ...component.accounts, [person]: [{ login, id }, ...earlier] },
  };
}

/** Whether a release knows a link already. */
export function knowsLink(component: Component, { person, login, id }: Link): boolean {
  const known = component.accounts?.[person] ?? [];
  return component.github[person] === login && known.some((one) => one.id === id && one.login === login);
}

/**
 * What a release knows at its start: a confirmed link wins over slipway.yml, and every other login that the person had stays known.
 * @param links with `current` the one that counts; the others were taken back.
 */
export function accountsAtStart(
  logins: Readonly<Record<Person, string>>,
  links: readonly (Link & { readonly current: boolean })[],
): Pick<Component, 'github' | 'accounts'> {
  const start: Component = {
    name: '',
    repository: '',
    channel: '',
    values: {},
    announcements: {},
    github: { ...logins },
  };
  const former = links.filter((link) => !link.current);
  const accounts: Record<Person, Account[]> = {};
  for (const { person, login, id } of former) accounts[person] = [...(accounts[person] ?? []), { login, id }];
  const known: Component = former.length === 0 ? start : { ...start, accounts };
  const { github, accounts: all } = links.filter((link) => link.current).reduce(withLink, known);
  return all === undefined ? { github } : { github, accounts: all };
}
