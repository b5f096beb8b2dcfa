import type { Logger } from 'pino';
import { type Database, openDatabase } from './adapters/database.ts';
import { type Clock, databaseClock } from './adapters/database-clock.ts';
import { deliveries } from './adapters/deliveries.ts';
import { eventLog } from './adapters/event-log.ts';
import { createGitHub } from './adapters/github/client.ts';
import { githubWebhooks } from './adapters/github/webhooks.ts';
import { httpServer, type Routes } from './adapters/http-server.ts';
import { logger } from './adapters/logger.ts';
import { pauses } from './adapters/pauses.ts';
import { openQueue, type Queue } from './adapters/queue.ts';
import { releases } from './adapters/releases.ts';
import { boltLogger } from './adapters/slack/bolt-logger.ts';
import { slackApi } from './adapters/slack/client.ts';
import { slackIdentity } from './adapters/slack/identity.ts';
import { type Config, readConfig, setupLine } from './config.ts';
import { executeOn } from './execute.ts';
import { addEffect, cardKey } from './jobs/effect-job.ts';
import { wakeReleasesOf } from './jobs/wake.ts';
import { releaseEvent } from './release/events.ts';
import { releaseSummary } from './release/summary.ts';
import { startWebSide } from './web-side.ts';
import { startWorkerSide } from './worker-side.ts';

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

const cardDelayMs = 300; // changes within this time are one update of the card: Slack allows about one a second and channel

/** Where people see repositories: GitHub's own site, or that of the Enterprise Server whose API this is. */
function githubUrlOf(apiUrl: string | undefined): string {
  return apiUrl === undefined ? 'https://github.com' : apiUrl.replace(/\/api\/v3$/, '');
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
  const lists = releases(
    pool,
    (json) => releaseSummary.parse(json),
    (error) => log.error({ err: error }, 'a release is left out of lists and sweeps'),
  );
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
