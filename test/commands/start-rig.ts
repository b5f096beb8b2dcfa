import { randomBytes } from 'node:crypto';
import { type GitHubClient, githubClient } from '../../sandbox/github/client.ts';
import { acmeRepositories, people as githubPeople } from '../../sandbox/github/seed.ts';
import { startGitHub } from '../../sandbox/github/start-github.ts';
import { type SlackClient, slackClient } from '../../sandbox/slack/client.ts';
import { startSlack } from '../../sandbox/slack/start-slack.ts';
import type { SlackWorld } from '../../sandbox/slack/world.ts';
import { workspace } from '../../sandbox/workspace.ts';
import { deliveries } from '../../src/adapters/deliveries.ts';
import { deviceFlows } from '../../src/adapters/device-flows.ts';
import { eventLog } from '../../src/adapters/event-log.ts';
import { branchesOn } from '../../src/adapters/github/branches.ts';
import { changesOn } from '../../src/adapters/github/changes.ts';
import { createGitHub } from '../../src/adapters/github/client.ts';
import { contentsOn } from '../../src/adapters/github/contents.ts';
import { deviceFlowOn } from '../../src/adapters/github/device-flow.ts';
import { issuesOn } from '../../src/adapters/github/issues.ts';
import { releaseHistoryOn } from '../../src/adapters/github/release-history.ts';
import { keptTeams } from '../../src/adapters/github/teams.ts';
import { githubLinks, keptLinks } from '../../src/adapters/github-links.ts';
import { homeReaders } from '../../src/adapters/home-readers.ts';
import { httpServer } from '../../src/adapters/http-server.ts';
import { pauses } from '../../src/adapters/pauses.ts';
import { releases as releasesOf } from '../../src/adapters/releases.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { boltLogger } from '../../src/adapters/slack/bolt-logger.ts';
import { slackChannels } from '../../src/adapters/slack/channels.ts';
import { slackApi } from '../../src/adapters/slack/client.ts';
import { slackHomes } from '../../src/adapters/slack/homes.ts';
import { permalink, slackIdentity } from '../../src/adapters/slack/identity.ts';
import { isNewOf } from '../../src/adapters/slack/is-new.ts';
import { slackModals } from '../../src/adapters/slack/modals.ts';
import { slackPeople } from '../../src/adapters/slack/people.ts';
import { type Posts, slackPosts } from '../../src/adapters/slack/posts.ts';
import { respondTo } from '../../src/adapters/slack/response-url.ts';
import { slackUserGroups } from '../../src/adapters/slack/usergroups.ts';
import { storeDown } from '../../src/adapters/store-down.ts';
import { gateOf } from '../../src/commands/access.ts';
import { storiesOf } from '../../src/commands/index.ts';
import { listen } from '../../src/commands/listen.ts';
import { startFacts } from '../../src/commands/start-facts.ts';
import type { Story } from '../../src/commands/story.ts';
import { withdrawnTagsIn } from '../../src/commands/withdrawn-tags.ts';
import { type Execute, executeOn } from '../../src/execute.ts';
import type { Log } from '../../src/jobs/log.ts';
import { postMessage } from '../../src/jobs/post-message.ts';
import { loadPlaybooks } from '../../src/playbooks.ts';
import { releaseEvent } from '../../src/release/events.ts';
import type { Playbook } from '../../src/release/playbook.ts';
import { releaseSummary } from '../../src/release/summary.ts';
import { type SlipwayFile, slipwayFile } from '../../src/slipway-file.ts';
import { type FreshDatabase, freshDatabase } from '../stores.ts';

const githubUrl = 'https://github.com';

/** All stories on a real Bolt app, a local Slack, a local GitHub and a store. No jobs run: `settle` posts what is owed. */
export interface StartRig extends AsyncDisposable {
  readonly slack: SlackClient;
  readonly github: GitHubClient;
  readonly execute: Execute;
  readonly posts: Posts;
  readonly store: FreshDatabase;
  readonly releases: ReturnType<typeof releasesOf<ReturnType<typeof releaseSummary.parse>>>;
  /** What went wrong in a handler. */
  readonly troubles: string[];
  /** The device flows that a worker would look after. */
  readonly followed: readonly string[];
  /** As slipway.yml; may be changed. */
  slipway: SlipwayFile;
  /** The playbook of billing; may be changed. */
  playbook: Playbook;
  /** Milliseconds by which Slack's clock jumps when Slipway next looks at a channel, which it does between a command and its modal. */
  lateBy: number;
  /** Lets everything that Slack and GitHub said some minutes ago be asked for again. */
  forget(): void;
  /** From now on the store cannot be asked. */
  losesStore(): Promise<void>;
  settle(id: string): Promise<void>;
}

export const billing = {
  repository: 'acme/billing',
  channel: 'C0BACKEND',
  playbook: 'backend-service',
  roles: { 'backend-lead': { group: 'S0LEADS' }, operations: { people: ['U0OMAR', 'U0KENJI'] } },
  values: { gateway: 'acme/api-gateway' },
};

function configuration(components: Readonly<Record<string, unknown>>): SlipwayFile {
  const logins = Object.fromEntries(
    workspace.people.flatMap(({ id, name }) => {
      const login = githubPeople.find((one) => one.login.startsWith(`${name}-`))?.login;
      return login === undefined ? [] : [[id, { github: login }]];
    }),
  );
  return slipwayFile.parse({
    workspace: 'T0SLIPWAY',
    'time-zone': 'Asia/Tokyo',
    channels: { changelog: 'C0CHANGELOG' },
    people: logins,
    components,
  });
}

interface Options {
  readonly transport?: 'http' | 'socket';
  readonly components?: Readonly<Record<string, unknown>>;
  readonly world?: Partial<SlackWorld>;
  /** Holds the app to it. */
  readonly manifest?: object;
  readonly stories?: readonly Story[];
  /** Of the GitHub App, by which people link themselves. */
  readonly clientId?: string;
}

export async function startRig(options: Options = {}): Promise<StartRig> {
  const slackClock = { ahead: 0 };
  const [server, hub, store] = await Promise.all([
    startSlack({
      world: { ...workspace, ...options.world },
      now: () => Date.now() + slackClock.ahead,
      ...(options.manifest === undefined ? {} : { manifest: options.manifest }),
    }),
    startGitHub({ repositories: acmeRepositories(), people: githubPeople }),
    freshDatabase(),
  ]);
  const troubles: string[] = [];
  const trouble = (about: object, message: string): void =>
    void troubles.push(`${message} ${String('err' in about ? about.err : '')}`);
  const log: Log = { info: () => undefined, warn: trouble, error: trouble };
  const logger = boltLogger({ ...log, warn: () => undefined });
  let lost = false;
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const { pool } = store.database;
  const lists = releasesOf(pool, (json) => releaseSummary.parse(json));
  const execute = executeOn({
    unrecorded(error) {
      throw error;
    },
    log: eventLog(pool, (json) => releaseEvent.parse(json)),
    now,
    enqueue: () => undefined,
  });
  const resting = pauses(pool, now);
  const api = slackApi({ token: server.botToken, apiUrl: server.apiUrl, pauses: resting, now, logger });
  const github = createGitHub({ credentials: { token: hub.token }, baseUrl: hub.url, pauses: resting, now });
  const identity = await slackIdentity(api);
  const people = slackPeople(api, { workspace: 'T0SLIPWAY', now });
  const modals = slackModals(api);
  const homes = slackHomes(api);
  const seen = deliveries(pool);
  const posts = slackPosts(api, seen);
  const loaded = loadPlaybooks('playbooks').playbooks.get('backend-service');
  if (loaded === undefined) throw new Error('playbooks/backend-service.yml cannot be read.');
  const rig = {
    slipway: configuration(options.components ?? { billing }),
    playbook: loaded.playbook,
    lateBy: 0,
  };
  const channels = slackChannels(api, now);
  const followed: string[] = [];
  const ports = {
    execute,
    releases: lists,
    links: keptLinks(githubLinks(pool)),
    flows: deviceFlows(pool),
    linking:
      options.clientId === undefined
        ? undefined
        : deviceFlowOn({ webUrl: hub.url, apiUrl: hub.url, clientId: options.clientId }),
    followFlow: (flow: string) => void followed.push(flow),
    githubUrl,
    nameOf: (id: string) => people.known(id)?.name ?? id,
    slipway: () => rig.slipway,
    playbooks: () => new Map([['backend-service', { ...loaded, playbook: rig.playbook }]]),
    people,
    groups: slackUserGroups(api, now),
    teams: keptTeams(github, now),
    channels: {
      get(id: string) {
        slackClock.ahead += rig.lateBy;
        rig.lateBy = 0;
        return channels.get(id);
      },
    },
    modals,
    homes,
    readers: homeReaders(pool),
    facts: startFacts({
      withdrawnTags: withdrawnTagsIn(lists),
      github: {
        ...changesOn(github),
        ...contentsOn(github),
        ...branchesOn(github),
        ...issuesOn(github),
        ...releaseHistoryOn(github),
      },
      now,
    }),
    messageUrl: (message: { channel: string; ts: string }) => permalink(identity, message),
    now,
    random: () => randomBytes(3).toString('hex'),
  };
  const bolt = createSlackApp({
    transport:
      options.transport === 'http'
        ? { kind: 'http', signingSecret: server.signingSecret }
        : { kind: 'socket', appToken: server.appToken },
    token: server.botToken,
    apiUrl: server.apiUrl,
    now,
    logger,
  });
  const gate = gateOf({ workspace: rig.slipway.workspace, people });
  const isNew = isNewOf({ claim: seen.claim, warn: () => undefined });
  const recordBarred = async () => undefined;
  const door = { gate, isNew, recordBarred, modals, posts, homes, respond: respondTo, storeDown, log };
  listen(bolt.app, door, [...storiesOf(ports), ...(options.stories ?? [])]);
  const http = httpServer({ routes: bolt.routes, onError: (error) => trouble({ err: error }, 'http') });
  const port = await http.listen(0, '127.0.0.1');
  if (options.transport === 'http') server.setEventsUrl(`http://127.0.0.1:${port}/slack/events`);
  await bolt.start();
  return Object.assign(rig, {
    slack: slackClient(server.controlUrl),
    github: githubClient(hub.controlUrl),
    execute,
    posts,
    store,
    releases: lists,
    troubles,
    followed,
    forget(): void {
      clock.ahead += 25 * 3_600_000;
    },
    async losesStore(): Promise<void> {
      await store.database.close();
      lost = true;
    },
    async settle(id: string): Promise<void> {
      for (;;) {
        const release = await execute.load(id);
        if (release === undefined || release.outbox.length === 0) return;
        await postMessage({ execute, log, slack: posts, githubUrl }, release);
      }
    },
    async [Symbol.asyncDispose]() {
      await http.stop();
      await bolt.stop();
      await Promise.all([server.stop(), hub.stop()]);
      await (lost ? store.remove() : store.dispose());
    },
  });
}
