import type { Group } from './entities.ts';
import { NotPossible } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

/** A user group by handle (with or without `@`) or id, as a test or the demo's page names it. */
export function groupByName(workspace: Workspace, name: string): Group {
  const wanted = name.replace(/^@/, '');
  const found = [...workspace.groups.values()].find((one) => one.handle === wanted || one.id === wanted);
  if (found === undefined) throw new NotPossible(`there is no user group ${name}`);
  return found;
}

/** A user group object; `users` only when asked for. */
export function groupJson(workspace: Workspace, group: Group, withUsers: boolean): Record<string, unknown> {
  return {
    id: group.id,
    team_id: workspace.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: group.updated,
    date_update: group.updated,
    date_delete: group.disabled ? group.updated : 0,
    auto_provision: false,
    enterprise_subteam_id: '',
    created_by: [...workspace.people.keys()][0],
    updated_by: [...workspace.people.keys()][0],
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    user_count: group.members.length,
    channel_count: 0,
    ...(withUsers ? { users: group.members } : {}),
  };
}
