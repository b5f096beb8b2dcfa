import type { AppDeclaration } from '../manifest.ts';
import type { CompleteWorld } from '../world.ts';
import { createChanges } from './changes.ts';
import { createIds, type Ids } from './ids.ts';
import { createJournal } from './journal.ts';
import type { Channel, Group, Person, Workspace } from './workspace.ts';

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
    signing: given.signing ?? ids.word(32).toLowerCase(),
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
