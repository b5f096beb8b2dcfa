import { z } from 'zod';
import type { Slack } from '../adapters/slack/client.ts';
import type { Readable } from '../config.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import type { Role } from '../release/playbook.ts';
import { byPlaybook, type RoleFilling } from '../slipway-file.ts';
import { type Finding, look, ok, type Place, problem, warning } from './finding.ts';
import { linkedLogins } from './links.ts';

const groups = z.object({
  usergroups: z.array(
    z.object({
      id: z.string(),
      handle: z.string(),
      users: z.array(z.string()).default([]),
      date_delete: z.number().default(0),
    }),
  ),
});
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

/** Asks for everything once: Slack allows 20 lists of groups and 100 people a minute. */
function directory(slack: Slack, workspace: string) {
  const people = new Map<string, Promise<string | undefined>>();
  let listed: Promise<z.output<typeof groups>['usergroups']> | undefined;
  return {
    unfit(id: string): Promise<string | undefined> {
      const asked = people.get(id) ?? unfit(slack, id, workspace);
      people.set(id, asked);
      return asked;
    },
    async group(id: string) {
      listed ??= slack
        .patiently({ method: 'usergroups.list' }, (client) =>
          client.usergroups.list({ include_users: true, include_disabled: true }),
        )
        .then((answer) => groups.parse(answer).usergroups);
      return (await listed).find((one) => one.id === id);
    },
  };
}
type Directory = ReturnType<typeof directory>;

interface Asked {
  readonly about: string;
  readonly role: Role;
  readonly filling: Exclude<RoleFilling, { codeowners: true } | { 'github-team': string }>;
  readonly playbook: string;
}

/** The roles that slipway.yml fills, by component; one that several of its playbooks have once. */
function rolesOf({ slipway, playbooks }: Readable): readonly Asked[] {
  const all = byPlaybook(slipway?.components).flatMap(({ name, component }) =>
    Object.entries(playbooks.get(component.playbook)?.playbook.roles ?? {}).flatMap(([roleName, role]) => {
      const filling = component.roles[roleName];
      const about = `Role ${roleName} of ${name}`;
      // Who is in a team of GitHub's, or owns what changes, Slack does not know.
      if (filling === undefined || 'codeowners' in filling || 'github-team' in filling) return [];
      return [{ about, role, filling, playbook: component.playbook }];
    }),
  );
  return all.filter(({ about }, n) => all.findIndex((one) => one.about === about) === n);
}

async function membersOf(known: Directory, { about, filling, playbook }: Asked): Promise<readonly string[] | Finding> {
  if ('people' in filling) return [...new Set(filling.people)];
  const stops = `Nobody could do what ${playbook} asks of this role.`;
  try {
    const group = await known.group(filling.group);
    if (group === undefined) {
      const says = `There is no user group ${filling.group}. ${stops}`;
      return problem('role-group-missing', about, says, 'Correct its id in slipway.yml.');
    }
    if (group.date_delete === 0) return group.users;
    const says = `The user group @${group.handle} is disabled. ${stops}`;
    return problem('role-group-disabled', about, says, 'Enable it, or name another in slipway.yml.');
  } catch (error) {
    if (!(error instanceof RefusedOutside) || error.code !== 'plan_upgrade_required') throw error;
    const fix = 'Name the people of the role in slipway.yml (people: [U…]) instead of a group.';
    return problem('role-group-unpaid', about, `User groups need a paid plan of Slack. ${stops}`, fix);
  }
}

function* judge(
  { about, role, playbook }: Asked,
  able: readonly string[],
  reasons: readonly string[],
  { slipway, github }: Readable,
  linked: ReadonlyMap<string, string>,
): Generator<Finding> {
  const named = reasons.join(', ');
  const needed = role.not.includes('starter') ? role.quorum + 1 : role.quorum;
  if (able.length < role.quorum) {
    const left = named === '' ? '' : ` (${named})`;
    const who = able.length === 0 ? 'Nobody' : `Only ${able.length}`;
    yield problem(
      'role-too-few',
      about,
      `${who} can act in it, and ${role.quorum} must${left}: ${playbook} would wait for ever.`,
      'Add people to the group, or to the role in slipway.yml.',
    );
    return;
  }
  if (named !== '')
    yield warning(
      'role-unfit',
      about,
      `Some cannot act in it: ${named}.`,
      'Take them out of the group or of slipway.yml.',
    );
  if (able.length < needed)
    yield warning(
      'role-starter',
      about,
      `Whoever starts a release may not sign as this role, and it has no more people than must sign: a release that one of them starts waits for ever.`,
      'Add somebody, or let other people start releases.',
    );
  const unknown = role.not.includes('author')
    ? able.filter((id) => slipway?.people[id] === undefined && !linked.has(id))
    : [];
  const canLink = github.clientId !== undefined;
  if (unknown.length > 0)
    yield (canLink ? warning : problem)(
      'role-authors',
      about,
      `Authors may not sign, but nobody knows who ${unknown.join(', ')} is on GitHub: their sign-off is refused.`,
      `Add them under people in slipway.yml${canLink ? `, or let them type ${slipway?.commands.release ?? '/release'} link` : ''}.`,
    );
  if (named === '') yield ok('role', about, `${able.length} ${able.length === 1 ? 'person' : 'people'}.`);
}

/** Whether the people are there who fill the roles. */
export async function roleFindings(slack: Slack, examined: Readable, place: Place): Promise<readonly Finding[]> {
  const known = directory(slack, examined.slipway?.workspace ?? '');
  const linked = await linkedLogins(examined);
  const found = await Promise.all(
    rolesOf(examined).map((asked) =>
      look({ ...place, about: asked.about }, async () => {
        const members = await membersOf(known, asked);
        if ('grade' in members) return [members];
        const reasons = await Promise.all(members.map((id) => known.unfit(id)));
        const able = members.filter((_, i) => reasons[i] === undefined);
        return [
          ...judge(
            asked,
            able,
            reasons.filter((reason) => reason !== undefined),
            examined,
            linked,
          ),
        ];
      }),
    ),
  );
  return found.flat();
}
