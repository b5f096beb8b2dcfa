import { z } from 'zod';
import type { Slack } from './client.ts';

const identity = z.object({ team_id: z.string(), user_id: z.string(), bot_id: z.string().optional(), url: z.url() });

/** Who the token makes us: the workspace, the app's own user, and the workspace's address. */
export interface SlackIdentity {
  readonly workspace: string;
  readonly user: string;
  /** Ends in a slash. */
  readonly url: string;
}

/** Asks Slack whose token it is. Throws RefusedOutside for one that does not count, Outage when Slack is down. */
export async function slackIdentity(slack: Slack): Promise<SlackIdentity> {
  const answer = await slack.patiently({ method: 'auth.test' }, (client) => client.auth.test());
  const { team_id, user_id, url } = identity.parse(answer);
  return { workspace: team_id, user: user_id, url: url.endsWith('/') ? url : `${url}/` };
}

/** The address of a message, as chat.getPermalink would make it. */
export function permalink({ url }: SlackIdentity, { channel, ts }: { channel: string; ts: string }): string {
  return `${url}archives/${channel}/p${ts.replace('.', '')}`;
}
