import { notFound } from '../api-error.ts';
import { presentAccount, presentProfile } from '../present/present-account.ts';
import type { World } from '../state/world.ts';
import { found, type Handlers, ok } from './call.ts';
import { listPage } from './page.ts';

/** Accounts. */
export const userHandlers: Handlers<'users'> = {
  getAuthenticated: ({ world, actor }) => ok(presentProfile(world, actor.account)),
  getByUsername: ({ world, args }) => ok(presentProfile(world, found(world.accounts.get(args.username.toLowerCase())))),
};

const membersOf = (world: World, org: string, team: string): readonly string[] =>
  found(world.teams.get(`${org}/${team}`));

/** Teams of an organisation. */
export const teamHandlers: Handlers<'teams'> = {
  listMembersInOrg: async (call) => {
    const { world, args } = call;
    const accounts = membersOf(world, args.org, args.team_slug).flatMap(
      (login) => world.accounts.get(login.toLowerCase()) ?? [],
    );
    return await listPage(call, accounts, (account) => presentAccount(world, account));
  },

  getMembershipForUserInOrg: ({ world, args }) => {
    const members = membersOf(world, args.org, args.team_slug).map((login) => login.toLowerCase());
    if (!members.includes(args.username.toLowerCase())) throw notFound();
    const url = `${world.urls.api}/orgs/${args.org}/teams/${args.team_slug}/memberships/${args.username}`;
    return ok({ url, role: 'member', state: 'active' });
  },
};
