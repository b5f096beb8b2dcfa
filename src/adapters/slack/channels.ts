import { z } from 'zod';
import { RefusedOutside } from '../../release/outside-errors.ts';
import type { Slack } from './client.ts';
import { type Kept, keptAnswers } from './kept.ts';

/** What stands in the way of running a release in a channel. shared: people of another organisation are in it. */
export type ChannelStanding = 'fine' | 'archived' | 'shared' | 'unseen';

const minutes = 60_000;
const channel = z.object({
  is_archived: z.boolean().default(false),
  is_ext_shared: z.boolean().default(false),
  is_member: z.boolean().default(true),
});

/** Channels, each asked for once in five minutes. */
export function slackChannels(slack: Slack, now: () => Date): Kept<ChannelStanding> {
  async function ask(id: string): Promise<ChannelStanding> {
    try {
      const answer = await slack.quickly({ method: 'conversations.info', channel: id }, (client) =>
        client.conversations.info({ channel: id }),
      );
      const read = channel.parse(answer.channel);
      if (read.is_archived) return 'archived';
      if (read.is_ext_shared) return 'shared';
      return read.is_member ? 'fine' : 'unseen';
    } catch (error) {
      if (error instanceof RefusedOutside && error.code === 'channel_not_found') return 'unseen';
      throw error;
    }
  }
  return keptAnswers({ ask, freshMs: 5 * minutes, staleMs: 24 * 60 * minutes, most: 1000, now });
}
