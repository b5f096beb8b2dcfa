import { randomBytes } from 'node:crypto';
import type { AppDeclaration } from '../manifest.ts';
import type { CompleteWorld } from '../world.ts';
import { type Changes, createChanges } from './changes.ts';
import type { Channel, Group, Message, Person, ResponseUrl, StoredFile, Trigger, View } from './entities.ts';
import { createIds, type Ids } from './ids.ts';
import { createJournal, type Journal } from './journal.ts';

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
  return {
    team: world.team,
    bot: world.bot,
    app,
    tokens: tokensOf(world, ids, given),
    now,
    ids,
    people: byId(peopleOf(world, seconds)),
    channels: byId(channelsOf(world, seconds)),
    groups: byId(groupsOf(world, seconds)),
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

function byId<T extends { readonly id: string }>(all: readonly T[]): Map<string, T> {
  return new Map(all.map((one) => [one.id, one]));
}

function tokensOf(world: CompleteWorld, ids: Ids, given: GivenTokens): Workspace['tokens'] {
  return {
    bot: given.bot ?? `xoxb-local-${ids.word(24)}`,
    app: given.app ?? `xapp-1-${world.bot.appId}-${ids.word(24)}`,
    signing: given.signing ?? randomBytes(16).toString('hex'),
    legacy: ids.word(24),
  };
}

function peopleOf({ people, team }: CompleteWorld, updated: number): Person[] {
  return people.map((one) => ({
    ...one,
    email: one.email ?? `${one.name}@${team.domain}.example`,
    teamId: one.teamId ?? team.id,
    updated,
  }));
}

function idsOf(world: CompleteWorld, names: readonly string[]): string[] {
  return names.flatMap((name) => world.people.find((one) => one.name === name)?.id ?? []);
}

function channelsOf(world: CompleteWorld, created: number): Channel[] {
  return world.channels.map(({ private: closed, botIn, members, ...one }) => ({
    ...one,
    kind: closed ? 'private' : 'public',
    members: new Set([...idsOf(world, members), ...(botIn ? [world.bot.userId] : [])]),
    topic: '',
    created,
  }));
}

function groupsOf(world: CompleteWorld, updated: number): Group[] {
  return world.usergroups.map((one) => ({
    id: one.id,
    handle: one.handle,
    name: one.name ?? one.handle,
    members: idsOf(world, one.members),
    disabled: false,
    updated,
  }));
}
