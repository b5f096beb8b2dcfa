import type { Account } from '../state/account.ts';
import { nodeId } from '../state/ids.ts';
import type { World } from '../state/world.ts';

/** `simple-user`: how an account stands inside of other objects. */
export function presentAccount(world: World, account: Account) {
  const url = `${world.urls.api}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${world.urls.html}/avatars/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${world.urls.html}/${account.login.replace('[bot]', '')}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

/** `public-user` and `private-user`: what `/users/{login}` and `/user` answer. */
export function presentProfile(world: World, account: Account) {
  const since = '2020-01-01T00:00:00Z';
  return {
    ...presentAccount(world, account),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: account.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: since,
    updated_at: since,
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}

/** The account whose name or address stands in a commit, if it is one of ours. */
export function accountByEmail(world: World, email: string): Account | undefined {
  for (const account of world.accounts.values())
    if (account.email.toLowerCase() === email.toLowerCase()) return account;
  return undefined;
}
