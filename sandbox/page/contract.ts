import type { Block } from '../slack/block-kit/blocks.ts';
import type { StateValue } from '../slack/state/input-state.ts';

// What passes between the page and its server. The browser trusts its own server: these shapes are not read again there.

/** Somebody whom the page can be. */
export interface PersonShown {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly tz: string;
  /** What they are in the playbook, e.g. `Backend lead`. */
  readonly title: string;
  /** Their login at the local GitHub; undefined for who has none. */
  readonly login: string | undefined;
}

/** A channel, or the conversation with the app. */
export interface PlaceShown {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly archived: boolean;
  /** Why nobody can type there; undefined where they can. */
  readonly closed: string | undefined;
  /** Messages that the person has not seen yet. */
  readonly unread: number;
  /** One of them names the person. */
  readonly mentioned: boolean;
}

/** What was put into inputs so far: block_id, then action_id. */
export type Values = Readonly<Record<string, Readonly<Record<string, StateValue>>>>;

export interface FileShown {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

export interface MessageShown {
  readonly ts: string;
  /** Milliseconds. */
  readonly at: number;
  readonly author: { readonly id: string; readonly name: string; readonly app: boolean };
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly values: Values;
  readonly thread: string | undefined;
  readonly broadcast: boolean;
  readonly edited: boolean;
  readonly ephemeral: boolean;
  readonly files: readonly FileShown[];
}

/** A modal or the Home tab. */
export interface ViewShown {
  readonly id: string;
  readonly title: string;
  readonly submit: string | undefined;
  readonly close: string | undefined;
  readonly blocks: readonly Block[];
  readonly values: Values;
  /** By block_id. */
  readonly errors: Readonly<Record<string, string>>;
  /** The modals beneath, root first. */
  readonly beneath: readonly { readonly id: string; readonly title: string }[];
}

/** What does not depend on who looks. */
export interface World {
  readonly team: string;
  readonly app: { readonly id: string; readonly name: string };
  readonly people: readonly PersonShown[];
  /** Everybody's names, by id, to show mentions. */
  readonly names: Readonly<Record<string, string>>;
  readonly channels: Readonly<Record<string, string>>;
  /** Ids of the channels that anybody may choose: public, and not archived. */
  readonly open: readonly string[];
  readonly groups: Readonly<Record<string, string>>;
  readonly commands: readonly CommandShown[];
  readonly shortcuts: readonly ShortcutShown[];
  readonly homeTab: boolean;
  /** Where links to the local GitHub and to messages begin: the page opens those itself. */
  readonly addresses: { readonly github: string; readonly slack: string };
  /** Full names, e.g. `acme/billing`. */
  readonly repositories: readonly string[];
  /** Id of the channel that is opened first. */
  readonly home: string;
  /** There is a clock that can be moved. */
  readonly clock: boolean;
}

export interface CommandShown {
  readonly command: string;
  readonly description: string;
  /** Such as `start | status`. */
  readonly hint: string;
}

export interface ShortcutShown {
  readonly callbackId: string;
  readonly name: string;
  readonly kind: 'global' | 'message';
}

/** What one person sees. */
export interface Seen {
  readonly person: string;
  /** Milliseconds, of the sandbox's clock. */
  readonly now: number;
  readonly places: readonly PlaceShown[];
  /** The place that is open, with its messages; undefined where there is none of that id, or they may not see it. */
  readonly place: { readonly id: string; readonly messages: readonly MessageShown[] } | undefined;
  readonly modal: ViewShown | undefined;
  readonly home: ViewShown | undefined;
}

/** What comes of an act: nothing to say, or a sentence that Slack shows. */
export interface Acted {
  readonly ok: boolean;
  readonly error?: string | undefined;
  /** Slack's word above a form that was not taken. */
  readonly message?: string | undefined;
  /** Options that a menu was asked for. */
  readonly options?: readonly { readonly text: string; readonly value: string }[] | undefined;
}

/** A moment of the clock that something is planned for. */
export interface Scheduled {
  /** Milliseconds. */
  readonly at: number;
  readonly what: string;
}

export interface ClockShown {
  readonly now: number;
  readonly scheduled: readonly Scheduled[];
}

/** What a newcomer could do next; the page offers to do the part that is not theirs to learn. */
export interface Hint {
  /** Stable while it is the same hint. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Whom to be for it, any of them: ids of people. Empty: whoever. */
  readonly as: readonly string[];
  /** Where to look: a channel's id, `github`, `clock`. */
  readonly where: string | undefined;
}

/** The tour as it stands. */
export interface Guide {
  readonly hints: readonly Hint[];
  readonly done: number;
  readonly of: number;
}

/** Sent whenever something changed; numbers only grow. */
export interface Changed {
  readonly slack: number;
  readonly github: number;
}
