import type { KnownBlock, ModalView } from '@slack/types';
import type { MessageView } from '../views/message.ts';
import type { Asked, Opened, Word } from './word.ts';

/** A click on a button, a menu or a dispatching input. Acknowledged already: nothing is to be returned. */
export interface ActionContext extends Asked {
  /** The button's `value`, or the chosen option's. Untrusted: read it by readTarget. */
  readonly value: string;
  /** Where the message stands that was clicked; absent in a modal. */
  readonly message?: { readonly channel: string; readonly ts: string };
  /** The modal that was clicked in; absent in a message and in Home. `values` is view.state.values as it stands. */
  readonly view?: ShownView;
  /** Says something to the person alone: in a message by its response_url, in a modal by a notice on top of it, in Home by one in front of it. */
  respond(message: MessageView | string): Promise<void>;
  /** Puts something in the place of the message that was clicked in, for all who read it; elsewhere does nothing. */
  replace(message: MessageView): Promise<void>;
  open(view: ModalView): Promise<Opened>;
  /** views.push on the clicked modal. */
  push(view: ModalView): Promise<Opened>;
  /** views.update of the clicked modal, with its hash: 'stale' where it changed or closed meanwhile. */
  update(view: ModalView): Promise<'updated' | 'stale'>;
}

/** A modal, or Home, as Slack sends it back. All of it is untrusted. */
export interface ShownView {
  readonly id: string;
  readonly kind: 'modal' | 'home';
  readonly hash: string;
  readonly callbackId: string;
  readonly externalId: string;
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

/** Something that Slack only tells of, acknowledged already. */
export interface EventContext {
  readonly person: string;
}

/** A mention of the app, acknowledged already. It carries no trigger, so no form can open. */
export interface MentionContext extends Asked {
  /** What was said after the app's name. */
  readonly words: readonly string[];
  readonly channel: string;
  /** The message in whose thread it was said; undefined outside of threads. */
  readonly thread: string | undefined;
  /** Answers the person alone where Slack lets us, else in the thread. */
  respond(message: MessageView | string): Promise<void>;
}

/** A shortcut that was used on a message, acknowledged already. */
export interface ShortcutContext extends Asked {
  readonly message: { readonly channel: string; readonly ts: string; readonly thread: string | undefined };
  /** Says something to the person alone. */
  respond(message: MessageView | string): Promise<void>;
  /** views.open; nothing from the network may be awaited before it, the store may. */
  open(view: ModalView): Promise<Opened>;
}

/**
 * What one user story listens to. Keys of `actions`, `opens`, `submissions`, `options` and `shortcuts` are the ids that its views export.
 * A handler may throw: the router answers the person truthfully (store down, Slack down, a fault of ours) and logs.
 */
export interface Story {
  readonly words?: readonly Word[];
  /** Clicks that record something: only of those of whom Slack tells who they are. */
  readonly actions?: Readonly<Record<string, (asked: ActionContext) => Promise<void>>>;
  /** Clicks that record nothing themselves: they open a form, or show another page of it. */
  readonly opens?: Readonly<Record<string, (asked: ActionContext) => Promise<void>>>;
  /** Must answer within 3 s; the answer is what Slack is acknowledged with. */
  readonly submissions?: Readonly<Record<string, (asked: SubmissionContext) => Promise<Answer>>>;
  readonly options?: Readonly<Record<string, (asked: OptionsContext) => Promise<readonly Choice[]>>>;
  /** Message shortcuts by the callback_id that the manifest gives them. They record nothing themselves. */
  readonly shortcuts?: Readonly<Record<string, (asked: ShortcutContext) => Promise<void>>>;
  readonly events?: {
    /** Somebody let in opened Home, or decided something from there: it is to be shown as it is now. */
    readonly app_home_opened?: (asked: EventContext) => Promise<void>;
    /** Somebody let in mentioned the app where it is a member. */
    readonly app_mention?: (asked: MentionContext) => Promise<void>;
  };
}
