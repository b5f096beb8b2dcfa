import type { Execute } from '../execute.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import type { Release } from '../release/release.ts';
import type { MessageView } from '../views/message.ts';
import { windowAnnouncement } from '../views/window-announcement.ts';
import { sentenceOf } from './step-outcome.ts';

/** Which news of which window a channel is to be told. */
export interface WindowTelling {
  readonly window: string;
  /** Its name in slipway.yml. */
  readonly channel: string;
  readonly news: number;
}

interface Ports {
  readonly execute: Execute;
  readonly slack: {
    /** Posts once for a key, whoever calls it and however often; throws Outage or RefusedOutside. */
    post(post: {
      readonly channel: string;
      readonly message: MessageView;
      readonly key: string;
    }): Promise<{ readonly ts: string }>;
  };
}

/** Tells a channel of a window, once each time that there is news. Where Slack refuses that for good, the thread says so. */
export async function tellWindow(
  { execute, slack }: Ports,
  release: Release,
  { window, channel, news }: WindowTelling,
): Promise<void> {
  const told = (refused?: string) =>
    execute(release.id, {
      type: 'RecordWindowTold',
      window,
      channel,
      news,
      ...(refused === undefined ? {} : { refused }),
    });
  const message = windowAnnouncement(release, window, news);
  if (message === undefined) return;
  const to = release.component.announcements[channel];
  if (to === undefined) {
    await told(`slipway.yml named no channel ${channel} when this release started.`);
    return;
  }
  try {
    await slack.post({ channel: to, message, key: `${release.id}.${window}.${channel}.${news}` });
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error;
    await told(sentenceOf(error.message));
    return;
  }
  await told();
}
