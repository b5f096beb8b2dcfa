import type { Block } from '../block-kit/blocks.ts';
import type { InputState } from './input-state.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  readonly tz: string;
  isAdmin: boolean;
  isGuest: boolean;
  deleted: boolean;
  readonly isBot: boolean;
  readonly teamId: string;
  /** Seconds. */
  updated: number;
}

export interface Channel {
  readonly id: string;
  name: string;
  readonly kind: 'public' | 'private' | 'im';
  archived: boolean;
  readonly foreign: boolean;
  /** Ids of people and of the bot user. */
  readonly members: Set<string>;
  topic: string;
  /** Seconds. */
  readonly created: number;
}

export interface Group {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  members: string[];
  disabled: boolean;
  /** Seconds. */
  updated: number;
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly fromBot: boolean;
  text: string;
  blocks: Block[] | undefined;
  metadata: Metadata | undefined;
  readonly threadTs: string | undefined;
  edited: { readonly user: string; readonly ts: string } | undefined;
  /** Whom alone it is shown to. */
  readonly ephemeralTo: string | undefined;
  readonly broadcast: boolean;
  readonly subtype: string | undefined;
  readonly files: readonly string[];
  /** What each person chose in it so far. */
  readonly states: Map<string, InputState>;
}

export interface View {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  title: string | undefined;
  submit: string | undefined;
  close: string | undefined;
  blocks: Block[];
  privateMetadata: string;
  callbackId: string;
  externalId: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  hash: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  state: InputState;
  /** Field errors that the person sees, by block_id. */
  errors: Readonly<Record<string, string>>;
}

export interface Trigger {
  readonly user: string;
  /** Milliseconds. */
  readonly at: number;
  /** The modal that it came from. */
  readonly view: string | undefined;
  used: boolean;
}

export interface ResponseUrl {
  readonly user: string;
  readonly channel: string;
  /** The message that was acted on. */
  readonly message: string | undefined;
  readonly at: number;
  uses: number;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly size: number;
  readonly user: string;
  readonly created: number;
  content: Buffer | undefined;
  complete: boolean;
  deleted: boolean;
}
