import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { type Database, openDatabase } from './adapters/database.ts';
import { type Clock, databaseClock } from './adapters/database-clock.ts';
import { deliveries } from './adapters/deliveries.ts';
import { eventLog } from './adapters/event-log.ts';
import { branchesOn } from './adapters/github/branches.ts';
import { changesOn } from './adapters/github/changes.ts';
import { changesForNotesOn } from './adapters/github/changes-for-notes.ts';
import { checksOn } from './adapters/github/checks.ts';
import { createGitHub, type GitHub } from './adapters/github/client.ts';
import { contentsOn } from './adapters/github/contents.ts';
import { deploymentsOn } from './adapters/github/deployments.ts';
import { pullRequestListsOn } from './adapters/github/pull-request-lists.ts';
import { pullRequestsOn } from './adapters/github/pull-requests.ts';
import { releasesOn } from './adapters/github/releases.ts';
import { statusesOn } from './adapters/github/statuses.ts';
import { tagsOn } from './adapters/github/tags.ts';
import { githubWebhooks } from './adapters/github/webhooks.ts';
import { workflowsOn } from './adapters/github/workflows.ts';
import { httpServer, type Routes } from './adapters/http-server.ts';
import { leases } from './adapters/lease.ts';
import { logger } from './adapters/logger.ts';
import { pauses } from './adapters/pauses.ts';
import { openQueue, type Queue, type Worker } from './adapters/queue.ts';
import { releases } from './adapters/releases.ts';
import { boltLogger } from './adapters/slack/bolt-logger.ts';
import { slackApi } from './adapters/slack/client.ts';
import { permalink, slackIdentity } from './adapters/slack/identity.ts';
import { slackPosts } from './adapters/slack/posts.ts';
import { type Config, readConfig, setupLine } from './config.ts';
import { executeOn } from './execute.ts';
import { addEffect, cardKey, effectJob } from './jobs/effect-job.ts';
import { mirrorStatus } from './jobs/mirror-status.ts';
import { performer } from './jobs/perform.ts';
import { postMessage } from './jobs/post-message.ts';
import { recordObservation } from './jobs/record-observation.ts';
import { refreshCard } from './jobs/refresh-card.ts';
import { runStep } from './jobs/steps.ts';
import { sweep } from './jobs/sweep.ts';
import { wakeReleasesOf } from './jobs/wake.ts';
import { watchPullRequest } from './jobs/watch-pull-request.ts';
import { releaseEvent } from './release/events.ts';
import { releaseSummary } from './release/summary.ts';
import { startWebSide } from './web-side.ts';

/** A running Slipway. */
export interface Slipway {
  /** Where Slack's requests, GitHub's webhooks and health questions arrive. */
  readonly port: number;
  /** Takes no new work, finishes what was acknowledged and what runs, then closes its stores. */
  stop(): Promise<void>;
}

interface Options {
  /** Milliseconds added to the time at each look; the demo moves the time by it. */
  readonly shift?: () => number;
  /** Tells queues on one server apart. */
  readonly queueName?: string;
}

const atOnce = 8; // effects a worker process tries side by side: they wait for the network, not for the processor
const cardDelayMs = 300; // changes within this time are one update of the card: Slack allows about one a second and channel

/** Where people see repositories: GitHub's own site, or that of the Enterprise Server whose API this is. */
function githubUrlOf(apiUrl: string | undefined): string {
  return apiUrl === undefined ? 'https://github.com' : apiUrl.replace(/\/api\/v3$/, '');
}

function githubClient(github: GitHub) {
  return {
    ...branchesOn(github),
    ...changesOn(github),
    ...changesForNotesOn(github),
    ...checksOn(github),
    ...contentsOn(github),
    ...deploymentsOn(github),
    ...pullRequestListsOn(github),
    ...pullRequestsOn(github),
    ...releasesOn(github),
    ...statusesOn(github),
    ...tagsOn(github),
    ...workflowsOn(github),
    login: () => github.login(),
  };
}

/** What every process has, whatever its role. */
async function common(config: Config, database: Database, queue: Queue, clock: Clock, log: Logger) {
  const { pool } = database;
  const seen = deliveries(pool);
  const resting = pauses(pool, clock.now);
  const slack = slackApi({
    token: config.slack.botToken,
    apiUrl: config.slack.apiUrl,
    pauses: resting,
    now: clock.now,
    logger: boltLogger(log),
  });
  const identity = await slackIdentity(slack);
  const github = createGitHub({
    credentials: config.github.credentials,
    baseUrl: config.github.apiUrl,
    pauses: resting,
    now: clock.now,
    warn: (message) => log.warn({ from: 'github' }, message),
  });
  const lists = releases(pool, (json) => releaseSummary.parse(json));
  const lost = (about: object) => (error: unknown) =>
    log.warn({ err: error, ...about }, 'not enqueued; the sweep will');
  const execute = executeOn({
    log: eventLog(pool, (json) => releaseEvent.parse(json)),
    now: clock.now,
    enqueue(release, owed) {
      for (const one of owed)
        addEffect(queue, release.id, one, `v${release.version}`).catch(lost({ release: release.id, key: one.key }));
      if (release.visible === release.version)
        addEffect(queue, release.id, { key: cardKey }, 'soon', cardDelayMs).catch(
          lost({ release: release.id, key: cardKey }),
        );
    },
  });
  return {
    config,
    database,
    queue,
    clock,
    log,
    seen,
    slack,
    identity,
    github,
    lists,
    execute,
    githubUrl: githubUrlOf(config.github.apiUrl),
  };
}
export type Common = Awaited<ReturnType<typeof common>>;

/** What the worker's jobs may do to Slack and GitHub. */
function performerOf({ slack, seen, github, identity, execute, log, clock, lists, database, githubUrl }: Common) {
  const client = {
    ...githubClient(github),
    ...slackPosts(slack, seen),
    firstTime: seen.firstTime,
    messageUrl: (message: { readonly channel: string; readonly ts: string }) => permalink(identity, message),
  };
  const held = leases(database.pool, `${hostname()}-${process.pid}`, (error) => log.warn({ err: error }, 'lease'));
  return performer({
    execute,
    outages: new Map(),
    log,
    now: clock.now,
    hold: (key, work) => held.hold(key, work),
    run: (work) => runStep(client, work),
    watchPullRequest: async (release, step) =>
      recordObservation(execute, release, step, await watchPullRequest(client, release, step)),
    async mirrorStatus(release) {
      const card = release.posted['card'];
      const mirror = await mirrorStatus(client, release, card === undefined ? undefined : permalink(identity, card));
      if (mirror !== undefined)
        await execute(release.id, {
          type: 'RecordMirror',
          sha: mirror.sha,
          state: mirror.state,
          description: mirror.description,
        });
    },
    postMessage: (release) => postMessage({ execute, log, slack: client, githubUrl }, release),
    refreshCard: (release) => refreshCard({ log, slack: client, releases: lists, githubUrl, now: clock.now }, release),
  });
}

async function startWorkerSide(parts: Common): Promise<Worker> {
  const { config, queue, execute, lists, clock } = parts;
  const perform = performerOf(parts);
  const sweepNow = () =>
    sweep({
      execute,
      queue,
      owedNow: lists.owedNow,
      log: parts.log,
      sweepMs: config.sweepSeconds * 1000,
      pollMs: config.pollSeconds * 1000,
      now: clock.now,
    });
  const worker = await queue.work(
    async ({ name, data }) => {
      if (name === 'sweep') await sweepNow();
      else if (name === 'forget') await parts.seen.prune();
      else await perform(effectJob.parse(data));
    },
    { concurrency: atOnce },
  );
  await queue.every('sweep', config.sweepSeconds * 1000, { name: 'sweep', data: {} });
  await queue.every('forget', 24 * 3_600_000, { name: 'forget', data: {} });
  await sweepNow().catch((error: unknown) =>
    parts.log.warn({ err: error }, 'first sweep failed; the next one follows'),
  );
  return worker;
}

function routesOf({ config, database, seen, execute, queue, lists, clock, log }: Common): Routes {
  const { webhookSecret } = config.github;
  return {
    'GET /healthz': async () => ({ status: 200, body: 'ok' }),
    async 'GET /readyz'() {
      const ready = await database.pool.query('select 1').then(
        () => true,
        () => false,
      );
      return ready ? { status: 200, body: 'ready' } : { status: 503, body: 'the store cannot be reached' };
    },
    ...(webhookSecret === undefined
      ? {}
      : {
          'POST /github/webhooks': githubWebhooks({
            secret: webhookSecret,
            firstTime: seen.firstTime,
            happened: (repository) =>
              wakeReleasesOf({ execute, queue, listOpen: lists.listOpen, log, now: clock.now }, repository),
          }),
        }),
  };
}

/** Starts the roles that the configuration names, over one store and one queue. Rejects when one of them cannot be had. */
export async function startSlipway(config: Config, options: Options = {}): Promise<Slipway> {
  const log = logger(config.logLevel);
  const onError = (error: Error): void => log.warn({ err: error }, error.message);
  const database = await openDatabase({ ...config, onError });
  const clock = await databaseClock(database.pool, { shift: options.shift, onError });
  const queue = await openQueue({ redisUrl: config.redisUrl, database, name: options.queueName, onError });
  const parts = await common(config, database, queue, clock, log);
  const web = config.role === 'worker' ? undefined : await startWebSide(parts);
  const server = httpServer({
    routes: { ...routesOf(parts), ...web?.routes },
    onError: (error, request) => log.error({ err: error, request }, 'request failed'),
  });
  const port = await server.listen(config.port, config.host);
  const worker = config.role === 'web' ? undefined : await startWorkerSide(parts);
  await web?.open();
  log.info(
    { port, role: config.role, store: database.kind, queue: config.redisUrl === undefined ? 'store' : 'redis' },
    'Slipway is ready',
  );
  return {
    port,
    async stop() {
      await server.stop();
      await web?.stop();
      await worker?.close();
      clock.stop();
      await queue.close();
      await database.close();
    },
  };
}

async function main(): Promise<void> {
  const read = readConfig();
  if ('problems' in read) {
    for (const problem of read.problems) process.stderr.write(`${setupLine(problem)}\n`);
    process.exitCode = 1;
    return;
  }
  const slipway = await startSlipway(read.config);
  const stop = (signal: string) => {
    process.stderr.write(`${signal}: finishing what was begun\n`);
    slipway.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

if (import.meta.main) await main();
