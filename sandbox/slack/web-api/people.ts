import { groupJson } from '../state/groups.ts';
import { botUserJson, personById, userJson } from '../state/people.ts';
import { SlackError } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import { type Method, page } from './method.ts';

const usersInfo: Method = {
  scopes: ['users:read'],
  tier: 4,
  run: (workspace, args) => {
    const id = args.text('user');
    if (id === workspace.bot.userId) return { user: botUserJson(workspace) };
    return { user: userJson(workspace, personById(workspace, id)) };
  },
};

const usersList: Method = {
  scopes: ['users:read'],
  tier: 2,
  run: (workspace, args) => {
    const own = [...workspace.people.values()].filter(({ teamId }) => teamId === workspace.team.id);
    const all = [...own.map((person) => userJson(workspace, person)), botUserJson(workspace)];
    const { items, next } = page(all, args, 1000, 1000);
    return { members: items, cache_ts: Math.floor(workspace.now() / 1000), response_metadata: { next_cursor: next } };
  },
};

const lookupByEmail: Method = {
  scopes: ['users:read.email'],
  tier: 3,
  run: (workspace, args) => {
    const email = args.text('email').toLowerCase();
    const found = [...workspace.people.values()].find((one) => one.email.toLowerCase() === email && !one.deleted);
    if (found === undefined) throw new SlackError('users_not_found');
    return { user: userJson(workspace, found) };
  },
};

function paid({ team }: Workspace): void {
  if (team.plan === 'free') throw new SlackError('plan_upgrade_required');
}

const usergroupsList: Method = {
  scopes: ['usergroups:read'],
  tier: 2,
  run: (workspace, args) => {
    paid(workspace);
    const shown = [...workspace.groups.values()].filter((group) => args.flag('include_disabled') || !group.disabled);
    return { usergroups: shown.map((group) => groupJson(workspace, group, args.flag('include_users'))) };
  },
};

const usergroupsUsersList: Method = {
  scopes: ['usergroups:read'],
  tier: 2,
  run: (workspace, args) => {
    paid(workspace);
    const group = workspace.groups.get(args.text('usergroup'));
    if (group === undefined) throw new SlackError('no_such_subteam');
    if (group.disabled && !args.flag('include_disabled')) throw new SlackError('no_such_subteam');
    return { users: group.members };
  },
};

export const peopleMethods = {
  'users.info': usersInfo,
  'users.list': usersList,
  'users.lookupByEmail': lookupByEmail,
  'usergroups.list': usergroupsList,
  'usergroups.users.list': usergroupsUsersList,
} satisfies Record<string, Method>;
