import type { Workspace } from '../slack/state/workspace.ts';
import type { World } from './contract.ts';

/** What somebody is, beside what Slack knows of them. */
export interface Cast {
  /** By Slack id: what they are in the playbook, and their login at GitHub. */
  readonly [person: string]: { readonly title?: string; readonly login?: string };
}

/** What the page knows beside the workspace. */
interface Beside {
  readonly cast: Cast;
  readonly repositories: readonly string[];
  readonly githubUrl: string;
  readonly home: string;
  readonly clock: boolean;
}

/** What the page shows whoever looks. People who left, guests of others and bots cannot be played. */
export function worldShown(workspace: Workspace, { cast, repositories, githubUrl, home, clock }: Beside): World {
  const people = [...workspace.people.values()];
  const playable = people.filter((one) => !one.deleted && !one.isBot && one.teamId === workspace.team.id);
  return {
    team: workspace.team.name,
    app: { id: workspace.bot.userId, name: workspace.bot.name },
    people: playable.map((one) => ({
      id: one.id,
      name: one.name,
      realName: one.realName,
      tz: one.tz,
      title: cast[one.id]?.title ?? (one.isGuest ? 'Guest' : ''),
      login: cast[one.id]?.login,
    })),
    names: Object.fromEntries([
      [workspace.bot.userId, workspace.bot.name],
      ...people.map((one) => [one.id, one.realName] as const),
    ]),
    channels: Object.fromEntries([...workspace.channels.values()].map((one) => [one.id, one.name] as const)),
    open: [...workspace.channels.values()].filter((one) => one.kind === 'public' && !one.archived).map(({ id }) => id),
    groups: Object.fromEntries([...workspace.groups.values()].map((one) => [one.id, one.handle] as const)),
    commands: workspace.app.commands,
    shortcuts: workspace.app.shortcuts.map(({ callback_id, name, type }) => ({
      callbackId: callback_id,
      name,
      kind: type,
    })),
    homeTab: workspace.app.homeTab,
    addresses: { github: githubUrl, slack: `https://${workspace.team.domain}.slack.com/archives/` },
    repositories,
    home,
    clock,
  };
}
