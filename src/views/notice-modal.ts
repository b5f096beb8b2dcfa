import type { KnownBlock, ModalView } from '@slack/types';
import { plain, section } from './blocks.ts';

/** A modal that only tells something; it has nothing to submit. `text` is mrkdwn: the caller escapes what people typed. */
export function noticeModal(title: string, text: string, further: readonly KnownBlock[] = []): ModalView {
  return {
    type: 'modal',
    title: plain(title, 24),
    close: plain('Close', 24),
    blocks: [section(...text.split('\n')), ...further],
  };
}
