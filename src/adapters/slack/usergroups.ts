import { z } from 'zod';
import { RefusedOutside } from '../../release/outside-errors.ts';
import type { Slack } from './client.ts';
import { keptAnswers } from './kept.ts';

/** Members by user group id. unpaid: the workspace's plan has no user groups. */
export type UserGroups =
  | {
      readonly kind: 'groups';
      readonly byId: ReadonlyMap<
        string,
        {
          readonly handle: string;
          readonly members: readonly string[];
          /** When Slack last changed it, in seconds. */
          readonly changed: number;
        }
      >;
    }
  | { readonly kind: 'unpaid' };

const minutes = 60_000;
const listed = z.object({
  usergroups: z.array(
    z.object({
      id: z.string(),
      handle: z.string(),
      users: z.array(z.string()).default([]),
      date_update: z.number().default(0),
    }),
  ),
});

/** The user groups with their members, all by one call: Slack allows 20 a minute (tier 2), too few to ask at each click. Throws Outage and RefusedOutside. */
async function listGroups(slack: Slack, how: 'quickly' | 'patiently'): Promise<UserGroups> {
  try {
    const answer = await slack[how]({ method: 'usergroups.list' }, (client) =>
      client.usergroups.list({ include_users: true }),
    );
    const { usergroups } = listed.parse(answer);
    return {
      kind: 'groups',
      byId: new Map(
        usergroups.map((g) => [g.id, { handle: g.handle, members: g.users, changed: g.date_update }] as const),
      ),
    };
  } catch (error) {
    if (error instanceof RefusedOutside && error.code === 'plan_upgrade_required') return { kind: 'unpaid' };
    throw error;
  }
}

/** The user groups as they are at this moment; refused while Slack limits us. */
export function userGroupsNow(slack: Slack): () => Promise<UserGroups> {
  return () => listGroups(slack, 'patiently');
}

/** The user groups for forms, asked for at most every two minutes. */
export function slackUserGroups(slack: Slack, now: () => Date) {
  const ask = (): Promise<UserGroups> => listGroups(slack, 'quickly');
  const all = '';
  const kept = keptAnswers<UserGroups>({ ask, freshMs: 2 * minutes, staleMs: 60 * minutes, most: 1, now });
  return {
    /** As last read, however old; undefined before the first time. */
    known: (): UserGroups | undefined => kept.known(all),
    get: (): Promise<UserGroups> => kept.get(all),
  };
}
