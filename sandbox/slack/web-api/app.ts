import { SlackError } from '../state/slack-error.ts';
import type { Method } from './method.ts';

const authTest: Method = {
  scopes: [],
  tier: 'ample',
  run: ({ team, bot }) => ({
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.userId,
    bot_id: bot.botId,
    is_enterprise_install: false,
  }),
};

const apiTest: Method = {
  scopes: [],
  tier: 'ample',
  run: (_workspace, args) => {
    const error = args.optional('error') ?? '';
    if (error !== '') throw new SlackError(error, [], { args: args.fields });
    return { args: args.fields };
  },
};

const botsInfo: Method = {
  scopes: ['users:read'],
  tier: 3,
  run: ({ bot, url }, args) => {
    const asked = args.optional('bot') ?? bot.botId;
    if (asked !== bot.botId) throw new SlackError('bot_not_found');
    const icons = { image_36: `${url}/icon`, image_48: `${url}/icon`, image_72: `${url}/icon` };
    const { botId: id, name, appId, userId } = bot;
    return { bot: { id, deleted: false, name, updated: 0, app_id: appId, user_id: userId, icons } };
  },
};

const connectionsOpen: Method = {
  scopes: [],
  tier: 'ample',
  token: 'app',
  run: (workspace) => {
    if (workspace.app.socketMode === false) throw new SlackError('socket_mode_not_enabled');
    const ticket = workspace.ids.word(32);
    workspace.tickets.add(ticket);
    return { url: `${workspace.url.replace(/^http/, 'ws')}/socket?ticket=${ticket}&app_id=${workspace.bot.appId}` };
  },
};

export const appMethods = {
  'auth.test': authTest,
  'api.test': apiTest,
  'bots.info': botsInfo,
  'apps.connections.open': connectionsOpen,
} satisfies Record<string, Method>;
