import type { Access } from '../access/access.ts';
import type { Level, Permissions } from '../access/credential.ts';
import { ApiError, notFound } from '../api-error.ts';
import { isoSeconds } from '../git/commits.ts';
import { presentAccount } from '../present/present-account.ts';
import { presentApp } from '../present/present-checks.ts';
import { presentRepository } from '../present/present-repository.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { presentDelivery } from '../webhooks/delivery.ts';
import type { Outbox } from '../webhooks/outbox.ts';
import { type Call, created, found, type Handlers, ok } from './call.ts';
import { listPage } from './page.ts';

function presentInstallation(world: World, access: Access, owner: string, id: number) {
  const account = found(world.accounts.get(owner));
  const { app } = access;
  return {
    id,
    account: presentAccount(world, account),
    app_id: app.id,
    client_id: app.clientId,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    repository_selection: 'all',
    access_tokens_url: `${world.urls.api}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.urls.api}/installation/repositories`,
    html_url: `${world.urls.html}/settings/installations/${id}`,
    permissions: app.permissions,
    events: app.events,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: app.suspendedAt === null ? null : presentAccount(world, account),
    suspended_at: app.suspendedAt === null ? null : isoSeconds(app.suspendedAt),
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  };
}

function onlyApp({ credential }: Call<unknown>): void {
  if (credential.kind !== 'app') throw new ApiError(401, 'A JSON web token could not be decoded');
}

const rank: Readonly<Record<Level, number>> = { read: 1, write: 2, admin: 3 };

/** A token may ask for less than the App has, never for more. */
function narrowed(granted: Permissions, wanted: Readonly<Record<string, unknown>> | undefined): Permissions {
  if (wanted === undefined) return granted;
  const chosen: Record<string, Level> = { metadata: 'read' };
  for (const [name, level] of Object.entries(wanted)) {
    const has = granted[name];
    if ((level !== 'read' && level !== 'write' && level !== 'admin') || has === undefined || rank[has] < rank[level]) {
      throw new ApiError(422, 'The permissions requested are not granted to this installation.');
    }
    chosen[name] = level;
  }
  return chosen;
}

function covered(
  world: World,
  owner: string,
  names: readonly string[] | undefined,
  ids: readonly number[] | undefined,
): Repository[] | null {
  if (names === undefined && ids === undefined) return null;
  const own = [...world.repositories.values()].filter((repository) => repository.owner.login.toLowerCase() === owner);
  const chosen = own.filter(({ name, id }) => names?.includes(name) === true || ids?.includes(id) === true);
  if (chosen.length < (names?.length ?? 0) + (ids?.length ?? 0)) {
    throw new ApiError(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return chosen;
}

/** The App: its identity, installations and their tokens, and its webhook. */
export function appHandlers(access: Access, outbox: Outbox): Handlers<'apps'> {
  return {
    getAuthenticated: (call) => {
      onlyApp(call);
      const { app } = access;
      const { permissions, events, clientId: client_id } = app;
      const count = access.installations.size;
      return ok(presentApp(call.world, app.owner, app, { client_id, permissions, events, installations_count: count }));
    },

    getRepoInstallation: (call) => {
      onlyApp(call);
      const owner = call.repository.owner.login.toLowerCase();
      return ok(presentInstallation(call.world, access, owner, found(access.installations.get(owner))));
    },

    createInstallationAccessToken: (call) => {
      onlyApp(call);
      const { world, args } = call;
      const owner = [...access.installations].find(([, id]) => id === args.installation_id)?.[0];
      if (owner === undefined) throw notFound();
      if (access.app.suspendedAt !== null) throw new ApiError(403, 'This installation has been suspended');
      const repositories = covered(world, owner, args.repositories, args.repository_ids);
      const permissions = narrowed(access.app.permissions, args.permissions);
      const names = repositories?.map(({ fullName }) => fullName.toLowerCase()) ?? null;
      const { token, expiresAt } = access.issue(args.installation_id, { permissions, repositories: names });
      return created({
        token,
        expires_at: isoSeconds(expiresAt),
        permissions,
        repository_selection: repositories === null ? 'all' : 'selected',
        ...(repositories === null ? {} : { repositories: repositories.map((one) => presentRepository(world, one)) }),
      });
    },

    listReposAccessibleToInstallation: async (call) => {
      const { world, credential } = call;
      if (credential.kind !== 'installation')
        throw new ApiError(
          403,
          'You must authenticate with an installation access token in order to list repositories for an installation.',
        );
      const all = [...world.repositories.values()].filter(
        (repository) =>
          repository.owner.login.toLowerCase() === credential.owner &&
          credential.repositories?.includes(repository.fullName.toLowerCase()) !== false,
      );
      return await listPage(call, all, (repository) => presentRepository(world, repository), 'repositories');
    },

    getWebhookConfigForApp: (call) => {
      onlyApp(call);
      return ok({ url: outbox.url ?? '', content_type: 'json', insecure_ssl: '0', secret: '********' });
    },

    listWebhookDeliveries: (call) => {
      onlyApp(call);
      const newest = [...outbox.deliveries].reverse();
      return ok(newest.slice(0, call.args.per_page ?? 30).map((delivery) => presentDelivery(delivery)));
    },

    redeliverWebhookDelivery: (call) => {
      onlyApp(call);
      found(outbox.deliveries.find(({ id }) => id === call.args.delivery_id));
      outbox.redeliver({ id: call.args.delivery_id });
      return { status: 202, body: {} };
    },
  };
}
