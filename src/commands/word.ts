import type { ModalView } from '@slack/types';
import type { MessageView } from '../views/message.ts';

/** Whether a modal came up. expired: the click's trigger ran out (3 s); the router then answers with a button that opens it again. */
export type Opened =
  | { readonly kind: 'opened'; readonly id: string; readonly hash: string }
  | { readonly kind: 'expired' };

/** What every command, click and submission knows. The gate (access.ts) has let the person through. */
export interface Asked {
  /** Slack user id; the only thing that authority may be decided from. */
  readonly person: string;
  /** What Slack calls this delivery: the `cause` for execute, so that a repeated delivery does nothing twice. */
  readonly cause: string;
  readonly triggerId: string;
}

/** One line of the slash command. Slack does not wait for it: take up to 2 s, answer by {@link WordContext.respond}. */
export interface WordContext extends Asked {
  /** The command as it is named here, such as `/release`: for sentences that say what to type. */
  readonly command: string;
  /** The words after the first: `['billing', 'minor']` of `/release start billing minor`. */
  readonly args: readonly string[];
  readonly channel: string;
  /** Answers; only the person sees it unless 'all'. At most 5 times. */
  respond(message: MessageView | string, visible?: 'only-you' | 'all'): Promise<void>;
  /** views.open; nothing from the network may be awaited before it, the store may. */
  open(view: ModalView): Promise<Opened>;
}

/** A word of the slash command. */
export interface Word {
  readonly word: string;
  /** After the command: `pause <reason>`. */
  readonly usage: string;
  /** What it does, one line of help. */
  readonly says: string;
  /**
   * It only shows something: nothing is recorded, no form opens. Its answer goes with the acknowledgement where it is quick,
   * and whoever asks again is answered again.
   */
  readonly looks?: true;
  /** It records nothing itself: it opens a form, which is judged again when it is sent off. So it waits for nobody. */
  readonly opens?: true;
  run(asked: WordContext): Promise<void>;
}
