import { cast } from './cast.ts';
import { githubClient } from './github/client.ts';
import { acmeRepositories, people, teams } from './github/seed.ts';
import { setScene } from './github/set-scene.ts';
import { type LocalGitHub, startGitHub } from './github/start-github.ts';
import { ownRepository } from './own-repository.ts';
import { type Page, startPage } from './page/start-page.ts';
import { type LocalSlack, startSlack } from './slack/start-slack.ts';
import { workspace } from './workspace.ts';

/** How a sandbox is started. Ports of 0 are any free ones. */
export interface SandboxOptions {
  readonly slackPort?: number;
  readonly githubPort?: number;
  /** Of the page that shows both; without it there is no page. */
  readonly pagePort?: number | undefined;
  /** Delivers Slack to an app over HTTP; without it the app opens a socket. */
  readonly eventsUrl?: string | undefined;
  /** A local git repository that is served, as a copy, in the place of acme/billing. */
  readonly repo?: string | undefined;
  /** The app's manifest: scopes, commands and events are then held to it. */
  readonly manifest?: unknown;
}

export interface Sandbox {
  readonly slack: LocalSlack;
  readonly github: LocalGitHub;
  /** All that a program needs to play in it: addresses, tokens, secrets, people, channels, repositories. */
  readonly described: object;
  stop(): Promise<void>;
}

async function repositoriesOf(repo: string | undefined) {
  if (repo === undefined) return acmeRepositories();
  const { folder: from } = await ownRepository(repo);
  return acmeRepositories().map((one) => (one.name === 'billing' ? { owner: one.owner, name: one.name, from } : one));
}

function pageOf(slack: LocalSlack, github: LocalGitHub, port: number): Promise<Page> {
  return startPage({
    slack: slack.inside,
    github: githubClient(github.controlUrl),
    githubUrl: github.url,
    port,
    cast: cast.people,
    home: cast.home,
  });
}

/** Starts a local Slack and a local GitHub that know the same people. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const repositories = await repositoriesOf(options.repo);
  const slack = await startSlack({
    world: workspace,
    ...(options.slackPort === undefined ? {} : { port: options.slackPort }),
    ...(options.eventsUrl === undefined ? {} : { eventsUrl: options.eventsUrl }),
    ...(options.manifest === undefined ? {} : { manifest: options.manifest }),
  });
  const github = await startGitHub({ repositories, people, teams, port: options.githubPort ?? 0 });
  await setScene(githubClient(github.controlUrl));
  const page = options.pagePort === undefined ? undefined : await pageOf(slack, github, options.pagePort);
  return {
    slack,
    github,
    described: {
      ...(page === undefined ? {} : { page: page.url }),
      slack: {
        url: slack.url,
        apiUrl: slack.apiUrl,
        controlUrl: slack.controlUrl,
        botToken: slack.botToken,
        appToken: slack.appToken,
        signingSecret: slack.signingSecret,
      },
      github: {
        url: github.url,
        graphqlUrl: github.graphqlUrl,
        controlUrl: github.controlUrl,
        token: github.token,
        appId: github.appId,
        clientId: github.clientId,
        privateKey: github.privateKey,
        webhookSecret: github.webhookSecret,
      },
      people: workspace.people,
      channels: workspace.channels,
      usergroups: workspace.usergroups,
      repositories: repositories.map(({ owner, name }) => `${owner}/${name}`),
      githubPeople: people.map(({ login }) => login),
    },
    async stop() {
      await page?.stop();
      await Promise.all([slack.stop(), github.stop()]);
    },
  };
}
