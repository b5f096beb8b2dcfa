import { afterAll, expect, vi } from 'vitest';
import { type GitHubClient, githubClient } from '../../sandbox/github/client.ts';
import { acmeRepositories, people as githubPeople } from '../../sandbox/github/seed.ts';
import { type LocalGitHub, startGitHub } from '../../sandbox/github/start-github.ts';
import { type SlackClient, slackClient } from '../../sandbox/slack/client.ts';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { type LocalSlack, startSlack } from '../../sandbox/slack/start-slack.ts';
import { workspace } from '../../sandbox/workspace.ts';
import { readConfig, setupLine } from '../../src/config.ts';
import { type Slipway, startSlipway } from '../../src/main.ts';
import { type FreshPlace, freshPlace } from '../stores.ts';

vi.setConfig({ testTimeout: 180_000 }); // journeys are long, and the machine may be shared: each wait has its own limit

export const backend = '#dev-backend-github';

/** A workspace, a GitHub and a Slipway of their own, with the people of the story. */
export interface World {
  readonly slack: SlackClient;
  readonly github: GitHubClient;
  /** GitHub's API, as a script of the team would call it. */
  readonly githubApi: { readonly url: string; readonly token: string };
  readonly billing: ReturnType<GitHubClient['repository']>;
  readonly gateway: ReturnType<GitHubClient['repository']>;
  readonly person: (name: string) => PersonClient;
  /** Stops Slipway, as a deployment would, and starts another one on the same store. */
  readonly restart: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** A world whose Slipway can be given another store. */
export interface MovableWorld extends World {
  /** Where Slipway answers HTTP now. */
  readonly url: () => string;
  /** Where Slipway keeps its store and its queue now. */
  readonly place: () => FreshPlace;
  /** The same, on the place that `meanwhile` answers, which is called while no Slipway runs. */
  readonly restart: (meanwhile?: (place: FreshPlace) => Promise<FreshPlace>) => Promise<void>;
}

interface Options {
  readonly transport?: 'http' | 'socket';
  /** Environment beside the usual. */
  readonly environment?: Readonly<Record<string, string>>;
}

interface Outside {
  readonly slack: LocalSlack;
  readonly github: LocalGitHub;
  store: FreshPlace;
}

function environmentOf({ slack, github, store }: Outside, options: Options): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(options.transport === 'http'
      ? { SLACK_SIGNING_SECRET: slack.signingSecret }
      : { SLACK_APP_TOKEN: slack.appToken }),
    SLACK_API_URL: slack.apiUrl,
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    GITHUB_CLIENT_ID: github.clientId,
    GITHUB_WEBHOOK_SECRET: github.webhookSecret,
    ...(store.databaseUrl === undefined ? {} : { DATABASE_URL: store.databaseUrl }),
    ...(store.redisUrl === undefined ? {} : { REDIS_URL: store.redisUrl }),
    DATA_DIR: store.dataDir,
    PORT: '0',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'error',
    SWEEP_SECONDS: '1',
    POLL_SECONDS: '2',
    ...options.environment,
  };
}

async function start(outside: Outside, options: Options): Promise<Slipway> {
  const read = readConfig(environmentOf(outside, options));
  if ('problems' in read) throw new Error(read.problems.map(setupLine).join('\n'));
  const slipway = await startSlipway(read.config, { queueName: outside.store.queueName });
  outside.github.setWebhookUrl(`http://127.0.0.1:${slipway.port}/github/webhooks`);
  if (options.transport === 'http') outside.slack.setEventsUrl(`http://127.0.0.1:${slipway.port}/slack/events`);
  return slipway;
}

/** Builds a world; it is gone when the test file is done. */
export async function newWorld(options: Options = {}): Promise<MovableWorld> {
  const store = await freshPlace();
  const places = new Set([store]);
  const slack = await startSlack({ world: workspace });
  const github = await startGitHub({
    repositories: acmeRepositories(),
    people: githubPeople,
  });
  const outside: Outside = { slack, github, store };
  let slipway = await start(outside, options);
  const githubSide = githubClient(github.controlUrl);
  const dispose = async (): Promise<void> => {
    await slipway.stop();
    await Promise.all([slack.stop(), github.stop()]);
    for (const place of places) await place.remove();
  };
  afterAll(dispose);
  const slackSide = slackClient(slack.controlUrl);
  return {
    slack: slackSide,
    github: githubSide,
    githubApi: github,
    billing: githubSide.repository('acme/billing'),
    gateway: githubSide.repository('acme/api-gateway'),
    person: slackSide.person,
    url: () => `http://127.0.0.1:${slipway.port}`,
    place: () => outside.store,
    async restart(meanwhile) {
      await slipway.stop();
      if (meanwhile !== undefined) outside.store = await meanwhile(outside.store);
      places.add(outside.store);
      slipway = await start(outside, options);
    },
    dispose,
  };
}

/** Nothing that left the app was over a limit of Slack's, on a surface where it may not stand, or outside of GitHub's schema. */
export async function nothingWasRefused({ slack, github }: World): Promise<void> {
  expect(await slack.refusals()).toEqual([]);
  expect(await github.refusals()).toEqual([]);
}
