import { githubClient } from '../../../sandbox/github/client.ts';
import { acmeRepositories, people as githubPeople } from '../../../sandbox/github/seed.ts';
import { type LocalGitHub, startGitHub } from '../../../sandbox/github/start-github.ts';
import { slackClient } from '../../../sandbox/slack/client.ts';
import { type LocalSlack, startSlack } from '../../../sandbox/slack/start-slack.ts';
import type { SlackWorld } from '../../../sandbox/slack/world.ts';
import { workspace } from '../../../sandbox/workspace.ts';
import type { World } from '../../journeys/world.ts';
import { httpProxy } from './http-proxy.ts';
import { type Fate, nothing, type Point } from './point.ts';
import { type SlipwayProcess, slipwayProcess } from './slipway-process.ts';
import { storeProxy } from './store-proxy.ts';
import { type FleetStores, type StoreKind, storesFor } from './stores-for.ts';

/** A Slipway of several real processes in a world of their own. */
export interface Fleet extends World {
  readonly processes: readonly SlipwayProcess[];
  /** What answers people; where the store is embedded, the one process. */
  readonly web: readonly SlipwayProcess[];
  /** What acts; where the store is embedded, the one process. */
  readonly workers: readonly SlipwayProcess[];
  readonly stores: FleetStores;
  /** Where Slack and GitHub send to: a load balancer over what answers people. */
  readonly frontUrl: string;
  readonly slackServer: LocalSlack;
  readonly githubServer: LocalGitHub;
  /** From now on this decides at every point; without one nothing happens. */
  fate(decides?: Fate): void;
  /** Moves the time of all: Slack's, GitHub's and that of the processes (not of another version's). */
  later(ms: number): void;
}

export interface FleetOptions {
  readonly store: StoreKind;
  readonly web?: number;
  readonly workers?: number;
  /** Who is there, and in which channels; the sandbox's own workspace unless said. */
  readonly people?: SlackWorld;
  /** Environment beside the usual. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether what is killed comes back by itself; true unless said. */
  readonly revives?: boolean;
  /** Whether the stores are the fleet's own, so that they can be killed. */
  readonly ownStores?: boolean;
  /** Where a process's program lies: another checkout is another version. This one unless said. */
  readonly folderOf?: (name: string) => string | undefined;
}

/** Slack methods are named by their path, /api/chat.postMessage; GitHub's calls by method and path. */
function whatOf(to: Point['to'], method: string, path: string): string {
  return to === 'slack' ? path.replace(/^\/api\//, '') : `${method} ${path}`;
}

/** Starts a local Slack, a local GitHub and the processes; whoever starts it disposes of it. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { store, web = 2, workers = 2, revives = true } = options;
  const stack = new AsyncDisposableStack();
  const stores = await storesFor(store, options.ownStores ?? false);
  stack.defer(() => stores.remove());
  let ahead = 0;
  const slack = await startSlack({ world: options.people ?? workspace, now: () => Date.now() + ahead });
  stack.defer(() => slack.stop());
  const github = await startGitHub({
    repositories: acmeRepositories(),
    people: githubPeople,
    now: () => new Date(Date.now() + ahead),
  });
  stack.defer(() => github.stop());
  let decides: Fate = () => nothing;

  async function environmentOf(name: string, role: string, kill: () => Promise<void>): Promise<Record<string, string>> {
    const point = (to: Point['to'], what: string) => decides({ process: name, to, what });
    const outside = async (to: 'slack' | 'github', url: string): Promise<string> => {
      const proxy = await httpProxy({
        to: () => new URL(url),
        blow: (method, path) => point(to, whatOf(to, method, path)),
        kill,
        ...(to === 'github' ? { rewrites: '/uploads' } : {}),
      });
      stack.defer(() => proxy.close());
      return proxy.url;
    };
    const database = stores.databaseUrl;
    const through =
      database === undefined
        ? undefined
        : await storeProxy({ to: new URL(database), blow: (statement) => point('store', statement), kill });
    if (through !== undefined) stack.defer(() => through.close());
    return {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: `${await outside('slack', slack.url)}/api/`,
      GITHUB_TOKEN: github.token,
      GITHUB_CLIENT_ID: github.clientId,
      GITHUB_API_URL: await outside('github', github.url),
      GITHUB_WEBHOOK_SECRET: github.webhookSecret,
      ...(through === undefined ? {} : { DATABASE_URL: through.url }),
      ...(stores.redisUrl === undefined ? {} : { REDIS_URL: stores.redisUrl }),
      DATA_DIR: stores.dataDir,
      ROLE: role,
      PORT: '0',
      LOG_LEVEL: 'info',
      SWEEP_SECONDS: '1',
      POLL_SECONDS: '2',
      ...options.environment,
    };
  }

  async function member(name: string, role: string): Promise<SlipwayProcess> {
    const one: SlipwayProcess = slipwayProcess({
      name,
      folder: options.folderOf?.(name),
      environment: await environmentOf(name, role, () => one.kill()),
      revives,
    });
    stack.defer(async () => void (await one.stop()));
    return one;
  }
  const several = (count: number, role: string) =>
    Promise.all(Array.from({ length: count }, (_, n) => member(`${role}-${n + 1}`, role)));

  const processes =
    store === 'embedded'
      ? await several(1, 'all')
      : [...(await several(web, 'web')), ...(await several(workers, 'worker'))];
  const answering = processes.filter(({ name }) => !name.startsWith('worker'));
  let turn = 0;
  const front = await httpProxy({
    to() {
      const up = answering.flatMap(({ port }) => port ?? []);
      turn += 1;
      return up.length === 0 ? undefined : new URL(`http://127.0.0.1:${up[turn % up.length]}`);
    },
    blow: () => nothing,
    kill: async () => undefined,
  });
  stack.defer(() => front.close());
  slack.setEventsUrl(`${front.url}/slack/events`);
  github.setWebhookUrl(`${front.url}/github/webhooks`);
  await Promise.all(processes.map((one) => one.start())).catch(async (error: unknown) => {
    await stack.disposeAsync();
    throw error;
  });

  const githubSide = githubClient(github.controlUrl);
  const slackSide = slackClient(slack.controlUrl);
  return {
    processes,
    web: answering,
    workers: processes.filter(({ name }) => !name.startsWith('web')),
    stores,
    frontUrl: front.url,
    slackServer: slack,
    githubServer: github,
    slack: slackSide,
    github: githubSide,
    githubApi: github,
    billing: githubSide.repository('acme/billing'),
    gateway: githubSide.repository('acme/api-gateway'),
    person: slackSide.person,
    fate(fate = () => nothing) {
      decides = fate;
    },
    later(ms) {
      ahead += ms;
      for (const one of processes) one.ahead(ahead);
    },
    async restart() {
      for (const one of processes) {
        await one.stop();
        await one.start();
      }
    },
    dispose: () => stack.disposeAsync(),
  };
}
