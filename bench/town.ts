import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { slackClient } from '../sandbox/slack/client.ts';
import { type Database, openDatabase } from '../src/adapters/database.ts';
import { eventLog } from '../src/adapters/event-log.ts';
import { type Execute, executeOn } from '../src/execute.ts';
import { loadPlaybooks } from '../src/playbooks.ts';
import type { StartRelease } from '../src/release/commands.ts';
import { releaseEvent } from '../src/release/events.ts';
import { type FreshPlace, freshPlace } from '../test/stores.ts';
import { answers, type Child, child, freePort, until } from './processes.ts';

const described = z.object({
  slack: z.object({ apiUrl: z.string(), controlUrl: z.string(), botToken: z.string(), signingSecret: z.string() }),
  github: z.object({ url: z.string(), controlUrl: z.string(), token: z.string() }),
});
export type Sandbox = z.output<typeof described>;

/** A local Slack and a local GitHub in a process of their own, so that they take nothing of the load generator's thread. */
export async function sandbox(teams: number, large = '', leads = 0): Promise<Sandbox & { readonly process: Child }> {
  const process = child('bench/sandbox-program.ts', [String(teams), large, String(leads)]);
  return { ...described.parse(JSON.parse(await process.firstLine)), process };
}

/** The people beside the sandbox's own, where a sandbox has so many. */
export function leadIds(leads: number): readonly string[] {
  return Array.from({ length: leads }, (_, n) => `U0LEAD${n}`);
}

/** The channel of the team with this number. */
export function channelOf(team: number): string {
  return `C0TEAM${team}`;
}

const playbooks = loadPlaybooks(join(import.meta.dirname, 'playbooks')).playbooks;

/** How maria starts a release of a component; in a team's channel. */
export function start(component: string, team: number, playbook = 'bench'): StartRelease {
  const loaded = playbooks.get(playbook);
  if (loaded === undefined) throw new Error(`bench/playbooks/${playbook}.yml cannot be read.`);
  const repository = { name: component, repository: 'acme/billing', channel: channelOf(team), values: {} };
  return {
    type: 'StartRelease',
    by: 'U0MARIA',
    component: { ...repository, announcements: {}, github: { U0MARIA: 'maria-r' } },
    playbook: loaded.playbook,
    playbookDigest: loaded.digest,
    bump: 'minor',
    version: '1.5.0',
    previousTag: 'v1.4.2',
    answers: {},
    roles: { 'release-manager': ['U0MARIA'] },
    changes: { commits: 7, pullRequests: 2, head: 'a'.repeat(40) },
  };
}

/** Writes releases into a place before any Slipway runs there, by the one write path. */
export async function seeded(
  place: FreshPlace,
  write: (execute: Execute, pool: Database['pool']) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(place);
  const log = eventLog(database.pool, (json) => releaseEvent.parse(json));
  try {
    await write(
      executeOn({
        log,
        now: () => new Date(),
        enqueue: () => undefined,
        unrecorded(error) {
          throw error;
        },
      }),
      database.pool,
    );
  } finally {
    await database.close();
  }
}

/** A place for Slipways to run at, with one component a team. */
export interface Town {
  readonly place: FreshPlace;
  readonly sandbox: Sandbox;
  readonly environment: Readonly<Record<string, string>>;
  dispose(): Promise<void>;
}

/** Builds a place with its slipway.yml: components `team-0`, `team-1` … in channels of their own, by a playbook of the bench's. */
export async function town(of: Sandbox, teams: number, playbook = 'bench'): Promise<Town> {
  const place = await freshPlace();
  const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  const components = Array.from({ length: teams }, (_, n) => [
    `team-${n}`,
    { repository: 'acme/billing', channel: channelOf(n), playbook },
  ]);
  await mkdir(join(folder, 'playbooks'));
  for (const name of ['bench.yml', 'restart.yml'])
    await copyFile(join(import.meta.dirname, 'playbooks', name), join(folder, 'playbooks', name));
  const file = { workspace: 'T0SLIPWAY', people: { U0MARIA: { github: 'maria-r' } } };
  await writeFile(
    join(folder, 'slipway.yml'), // JSON is YAML
    JSON.stringify({ ...file, components: Object.fromEntries(components) }),
  );
  const { slack, github } = of;
  return {
    place,
    sandbox: of,
    environment: {
      ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_SIGNING_SECRET: slack.signingSecret, SLACK_APP_TOKEN: '' },
      ...{ SLACK_API_URL: slack.apiUrl, GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url },
      ...{ DATABASE_URL: place.databaseUrl ?? '', REDIS_URL: place.redisUrl ?? '', DATA_DIR: place.dataDir },
      ...{ SLIPWAY_CONFIG: join(folder, 'slipway.yml'), PLAYBOOKS_DIR: join(folder, 'playbooks') },
      ...{ LOG_LEVEL: 'fatal', HOST: '127.0.0.1' },
    },
    async dispose() {
      await rm(folder, { recursive: true, force: true });
      await place.remove();
    },
  };
}

/** A Slipway in a process of its own, once it is ready; its time from spawn in seconds. */
export async function slipway(at: Town, environment: Readonly<Record<string, string>> = {}) {
  const port = await freePort();
  const started = performance.now();
  const process = child('bench/slipway-program.ts', [at.place.queueName], {
    ...at.environment,
    ...{ PORT: String(port) },
    ...environment,
  });
  await answers(`http://127.0.0.1:${port}/readyz`, process, 10);
  const seconds = (performance.now() - started) / 1000;
  return { port, signingSecret: at.sandbox.slack.signingSecret, process, seconds };
}

/** Resolves once the app has called Slack nothing new for two seconds: what its releases owe from the start is done. */
export async function settled(of: Sandbox): Promise<void> {
  const slack = slackClient(of.slack.controlUrl);
  let before = -1;
  await until(
    'rest',
    async () => {
      const now = (await slack.calls()).length;
      const same = now === before;
      before = now;
      return same ? true : undefined;
    },
    undefined,
    2000,
  );
}

/** A Bolt app that only acknowledges, in a process of its own. */
export async function bareBolt(signingSecret: string) {
  const port = await freePort();
  const started = performance.now();
  const process = child('bench/bare-bolt.ts', [String(port), signingSecret]);
  await answers(`http://127.0.0.1:${port}/`, process, 10);
  const seconds = (performance.now() - started) / 1000;
  return { port, signingSecret, process, seconds };
}
