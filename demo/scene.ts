import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { githubClient, type RepositoryClient } from '../sandbox/github/client.ts';
import { acmeRepositories, people, teams } from '../sandbox/github/seed.ts';
import { setScene } from '../sandbox/github/set-scene.ts';
import { type LocalGitHub, startGitHub } from '../sandbox/github/start-github.ts';
import { ownRepository } from '../sandbox/own-repository.ts';
import { type SlackClient, slackClient } from '../sandbox/slack/client.ts';
import { type LocalSlack, startSlack } from '../sandbox/slack/start-slack.ts';
import { workspace } from '../sandbox/workspace.ts';
import { readConfig, setupLine } from '../src/config.ts';
import { startSlipway } from '../src/main.ts';
import { slackManifest } from '../src/slack-manifest.ts';
import { componentName } from './component-name.ts';
import { copyReader } from './copy-reader.ts';
import { makeReady } from './make-ready.ts';
import type { DemoOptions } from './options.ts';
import { type DemoClock, demoClock } from './page-clock.ts';
import { slipwayYaml } from './slipway-yaml.ts';
import { startDemoPage } from './start-demo-page.ts';

/** Where the demo plays. */
export interface Scene {
  readonly slack: SlackClient;
  /** What is released. */
  readonly component: string;
  readonly repository: RepositoryClient;
  readonly gateway: RepositoryClient;
  /** The features that are ready to be released; undefined: all that the form offers. */
  readonly features: readonly string[] | undefined;
  /** What was done to the copy of somebody's own repository, in sentences. */
  readonly madeReady: readonly string[];
}

/** A scene that is open in a browser too. */
export interface OpenScene extends Scene {
  /** Where a browser finds it. */
  readonly page: string;
}

/** The channel of the release. */
export const home = '#dev-backend-github';
const project = path.join(import.meta.dirname, '..');

interface Sides {
  readonly slack: LocalSlack;
  readonly github: LocalGitHub;
  readonly clock: DemoClock;
}

async function startApp({ slack, github, clock }: Sides, folder: string, options: DemoOptions) {
  const read = readConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    GITHUB_TOKEN: github.token,
    GITHUB_CLIENT_ID: github.clientId,
    GITHUB_API_URL: github.url,
    GITHUB_WEBHOOK_SECRET: github.webhookSecret,
    DATA_DIR: path.join(folder, 'data'),
    SLIPWAY_CONFIG: path.join(folder, 'slipway.yml'),
    PLAYBOOKS_DIR: path.join(project, 'playbooks'),
    PORT: '0',
    LOG_LEVEL: options.logLevel,
    SWEEP_SECONDS: '1',
    POLL_SECONDS: '2',
  });
  if ('problems' in read) throw new Error(read.problems.map(setupLine).join('\n'));
  return await startSlipway(read.config, { shift: clock.ahead });
}

/** Opens the scene in a folder: a local Slack and GitHub, and Slipway between them. `open` closes what it opened, last first. */
export async function openScene(options: DemoOptions, folder: string, open: AsyncDisposableStack): Promise<OpenScene> {
  const own = options.repo === undefined ? undefined : await ownRepository(options.repo);
  const component = own === undefined ? 'billing' : componentName(own.folder);
  await writeFile(path.join(folder, 'slipway.yml'), slipwayYaml(component));

  const [billing, ...others] = acmeRepositories();
  const released =
    own === undefined ? billing : { owner: 'acme', name: component, from: own.folder, defaultBranch: 'main' };
  const repositories = released === undefined ? others : [released, ...others];
  const clock = demoClock();
  const github = await startGitHub({ repositories, people, teams, now: () => new Date(clock.now()) });
  open.defer(() => github.stop());
  const side = githubClient(github.controlUrl);
  await setScene(side);
  const repository = side.repository(`acme/${component}`);
  const reader = copyReader(github, component);
  const ready = own === undefined ? undefined : await makeReady({ repository, reader, branch: own.branch });

  const slack = await startSlack({
    world: workspace,
    now: clock.now,
    manifest: slackManifest('/release', { kind: 'socket' }),
  });
  open.defer(() => slack.stop());
  const slipway = await startApp({ slack, github, clock }, folder, options);
  open.defer(() => slipway.stop());
  github.setWebhookUrl(`http://127.0.0.1:${slipway.port}/github/webhooks`);
  const page = await startDemoPage({ slack, github, client: side, clock, slipway, component, port: options.port });
  open.defer(() => page.stop());
  return {
    page: page.url,
    slack: slackClient(slack.controlUrl),
    component,
    repository,
    gateway: side.repository('acme/api-gateway'),
    features: ready?.features,
    madeReady: ready?.said ?? [],
  };
}
