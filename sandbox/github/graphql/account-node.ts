import type { Identity } from '../git/commits.ts';
import { accountByEmail } from '../present/present-account.ts';
import type { Account } from '../state/account.ts';
import { nodeId } from '../state/ids.ts';
import type { World } from '../state/world.ts';

/** An account as `Actor` or `User`. */
export const accountNode = (world: World, account: Account) => ({
  __typename: account.type,
  id: nodeId(account.type, account.id),
  databaseId: account.id,
  login: account.login,
  name: account.name,
  email: account.email,
  url: `${world.urls.html}/${account.login}`,
});

/** An account as who wrote or merged something: of a bot GraphQL says the bare slug there, without `[bot]`. */
export const actorNode = (world: World, account: Account) => ({
  ...accountNode(world, account),
  login: account.type === 'Bot' ? account.login.replace(/\[bot\]$/, '') : account.login,
});

/** Who stands in a commit or tag, with the account of that address. */
export function gitActor(world: World, identity: Identity) {
  const account = accountByEmail(world, identity.email);
  return { ...identity, user: account?.type === 'User' ? accountNode(world, account) : null };
}
