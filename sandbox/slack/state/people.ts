import type { Person } from './entities.ts';
import { NotPossible, SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

/** The person of an id that the app named; Slack's `user_not_found` otherwise. The bot user is not a person. */
export function personById(workspace: Workspace, id: string): Person {
  const found = workspace.people.get(id);
  if (found === undefined) throw new SlackError('user_not_found');
  return found;
}

/** The person of a name (or id) that a test or the demo's page named. */
export function personByName(workspace: Workspace, name: string): Person {
  const wanted = name.replace(/^@/, '');
  const found = [...workspace.people.values()].find((one) => one.name === wanted || one.id === wanted);
  if (found === undefined) throw new NotPossible(`nobody is called ${name}`);
  return found;
}

/** Offset of a zone from UTC, seconds, at `at` (milliseconds). */
export function zoneOffset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

/** A user object. The email is there only with `users:read.email`. */
export function userJson(workspace: Workspace, person: Person): Record<string, unknown> {
  const { id, name, realName, teamId, deleted, isAdmin, isGuest, isBot, tz, updated } = person;
  const withEmail = workspace.app.scopes?.has('users:read.email') ?? true;
  const [first = realName, ...rest] = realName.split(' ');
  const base = {
    id,
    team_id: teamId,
    name,
    deleted,
    real_name: realName,
    profile: {
      real_name: realName,
      real_name_normalized: realName,
      display_name: name,
      display_name_normalized: name,
      first_name: first,
      last_name: rest.join(' '),
      title: '',
      phone: '',
      skype: '',
      status_text: '',
      status_emoji: '',
      status_expiration: 0,
      avatar_hash: 'g0000000000',
      team: teamId,
      ...(withEmail && !isBot ? { email: person.email } : {}),
    },
    is_bot: isBot,
    is_app_user: false,
    updated,
  };
  if (deleted) return base;
  return {
    ...base,
    color: '9f69e7',
    tz,
    tz_label: tz,
    tz_offset: zoneOffset(tz, workspace.now()),
    is_admin: isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: isGuest,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
    ...(teamId === workspace.team.id ? {} : { is_stranger: true }),
  };
}

/** The app's own bot user. */
export function botUserJson(workspace: Workspace): Record<string, unknown> {
  const { userId, botId, appId, name } = workspace.bot;
  return {
    id: userId,
    team_id: workspace.team.id,
    name,
    deleted: false,
    real_name: name,
    tz: 'America/Los_Angeles',
    tz_label: 'Pacific Standard Time',
    tz_offset: -28800,
    profile: { real_name: name, display_name: '', api_app_id: appId, bot_id: botId, team: workspace.team.id },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: true,
    is_app_user: false,
    updated: 0,
  };
}

/** The bot as messages carry it. */
export function botProfile(workspace: Workspace): Record<string, unknown> {
  const { botId, appId, name } = workspace.bot;
  const icons = {
    image_36: `${workspace.url}/icon`,
    image_48: `${workspace.url}/icon`,
    image_72: `${workspace.url}/icon`,
  };
  return { id: botId, deleted: false, name, updated: 0, app_id: appId, icons, team_id: workspace.team.id };
}
