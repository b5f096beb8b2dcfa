import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Access, createAccess } from './access/access.ts';
import type { App, Permissions } from './access/credential.ts';
import { defaultPermissions } from './access/permissions.ts';
import { createControl } from './control/control.ts';
import { createBare, mirrorBare, writeGitConfig } from './git/bare-repository.ts';
import { createGraphql } from './graphql/graphql.ts';
import { createApi } from './http/api.ts';
import { createFaults } from './http/faults.ts';
import { createJournal } from './http/journal.ts';
import { createListener } from './http/listener.ts';
import { createRateLimits } from './http/rate-limit.ts';
import { createRoutes } from './http/routes.ts';
import { type RepositorySeed, seedRepository } from './seed/repository-seed.ts';
import type { Account } from './state/account.ts';
import { newRepository } from './state/new-repository.ts';
import { accountOf, type World } from './state/world.ts';
import { createOutbox } from './webhooks/outbox.ts';
import { createFeed, createWorld } from './world.ts';

export interface RepositoryOptions {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch?: string;
  /** A local git repository to serve a copy of; it is only read. */
  readonly from?: string;
  readonly seed?: RepositorySeed;
}

export interface PersonOptions {
  readonly login: string;
  readonly id?: number;
  readonly email?: string;
  readonly name?: string;
}

export interface GitHubOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly repositories: readonly RepositoryOptions[];
  readonly people: readonly PersonOptions[];
  /** Teams of organisations: `acme/backend` to logins. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
  /** The token of the machine account `tokenLogin` (`slipway-machine`). */
  readonly token?: string;
  readonly tokenLogin?: string;
  readonly app?: {
    readonly id?: number;
    readonly slug?: string;
    readonly privateKey?: string;
    readonly permissions?: Permissions;
  };
  readonly webhook?: { readonly url?: string; readonly secret?: string };
  readonly now?: () => Date;
  /** Behaves like an older GitHub Enterprise Server: no `return_run_details`. */
  readonly enterprise?: boolean;
}

export interface LocalGitHub {
  /** What Octokit takes as `baseUrl`. */
  readonly url: string;
  readonly graphqlUrl: string;
  /** What `githubClient` takes. */
  readonly controlUrl: string;
  readonly token: string;
  readonly appId: number;
  /** PEM, PKCS #1, as GitHub hands them out. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  setWebhookUrl(url: string | undefined): void;
  stop(): Promise<void>;
}

let generated: string | undefined;

/** One key for all servers of a process: making one takes a while. */
function processKey(): string {
  generated ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
  return generated;
}

function createAccounts(
  options: GitHubOptions,
  nextId: () => number,
  machine: string,
  slug: string,
): Map<string, Account> {
  const accounts = new Map<string, Account>();
  const add = (account: Account) => accounts.set(account.login.toLowerCase(), account);
  const bot = (login: string, id: number) =>
    add({ id, login, type: 'Bot', name: login, email: `${id}+${login}@users.noreply.github.com` });
  const owners = new Set(options.repositories.map(({ owner }) => owner));
  for (const { login, id, email, name } of options.people) {
    add({ id: id ?? nextId(), login, type: 'User', name: name ?? login, email: email ?? `${login}@example.com` });
  }
  for (const owner of owners) {
    if (!accounts.has(owner.toLowerCase()))
      add({ id: nextId(), login: owner, type: 'Organization', name: owner, email: '' });
  }
  if (!accounts.has(machine.toLowerCase())) {
    add({ id: nextId(), login: machine, type: 'User', name: machine, email: `${machine}@example.com` });
  }
  bot('github-actions[bot]', 41_898_282);
  bot(`${slug}[bot]`, nextId());
  return accounts;
}

async function addRepository(
  world: World,
  access: Access,
  folder: string,
  config: string,
  options: RepositoryOptions,
  members: readonly string[],
): Promise<void> {
  const dir = path.join(folder, options.owner, `${options.name}.git`);
  const git =
    options.from === undefined
      ? await createBare(dir, config, options.defaultBranch ?? 'main')
      : await mirrorBare(dir, config, options.from, options.defaultBranch);
  const defaultBranch = options.defaultBranch ?? (await git.text(['symbolic-ref', '--short', 'HEAD']));
  const owner = accountOf(world, options.owner);
  const repository = newRepository({
    id: world.nextId(),
    owner,
    name: options.name,
    defaultBranch,
    git,
    createdAt: world.now(),
    members,
  });
  world.repositories.set(repository.fullName.toLowerCase(), repository);
  const key = owner.login.toLowerCase();
  if (!access.installations.has(key)) access.installations.set(key, world.nextId());
  if (options.seed !== undefined) await seedRepository(world, repository, options.seed);
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

/** Starts a local GitHub: REST, GraphQL, webhooks and control on one port, its data in a temporary folder. */
export async function startGitHub(options: GitHubOptions): Promise<LocalGitHub> {
  const now = options.now ?? (() => new Date());
  let lastId = 1000;
  const nextId = () => ++lastId;
  const folder = await mkdtemp(path.join(tmpdir(), 'local-github-'));
  const config = await writeGitConfig(folder);
  const slug = options.app?.slug ?? 'slipway';
  const machine = options.tokenLogin ?? 'slipway-machine';
  const accounts = createAccounts(options, nextId, machine, slug);
  const privateKey = options.app?.privateKey ?? processKey();
  const app = createApp(options, accounts, slug, privateKey);
  const access = createAccess(app, now);
  const token = options.token ?? 'ghp_localGitHubMachineToken';
  const feed = createFeed(now);
  const webhookSecret = options.webhook?.secret ?? 'local-github-webhook-secret';
  const outbox = createOutbox({
    ...(options.webhook?.url === undefined ? {} : { url: options.webhook.url }),
    secret: webhookSecret,
    hookId: nextId(),
    now,
    nextId,
    notice: () => feed.add('', 'webhook sent'),
  });
  const journal = createJournal();
  const faults = createFaults();
  const limits = createRateLimits(now);
  const server = createServer();
  const url = await listen(server, options.port ?? 0);
  const urls = { api: url, html: url, uploads: `${url}/uploads`, graphql: `${url}/graphql` };
  const world = createWorld({ urls, now, nextId, access, outbox, feed, accounts });
  for (const [team, logins] of Object.entries(options.teams ?? {})) world.teams.set(team, logins);
  access.addToken(token, accountOf(world, machine));
  const members = [...options.people.map(({ login }) => login), machine];
  for (const repository of options.repositories)
    await addRepository(world, access, folder, config, repository, members);
  const route = createRoutes(access, outbox, limits);
  const api = createApi({ world, access, limits, route, enterprise: options.enterprise === true });
  const graphql = createGraphql({ world, access, limits });
  const control = createControl({ world, access, outbox, journal, faults, limits, feed });
  server.on('request', createListener({ api, graphql, control, journal, faults, limits, now }));
  return {
    url,
    graphqlUrl: urls.graphql,
    controlUrl: `${url}/control`,
    token,
    appId: app.id,
    privateKey,
    webhookSecret,
    setWebhookUrl(next) {
      outbox.url = next;
    },
    async stop() {
      outbox.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await outbox.idle();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

function createApp(
  options: GitHubOptions,
  accounts: ReadonlyMap<string, Account>,
  slug: string,
  privateKey: string,
): App {
  const bot = accounts.get(`${slug}[bot]`);
  const owner = accounts.get((options.repositories[0]?.owner ?? slug).toLowerCase()) ?? bot;
  if (bot === undefined || owner === undefined) throw new Error('the App has no account');
  return {
    id: options.app?.id ?? 4711,
    slug,
    name: slug,
    clientId: 'Iv1.localgithub00000',
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    permissions: options.app?.permissions ?? defaultPermissions,
    events: [
      'pull_request',
      'pull_request_review',
      'push',
      'create',
      'delete',
      'release',
      'workflow_run',
      'check_suite',
      'check_run',
      'status',
      'deployment_status',
    ],
    bot,
    owner,
  };
}
