import { z } from 'zod';
import { RefusedOutside } from '../../release/outside-errors.ts';
import type { Slack } from './client.ts';
import { type Kept, keptAnswers } from './kept.ts';

/** What Slack says of a person, as far as releases care. */
export interface SlackPerson {
  readonly id: string;
  /** Their full name, else what else Slack calls them. */
  readonly name: string;
  /** IANA zone. */
  readonly timeZone: string | undefined;
  readonly standing: 'member' | 'guest' | 'bot' | 'deactivated' | 'outsider' | 'unknown';
}

const minutes = 60_000;

const user = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().default(''),
  deleted: z.boolean().default(false),
  real_name: z.string().optional(),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
  tz: z.string().optional(),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
});

function standingOf(one: z.output<typeof user>, workspace: string): SlackPerson['standing'] {
  if (one.deleted) return 'deactivated';
  if (one.is_stranger || (one.team_id !== undefined && one.team_id !== workspace)) return 'outsider';
  if (one.is_bot || one.id === 'USLACKBOT') return 'bot';
  return one.is_restricted || one.is_ultra_restricted ? 'guest' : 'member';
}

/** The people of the workspace, each asked for once in five minutes. */
export function slackPeople(
  slack: Slack,
  { workspace, now }: { readonly workspace: string; readonly now: () => Date },
): Kept<SlackPerson> {
  async function ask(id: string): Promise<SlackPerson> {
    try {
      const answer = await slack.quickly({ method: 'users.info' }, (client) => client.users.info({ user: id }));
      const one = user.parse(answer.user);
      const name = [one.profile?.real_name, one.real_name, one.profile?.display_name, one.name].find((n) => n);
      return { id, name: name ?? id, timeZone: one.tz, standing: standingOf(one, workspace) };
    } catch (error) {
      const unseen = error instanceof RefusedOutside && ['user_not_found', 'user_not_visible'].includes(error.code);
      if (unseen) return { id, name: id, timeZone: undefined, standing: 'unknown' };
      throw error;
    }
  }
  return keptAnswers({ ask, freshMs: 5 * minutes, staleMs: 24 * 60 * minutes, most: 5000, now });
}
