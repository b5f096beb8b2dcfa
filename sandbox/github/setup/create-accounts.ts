import type { GitHubOptions } from '../options.ts';
import type { Account } from '../state/account.ts';

/** Everybody: the people, the owners, the machine account of the token, and the bots. */
export function createAccounts(
  options: GitHubOptions,
  nextId: () => number,
  machine: string,
  slug: string,
): Map<string, Account> {
  const accounts = new Map<string, Account>();
  const add = (account: Account) => accounts.set(account.login.toLowerCase(), account);
  const bot = (login: string, id: number) =>
    add({ id, login, type: 'Bot', name: login, email: `${id}+${login}@users.noreply.github.com` });
  const owners = new Set(options.repositories.map(({ owner }) => owner));
  for (const { login, id, email, name } of options.people) {
    add({ id: id ?? nextId(), login, type: 'User', name: name ?? login, email: email ?? `${login}@example.com` });
  }
  for (const owner of owners) {
    if (!accounts.has(owner.toLowerCase()))
      add({ id: nextId(), login: owner, type: 'Organization', name: owner, email: '' });
  }
  if (!accounts.has(machine.toLowerCase())) {
    add({ id: nextId(), login: machine, type: 'User', name: machine, email: `${machine}@example.com` });
  }
  bot('github-actions[bot]', 41_898_282);
  bot('release-please[bot]', 55_107_196);
  bot(`${slug}[bot]`, nextId());
  return accounts;
}
