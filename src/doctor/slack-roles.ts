import { z } from 'zod';
import type { Slack } from '../adapters/slack/client.ts';
import type { Config } from '../config.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import type { Role } from '../release/playbook.ts';
import type { RoleFilling } from '../slipway-file.ts';
import { type Finding, failing, fine, look, warning } from './finding.ts';

const groups = z.array(
  z.object({
    id: z.string(),
    handle: z.string(),
    users: z.array(z.string()).default([]),
    date_delete: z.number().default(0),
  }),
);
const person = z.object({
  name: z.string(),
  team_id: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
});

/** Why a person of a role could not act: their clicks are refused. */
async function unfit(slack: Slack, id: string, workspace: string): Promise<string | undefined> {
  try {
    const { user } = await slack.patiently({ method: 'users.info' }, (client) => client.users.info({ user: id }));
    const { name, deleted, is_bot, is_restricted, is_ultra_restricted, team_id = workspace } = person.parse(user);
    if (deleted) return `${name} (${id}) is deactivated`;
    if (is_bot) return `${name} (${id}) is a bot`;
    if (is_restricted || is_ultra_restricted) return `${name} (${id}) is a guest`;
    return team_id === workspace ? undefined : `${name} (${id}) is of another workspace`;
  } catch (error) {
    if (error instanceof RefusedOutside && /users?_not_found/.test(error.code)) return `nobody is ${id}`;
    throw error;
  }
}

interface Asked {
  readonly about: string;
  readonly role: Role;
  readonly filling: RoleFilling;
}

/** The roles that slipway.yml fills, by component. */
function rolesOf({ slipway, playbooks }: Config): readonly Asked[] {
  return Object.entries(slipway.components).flatMap(([name, component]) =>
    Object.entries(playbooks.get(component.playbook)?.playbook.roles ?? {}).flatMap(([roleName, role]) => {
      const filling = component.roles[roleName];
      return filling === undefined ? [] : [{ about: `Role ${roleName} of ${name}`, role, filling }];
    }),
  );
}

async function membersOf(slack: Slack, { about, filling }: Asked): Promise<readonly string[] | Finding> {
  if ('people' in filling) return [...new Set(filling.people)];
  const { usergroups } = await slack.patiently({ method: 'usergroups.list' }, (client) =>
    client.usergroups.list({ include_users: true }),
  );
  const group = groups.parse(usergroups).find(({ id }) => id === filling.group);
  if (group === undefined)
    return failing(about, `There is no user group ${filling.group}.`, 'Correct its id in slipway.yml.');
  if (group.date_delete > 0)
    return failing(about, `The user group @${group.handle} is disabled.`, 'Enable it, or name another in slipway.yml.');
  return group.users;
}

async function findingsOf(slack: Slack, asked: Asked, { slipway }: Config): Promise<readonly Finding[]> {
  const { about, role } = asked;
  const members = await membersOf(slack, asked);
  if ('state' in members) return [members];
  const reasons = await Promise.all(members.map((id) => unfit(slack, id, slipway.workspace)));
  const able = members.filter((_, i) => reasons[i] === undefined);
  const named = reasons.filter((reason) => reason !== undefined).join(', ');
  const left = named === '' ? '' : ` (${named})`;
  if (able.length < role.quorum)
    return [
      failing(
        about,
        `${able.length === 0 ? 'Nobody' : `Only ${able.length}`} can act in it, and ${role.quorum} must${left}.`,
        'Add people to the group, or to the role in slipway.yml.',
      ),
    ];
  const unknown = role.not.includes('author') ? able.filter((id) => slipway.people[id] === undefined) : [];
  return [
    named === ''
      ? fine(about, `${able.length} ${able.length === 1 ? 'person' : 'people'}.`)
      : warning(about, `Some cannot act in it: ${named}.`, 'Take them out of the group or of slipway.yml.'),
    ...(unknown.length === 0
      ? []
      : [
          failing(
            about,
            `Authors may not sign, but nobody knows who ${unknown.join(', ')} is on GitHub.`,
            'Add them under people in slipway.yml.',
          ),
        ]),
  ];
}

/** Whether the people are there who fill the roles. */
export async function roleFindings(slack: Slack, config: Config, remedy: string): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const asked of rolesOf(config))
    found.push(...(await look(asked.about, remedy, () => findingsOf(slack, asked, config))));
  return found;
}
