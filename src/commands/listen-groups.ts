import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Door } from './door.ts';

/** What Slack told of a user group. */
interface GroupTold {
  readonly id: string;
  readonly changed: number;
  readonly members?: readonly string[];
  readonly difference?: { readonly since: number; readonly came: readonly string[]; readonly left: readonly string[] };
}

interface Ports extends Pick<Door, 'isNew' | 'log'> {
  /** The workspace that Slipway serves. */
  readonly workspace: string;
  told(group: GroupTold): Promise<void>;
}

const id = z.string();
const people = z.array(id);
const seconds = z.number().default(0);
const whole = z.object({
  team_id: id.nullish(),
  event: z.object({
    subteam: z.object({ id, users: people.optional(), date_update: seconds, date_delete: seconds }),
  }),
});
const changed = z.object({
  team_id: id.nullish(),
  event: z.object({
    subteam_id: id,
    date_previous_update: seconds,
    date_update: seconds,
    added_users: people.default([]),
    removed_users: people.default([]),
  }),
});

/** Listens to changes of user groups; Bolt has acknowledged them. What is lost of them is read again some minutes later. */
export function listenToGroups(app: App, { workspace, isNew, log, told }: Ports): void {
  async function counted(body: object, team: string | null | undefined, group: GroupTold): Promise<void> {
    if ((team ?? workspace) !== workspace || !(await isNew(body))) return;
    try {
      await told(group);
    } catch (error) {
      log.warn({ err: error, group: group.id }, 'a change of a user group is not counted yet; the next reading does');
    }
  }

  async function ofWhole(body: object): Promise<void> {
    const { team_id: team, event } = whole.parse(body);
    const { id: group, users, date_update: at, date_delete: deleted } = event.subteam;
    const members = deleted > 0 ? [] : users;
    await counted(body, team, { id: group, changed: at, ...(members === undefined ? {} : { members }) });
  }

  app.event('subteam_created', ({ body }) => ofWhole(body));
  app.event('subteam_updated', ({ body }) => ofWhole(body));
  app.event('subteam_members_changed', async ({ body }) => {
    const { team_id: team, event } = changed.parse(body);
    const { subteam_id: group, date_previous_update: since, date_update: at, added_users, removed_users } = event;
    const difference = { since, came: added_users, left: removed_users };
    await counted(body, team, { id: group, changed: at, difference });
  });
}
