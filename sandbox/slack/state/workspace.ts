import type { Block } from '../block-kit/blocks.ts';
import type { AppDeclaration } from '../manifest.ts';
import type { CompleteWorld } from '../world.ts';
import { type Changes, createChanges } from './changes.ts';
import { createIds, type Ids } from './ids.ts';
import type { InputState } from './input-state.ts';
import { createJournal, type Journal } from './journal.ts';

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
}

/** Everything that one workspace holds. */
export interface Workspace {
  readonly team: CompleteWorld['team'];
  readonly bot: CompleteWorld['bot'];
  readonly app: AppDeclaration;
  readonly tokens: { readonly bot: string; readonly app: string; readonly signing: string; readonly legacy: string };
  /** Milliseconds. */
  readonly now: () => number;
  readonly ids: Ids;
  readonly people: Map<string, Person>;
  readonly channels: Map<string, Channel>;
  readonly groups: Map<string, Group>;
  /** By channel, oldest first. */
  readonly messages: Map<string, Message[]>;
  readonly views: Map<string, View>;
  /** Open modals by person, root first. */
  readonly stacks: Map<string, string[]>;
  /** Home tab's view by person. */
  readonly homes: Map<string, string>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly files: Map<string, StoredFile>;
  /** Socket Mode connections that were promised and not yet made. */
  readonly tickets: Set<string>;
  readonly changes: Changes;
  readonly journal: Journal;
  /** Where this Slack listens, without a slash at the end; known once it does. */
  url: string;
  /** Hands an event to whoever delivers; `scope` is the manifest's name of the subscription. */
  emit: (event: Readonly<Record<string, unknown>> & { readonly type: string }, subscription: string) => void;
}

/** Tokens that were given instead of made up. */
export interface GivenTokens {
  readonly bot?: string;
  readonly app?: string;
  readonly signing?: string;
}

/** Builds the workspace of a world; `now` in milliseconds. */
export function createWorkspace(
  world: CompleteWorld,
  app: AppDeclaration,
  now: () => number,
  given: GivenTokens = {},
): Workspace {
  const ids = createIds(now);
  const seconds = Math.floor(now() / 1000);
  const idOf = new Map(world.people.map(({ name, id }) => [name, id]));
  const membersOf = (names: readonly string[]) => names.map((name) => idOf.get(name) ?? name);
  const email = (name: string) => `${name}@${world.team.domain}.example`;
  return {
    team: world.team,
    bot: world.bot,
    app,
    tokens: {
      bot: given.bot ?? `xoxb-local-${ids.word(24)}`,
      app: given.app ?? `xapp-1-${world.bot.appId}-${ids.word(24)}`,
      signing: given.signing ?? ids.word(32).toLowerCase(),
      legacy: ids.word(24),
    },
    now,
    ids,
    people: new Map(
      world.people.map((one) => [
        one.id,
        { ...one, email: one.email ?? email(one.name), teamId: one.teamId ?? world.team.id, updated: seconds },
      ]),
    ),
    channels: new Map(
      world.channels.map((one) => [
        one.id,
        {
          id: one.id,
          name: one.name,
          kind: one.private ? 'private' : 'public',
          archived: one.archived,
          foreign: one.foreign,
          members: new Set([...membersOf(one.members), ...(one.botIn ? [world.bot.userId] : [])]),
          topic: '',
          created: seconds,
        },
      ]),
    ),
    groups: new Map(
      world.usergroups.map((one) => [
        one.id,
        {
          id: one.id,
          handle: one.handle,
          name: one.name ?? one.handle,
          members: membersOf(one.members),
          disabled: false,
          updated: seconds,
        },
      ]),
    ),
    messages: new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    files: new Map(),
    tickets: new Set(),
    changes: createChanges(),
    journal: createJournal(),
    url: '',
    emit: () => undefined,
  };
}
