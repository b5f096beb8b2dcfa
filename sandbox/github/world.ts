import { randomUUID } from 'node:crypto';
import type { Access } from './access/access.ts';
import { attachMade } from './domain/attach-made.ts';
import { presentAccount } from './present/present-account.ts';
import { presentRepository } from './present/present-repository.ts';
import { releasePlease } from './release-please/release-please.ts';
import type { Account } from './state/account.ts';
import { nodeId } from './state/ids.ts';
import type { Change, HookEvent, Urls, World } from './state/world.ts';
import type { Outbox } from './webhooks/outbox.ts';

export interface Feed {
  readonly changes: readonly Change[];
  add(repository: string, what: string): void;
  /** The changes after an id, as soon as there are any; none after the patience, in milliseconds. */
  after(id: number, patienceMs: number): Promise<readonly Change[]>;
}

/** The change feed that pages and tests follow. */
export function createFeed(now: () => Date): Feed {
  const changes: Change[] = [];
  const waiting = new Set<() => void>();
  return {
    changes,
    add(repository, what) {
      changes.push({ id: changes.length + 1, at: now().toISOString(), repository, what });
      for (const wake of [...waiting]) wake();
    },
    async after(id, patienceMs) {
      if (changes.length <= id) {
        await new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(timer);
            waiting.delete(done);
            resolve();
          };
          const timer = setTimeout(done, patienceMs);
          waiting.add(done);
        });
      }
      return changes.slice(id);
    },
  };
}

interface WorldParts {
  readonly urls: Urls;
  readonly now: () => Date;
  readonly nextId: () => number;
  readonly access: Access;
  readonly outbox: Outbox;
  readonly feed: Feed;
  readonly accounts: Map<string, Account>;
}

/** The world: its events go to the webhook outbox and to the change feed. */
export function createWorld({ urls, now, nextId, access, outbox, feed, accounts }: WorldParts): World {
  const world: World = {
    urls,
    now,
    nextId,
    accounts,
    repositories: new Map(),
    renamed: new Map(),
    teams: new Map(),
    announce(event) {
      const action = event.payload['action'];
      const name = typeof action === 'string' ? `${event.event}.${action}` : event.event;
      feed.add(event.repository.fullName, name);
      outbox.send(hookOf(world, access, event));
    },
    changed: (repository, what) => feed.add(repository.fullName, what),
    async act(repository, run) {
      await attachMade(world, repository, run);
      await releasePlease(world, repository, run);
    },
  };
  return world;
}

function hookOf(world: World, access: Access, { event, repository, actor, payload }: HookEvent) {
  const installation = access.installations.get(repository.owner.login.toLowerCase()) ?? null;
  const action = payload['action'];
  const body = {
    ...payload,
    repository: presentRepository(world, repository),
    ...(repository.owner.type === 'Organization' ? { organization: presentAccount(world, repository.owner) } : {}),
    sender: presentAccount(world, actor.account),
    ...(installation === null
      ? {}
      : { installation: { id: installation, node_id: nodeId('Installation', installation) } }),
  };
  return {
    guid: randomUUID(),
    event,
    action: typeof action === 'string' ? action : null,
    repositoryId: repository.id,
    installationId: installation,
    body: JSON.stringify(body),
  };
}
