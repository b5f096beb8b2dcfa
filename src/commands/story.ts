import type { KnownBlock, ModalView } from '@slack/types';
import type { MessageView } from '../views/message.ts';
import type { Asked, Opened, Word } from './word.ts';

/** A click on a button, a menu or a dispatching input. Acknowledged already: nothing is to be returned. */
export interface ActionContext extends Asked {
  /** The button's `value`, or the chosen option's. Untrusted: read it by readTarget. */
  readonly value: string;
  /** Where the message stands that was clicked; absent in a modal. */
  readonly message?: { readonly channel: string; readonly ts: string };
  /** The modal that was clicked in; absent in a message. `values` is view.state.values as it stands. */
  readonly view?: ShownView;
  /** Says something to the person alone: in a message by its response_url, in a modal by a notice on top of it. */
  respond(message: MessageView | string): Promise<void>;
  open(view: ModalView): Promise<Opened>;
  /** views.push on the clicked modal. */
  push(view: ModalView): Promise<Opened>;
  /** views.update of the clicked modal, with its hash: 'stale' where it changed or closed meanwhile. */
  update(view: ModalView): Promise<'updated' | 'stale'>;
}

/** A modal as Slack sends it back. All of it is untrusted. */
export interface ShownView {
  readonly id: string;
  readonly hash: string;
  readonly callbackId: string;
  readonly privateMetadata: string;
  /** `state.values`: block_id → action_id → the element's state. Parse it by zod in the view's own reader. */
  readonly values: unknown;
  readonly blocks: readonly KnownBlock[];
}

/** A submitted modal. */
export interface SubmissionContext extends Asked {
  readonly view: ShownView;
}

/** What a submission is acknowledged with. Errors are plain text by block_id, and only input blocks show them. */
export type Answer =
  | { readonly kind: 'close' }
  /** Closes the whole stack. */
  | { readonly kind: 'clear' }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'update' | 'push'; readonly view: ModalView };

/** A select that asks for its options. */
export interface OptionsContext extends Asked {
  readonly typed: string;
  readonly view?: ShownView;
}
export interface Choice {
  readonly text: string;
  readonly value: string;
}

/**
 * What one user story listens to. Keys of `actions`, `submissions` and `options` are the ids that its views export.
 * A handler may throw: the router answers the person truthfully (store down, Slack down, a fault of ours) and logs.
 */
export interface Story {
  readonly words?: readonly Word[];
  readonly actions?: Readonly<Record<string, (asked: ActionContext) => Promise<void>>>;
  /** Must answer within 3 s; the answer is what Slack is acknowledged with. */
  readonly submissions?: Readonly<Record<string, (asked: SubmissionContext) => Promise<Answer>>>;
  readonly options?: Readonly<Record<string, (asked: OptionsContext) => Promise<readonly Choice[]>>>;
}
