import type { KnownBlock, ModalView } from '@slack/types';
import type { Log } from '../jobs/log.ts';
import type { MessageView } from '../views/message.ts';
import type { Gate } from './access.ts';
import type { Opened } from './word.ts';

/** What the listeners need of Slack and of the process. */
export interface Door {
  readonly gate: Gate;
  readonly modals: {
    open(triggerId: string, view: ModalView): Promise<Opened>;
    push(triggerId: string, view: ModalView): Promise<Opened>;
    update(
      shown: { readonly id: string; readonly hash: string },
      view: ModalView,
    ): Promise<{ readonly kind: 'updated'; readonly hash: string } | { readonly kind: 'stale' }>;
  };
  /** Answers by a response_url. */
  respond(
    url: string,
    answer: { readonly text: string; readonly blocks?: KnownBlock[]; readonly visible: 'only-you' | 'all' },
  ): Promise<void>;
  /** Whether an error means that the store cannot be asked. */
  storeDown(error: unknown): boolean;
  readonly log: Log;
}

/** A sentence, or a message with its blocks, as response_url takes it. */
export function answerOf(message: MessageView | string, visible: 'only-you' | 'all' = 'only-you') {
  return typeof message === 'string' ? { text: message, visible } : { ...message, visible };
}
