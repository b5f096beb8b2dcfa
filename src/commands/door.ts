import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { Log } from '../jobs/log.ts';
import type { MessageView } from '../views/message.ts';
import type { Gate } from './access.ts';
import type { recordBarredOf } from './record-barred.ts';
import type { Opened } from './word.ts';

/** What the listeners need of Slack and of the process. */
export interface Door {
  readonly gate: Gate;
  /** Whether a command, click or event is new, as far as the store tells in time: the same one again, to whatever process, is dropped. */
  isNew(body: unknown): Promise<boolean>;
  /** Records whom the gate turned away from what. Never throws. */
  recordBarred: ReturnType<typeof recordBarredOf>;
  readonly modals: {
    open(triggerId: string, view: ModalView): Promise<Opened>;
    push(triggerId: string, view: ModalView): Promise<Opened>;
    update(
      shown: { readonly id: string; readonly hash: string },
      view: ModalView,
    ): Promise<{ readonly kind: 'updated'; readonly hash: string } | { readonly kind: 'stale' }>;
  };
  /** Messages of the app, where an answer has no response_url to go by. */
  readonly posts: {
    ephemeral(to: {
      readonly channel: string;
      readonly person: string;
      readonly message: MessageView;
      readonly thread?: string | undefined;
    }): Promise<void>;
    post(post: {
      readonly channel: string;
      readonly thread?: string | undefined;
      readonly message: MessageView;
      readonly key: string;
    }): Promise<{ readonly ts: string }>;
  };
  readonly homes: { publish(person: string, view: HomeView): Promise<void> };
  /** Answers by a response_url. */
  respond(
    url: string,
    answer: {
      readonly text: string;
      readonly blocks?: KnownBlock[];
      readonly visible: 'only-you' | 'all';
      readonly replaces?: boolean;
    },
  ): Promise<void>;
  /** Whether an error means that the store cannot be asked. */
  storeDown(error: unknown): boolean;
  readonly log: Log;
}

/** A sentence, or a message with its blocks, as response_url takes it. */
export function answerOf(message: MessageView | string, visible: 'only-you' | 'all' = 'only-you') {
  return typeof message === 'string' ? { text: message, visible } : { ...message, visible };
}
