import type { Execute } from '../execute.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { ownActionsIds, ownActionsModal } from '../views/own-actions.ts';
import type { RunningReleases } from './running-release.ts';
import type { Story } from './story.ts';
import { threadRelease } from './thread-release.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  /** The address of a message in Slack. */
  messageUrl(message: { readonly channel: string; readonly ts: string }): string;
}

const elsewhere =
  'This message belongs to no running release. Use the shortcut on a release’s card, or on any message of its thread.';

/** The message shortcut “Release actions…”: what the person can do now for the release whose card or thread the message is of. */
export function releaseActionsStory(ports: Ports): Story {
  return {
    shortcuts: {
      async [ownActionsIds.shortcut](asked) {
        const { channel, ts, thread } = asked.message;
        const release = await threadRelease(ports, { channel, root: thread ?? ts });
        if (release === undefined) return void (await asked.open(noticeModal('Release actions', elsewhere)));
        const card = release.posted['card'];
        await asked.open(
          ownActionsModal(release, asked.person, card === undefined ? undefined : ports.messageUrl(card)),
        );
      },
    },
  };
}
