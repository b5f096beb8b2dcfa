import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import type { DeviceFlows } from '../access/device-flow.ts';
import { ApiError, notFound } from '../api-error.ts';
import { type Answer, errorAnswer } from '../http/answer.ts';
import type { Faults } from '../http/faults.ts';
import type { Journal } from '../http/journal.ts';
import { type Json, parseJson } from '../http/json.ts';
import type { RateLimits } from '../http/rate-limit.ts';
import { readBody } from '../http/request.ts';
import type { Repository } from '../state/repository.ts';
import { repositoryOf, type World } from '../state/world.ts';
import type { Outbox } from '../webhooks/outbox.ts';
import type { Feed } from '../world.ts';
import { actorNamed } from './acting.ts';
import { alarms } from './alarms.ts';
import {
  repositoryCommands,
  repositoryQueries,
  type WorldCommand,
  type WorldInput,
  worldCommands,
} from './commands.ts';
import { deeds } from './deeds.ts';
import { machines } from './machines.ts';
import { planning } from './planning.ts';
import { queries } from './queries.ts';
import { scenery } from './scenery.ts';

interface ControlParts {
  readonly world: World;
  readonly access: Access;
  readonly flows: DeviceFlows;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly feed: Feed;
}

/** A reader of the change feed is let wait this long at most. */
const longestWaitMs = 30_000;

const json = (value: unknown): Answer => {
  const body: Json = value === undefined ? null : parseJson(JSON.stringify(value));
  return { status: 200, body, headers: {} };
};

type WorldDeeds = { readonly [Name in WorldCommand]: (input: WorldInput<Name>) => unknown };

function worldDeeds({ world, access, flows, outbox, journal, faults, limits }: ControlParts): WorldDeeds {
  return {
    fault: ({ kind, method, path, times, ms, retryAfter }) => {
      const left = times ?? 1;
      faults.add({
        id: world.nextId(),
        kind,
        method,
        path: new RegExp(path),
        left,
        ms: ms ?? 0,
        retryAfter: retryAfter ?? 60,
      });
    },
    clearFaults: () => faults.clear(),
    calls: ({ method, path }) => {
      const pattern = path === undefined ? undefined : new RegExp(path);
      return journal.calls.filter(
        (call) => (method ?? call.method) === call.method && pattern?.test(call.path) !== false,
      );
    },
    forgetCalls: () => {
      journal.calls.length = 0;
      journal.refusals.length = 0;
    },
    refusals: () => journal.refusals,
    pauseWebhooks: ({ hold }) => outbox.pause(hold ?? false),
    resumeWebhooks: ({ shuffle }) => outbox.resume(shuffle),
    redeliverWebhooks: ({ id, guid, event, missed }) =>
      outbox.redeliver({
        ...(id === undefined ? {} : { id }),
        ...(guid === undefined ? {} : { guid }),
        ...(event === undefined ? {} : { event }),
        ...(missed === undefined ? {} : { missed }),
      }),
    deliveries: ({ event }) =>
      outbox.deliveries
        .filter((one) => event === undefined || one.event === event)
        .map(({ id, guid, event: name, action, state, statusCode, redelivery }) => ({
          id,
          guid,
          event: name,
          action,
          state,
          statusCode,
          redelivery,
        })),
    webhooksIdle: () => outbox.idle(),
    webhookUrl: ({ url }) => {
      outbox.url = url ?? undefined;
    },
    permissions: ({ permissions }) => {
      access.app.permissions = permissions;
    },
    rename: ({ repository: old, name }) => {
      const found = repositoryOf(world, old);
      if (found === undefined) throw notFound(`there is no repository ${old}`);
      const fullName = `${found.owner.login}/${name}`;
      Object.assign(found, { name, fullName });
      world.repositories.delete(old.toLowerCase());
      world.repositories.set(fullName.toLowerCase(), found);
      world.renamed.set(old.toLowerCase(), fullName);
    },
    enterCode: ({ code, login, allow }) => flows.enter(code, actorNamed(world, login).account, allow ?? true),
    deviceFlow: ({ on, intervalSeconds }) => {
      flows.settings.enabled = on;
      if (intervalSeconds !== undefined) flows.settings.intervalSeconds = intervalSeconds;
    },
    renameAccount: ({ login, name }) => {
      const { account } = actorNamed(world, login);
      const old = account.login.toLowerCase();
      world.accounts.delete(old);
      for (const { access: people } of world.repositories.values()) {
        const level = people.get(old);
        people.delete(old);
        if (level !== undefined) people.set(name.toLowerCase(), level);
      }
      world.accounts.set(name.toLowerCase(), Object.assign(account, { login: name }));
    },
    suspend: ({ on }) => {
      access.app.suspendedAt = on ? world.now() : null;
    },
    tokenScopes: ({ scopes }) => access.setScopes(scopes),
    rateLimit: ({ resource, limit, endsIn }) => {
      limits.limits[resource] = limit;
      if (endsIn !== undefined) limits.endIn(resource, endsIn);
    },
    repositories: () =>
      [...world.repositories.values()].map(({ fullName, defaultBranch, access: people }) => ({
        name: fullName,
        defaultBranch,
        people: [...people.keys()],
      })),
  };
}

const isKey = <Keys extends string>(table: Readonly<Record<Keys, unknown>>, key: string): key is Keys =>
  Object.hasOwn(table, key);

type Bound = (input: never) => unknown;

/** Runs one entry of a table with its own schema; the pairing of name and input is what the types cannot follow. */
async function perform(schema: z.ZodType, act: Bound, name: string, input: unknown): Promise<unknown> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new ApiError(422, `${name}: ${z.prettifyError(parsed.error)}`);
  return await act(parsed.data as never);
}

/** The control: what people and machines beside the API do, over HTTP and JSON. */
export function createControl(parts: ControlParts) {
  const { world, access, feed } = parts;
  const ofWorld = worldDeeds(parts);
  const ofRepository = { ...deeds, ...machines, ...scenery(access), ...alarms, ...planning };

  const changes = async (url: URL): Promise<Answer> => {
    const since = Number(url.searchParams.get('since') ?? 0);
    const patience = Math.min(longestWaitMs, Number(url.searchParams.get('wait') ?? longestWaitMs));
    return json(await feed.after(since, patience));
  };

  const ask = async (repository: Repository, name: string, input: unknown): Promise<Answer> => {
    if (isKey(repositoryQueries, name)) {
      const read = (given: never) => queries[name](repository, given);
      return json(await perform(repositoryQueries[name], read, name, input));
    }
    if (!isKey(repositoryCommands, name)) throw notFound(`the control knows no ${name}`);
    const act = (given: never) => ofRepository[name](world, repository, given);
    const done = await repository.exclusively(() => perform(repositoryCommands[name], act, name, input));
    world.changed(repository, `control: ${name}`);
    return json(done);
  };

  const route = async (request: IncomingMessage, url: URL): Promise<Answer> => {
    if (url.pathname === '/control/changes') return await changes(url);
    if (request.method !== 'POST') throw new ApiError(405, 'the control takes POST');
    const text = (await readBody(request)).toString('utf8');
    const input = text === '' ? {} : parseJson(text);
    const inRepository = /^\/control\/repositories\/([^/]+)\/([^/]+)\/(\w+)$/.exec(url.pathname);
    if (inRepository !== null) {
      const [, owner = '', name = '', command = ''] = inRepository;
      const repository = repositoryOf(world, `${owner}/${name}`);
      if (repository === undefined) throw notFound(`there is no repository ${owner}/${name}`);
      return await ask(repository, command, input);
    }
    const command = /^\/control\/(\w+)$/.exec(url.pathname)?.[1] ?? '';
    if (!isKey(worldCommands, command)) throw notFound(`the control knows no ${command}`);
    return json(await perform(worldCommands[command], ofWorld[command], command, input));
  };

  return (request: IncomingMessage, url: URL): Promise<Answer> => route(request, url).catch(errorAnswer);
}
