import type { Workspace } from '../state/workspace.ts';
import type { Delivery } from './delivery.ts';

/** The scopes of which a subscription needs one (Slack's events reference). */
const eventScopes: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  user_change: ['users:read'],
  team_join: ['users:read'],
  subteam_members_changed: ['usergroups:read'],
  subteam_updated: ['usergroups:read'],
  subteam_created: ['usergroups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  channel_archive: ['channels:read'],
  channel_unarchive: ['channels:read'],
  channel_rename: ['channels:read'],
  channel_left: ['channels:read'],
  group_archive: ['groups:read'],
  group_unarchive: ['groups:read'],
  group_rename: ['groups:read'],
  group_left: ['groups:read'],
};

const mostAnHour = 30_000; // Events API: 30,000 deliveries an hour and workspace
const hour = 60 * 60 * 1000;

type Event = Parameters<Workspace['emit']>[0];

/** Connects the workspace's events to their delivery: only what the manifest subscribes to and has the scopes for. */
export function outlet(workspace: Workspace, delivery: Delivery, limited: () => boolean): Workspace['emit'] {
  const tooMany = hourly(workspace, delivery);
  return (event, subscription) => {
    const needed = eventScopes[subscription] ?? [];
    const granted = workspace.app.scopes;
    const allowed = granted === undefined || needed.length === 0 || needed.some((scope) => granted.has(scope));
    if (!allowed || !workspace.app.event(subscription) || (limited() && tooMany())) return;
    delivery.sendEvent(event.type, envelope(workspace, event));
  };
}

/** Counts events; above the limit it says so to the app once a minute, as `app_rate_limited`. */
function hourly(workspace: Workspace, delivery: Delivery): () => boolean {
  const sent: number[] = [];
  let saidLimited = 0;
  return () => {
    const now = workspace.now();
    while ((sent[0] ?? now) <= now - hour) sent.shift();
    if (sent.length < mostAnHour) {
      sent.push(now);
      return false;
    }
    const minute = Math.floor(now / 60_000) * 60;
    if (minute !== saidLimited) {
      saidLimited = minute;
      const { tokens, team, bot } = workspace;
      const notice = { token: tokens.legacy, type: 'app_rate_limited', team_id: team.id, minute_rate_limited: minute };
      delivery.sendEvent('app_rate_limited', { ...notice, api_app_id: bot.appId });
    }
    return true;
  };
}

function envelope(workspace: Workspace, event: Event): Record<string, unknown> {
  const { team, bot, tokens, ids, now } = workspace;
  const authorization = { enterprise_id: null, team_id: team.id, user_id: bot.userId, is_bot: true };
  return {
    token: tokens.legacy,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: bot.appId,
    event: 'event_ts' in event ? event : { ...event, event_ts: ids.ts() },
    type: 'event_callback',
    event_id: ids.next('Ev'),
    event_time: Math.floor(now() / 1000),
    authorizations: [{ ...authorization, is_enterprise_install: false }],
    is_ext_shared_channel: isShared(workspace, event),
    event_context: `4-${ids.word(40)}`,
  };
}

function isShared(workspace: Workspace, event: Event): boolean {
  const channel = event['channel'];
  return typeof channel === 'string' && workspace.channels.get(channel)?.foreign === true;
}
