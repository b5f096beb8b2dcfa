import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAccess } from './access/access.ts';
import { createDeviceFlows } from './access/device-flow.ts';
import { createControl } from './control/control.ts';
import { writeGitConfig } from './git/bare-repository.ts';
import { createGraphql } from './graphql/graphql.ts';
import { createApi } from './http/api.ts';
import { createFaults } from './http/faults.ts';
import { createJournal } from './http/journal.ts';
import { listen } from './http/listen.ts';
import { createListener } from './http/listener.ts';
import { createRateLimits } from './http/rate-limit.ts';
import { createRoutes } from './http/routes.ts';
import { createWeb } from './http/web.ts';
import type { GitHubOptions } from './options.ts';
import { addRepository } from './setup/add-repository.ts';
import { createAccounts } from './setup/create-accounts.ts';
import { createApp, processKey } from './setup/create-app.ts';
import { accountOf } from './state/world.ts';
import { createOutbox } from './webhooks/outbox.ts';
import { createFeed, createWorld } from './world.ts';

export type { GitHubOptions, RepositoryOptions } from './options.ts';

export interface LocalGitHub {
  /** What Octokit takes as `baseUrl`. */
  readonly url: string;
  readonly graphqlUrl: string;
  /** What `githubClient` takes. */
  readonly controlUrl: string;
  readonly token: string;
  readonly appId: number;
  /** Of the App, whose device flow is enabled. */
  readonly clientId: string;
  /** PEM, PKCS #1, as GitHub hands them out. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  setWebhookUrl(url: string | undefined): void;
  stop(): Promise<void>;
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
  const flows = createDeviceFlows(access, urls.html, now);
  const web = createWeb(flows);
  const control = createControl({ world, access, flows, outbox, journal, faults, limits, feed });
  server.on('request', createListener({ api, graphql, web, control, journal, faults, limits, now }));
  return {
    url,
    graphqlUrl: urls.graphql,
    controlUrl: `${url}/control`,
    token,
    appId: app.id,
    clientId: app.clientId,
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
