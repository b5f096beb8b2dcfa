import { setTimeout } from 'node:timers/promises';
import { httpServer } from './adapters/http-server.ts';
import { logger } from './adapters/logger.ts';
import { CannotStart, orCannotStart, portRemedy, socketRemedy } from './cannot-start.ts';
import { common, type Options, open } from './composition.ts';
import { type Config, readConfig, setupLine } from './config.ts';
import type { Release } from './release/release.ts';
import { routesOf } from './routes.ts';
import { secretsOf } from './secrets.ts';
import { startWebSide } from './web-side.ts';
import { startWorkerSide } from './worker-side.ts';

/** A running Slipway. */
export interface Slipway {
  /** Where Slack's requests, GitHub's webhooks and health questions arrive. */
  readonly port: number;
  /** The latest started releases, ten at most, the newest first: for whoever shows them beside Slack. */
  releases(): Promise<readonly Release[]>;
  /**
   * Says at /readyz that it stops, serves on for `drainSeconds`, then refuses connections, finishes what was acknowledged
   * (5 s at most) and the jobs that run, and closes its stores.
   */
  stop(): Promise<void>;
}

/** Below the 10 s that supervisors usually give before they kill. What is left then is resumed, as after any crash. */
const stopWithin = 8000;

/** Starts the roles that the configuration names, over one store and one queue. Rejects when one of them cannot be had. */
export async function startSlipway(config: Config, options: Options = {}): Promise<Slipway> {
  const opened = await open(config, options);
  const { database, clock, queue, log, measured, tracing } = opened;
  const parts = await common(config, opened);
  const web = config.role === 'worker' ? undefined : await startWebSide(parts);
  let stopping = false;
  const server = httpServer({
    routes: { ...routesOf(parts, () => stopping), ...web?.routes },
    onError: (error, request) => log.error({ err: error, request }, 'request failed'),
    onAnswer: measured.answered,
  });
  const port = await orCannotStart(server.listen(config.port, config.host), portRemedy(config.port, config.host));
  const worker = config.role === 'web' ? undefined : await startWorkerSide(parts);
  await orCannotStart(Promise.resolve(web?.open()), socketRemedy(clock.now));
  log.info(
    { port, role: config.role, store: database.kind, queue: config.redisUrl === undefined ? 'store' : 'redis' },
    'Slipway is ready',
  );
  return {
    port,
    async releases() {
      const latest = await parts.lists.recent({ limit: 10 });
      const loaded = await Promise.all(latest.map(({ id }) => parts.execute.load(id)));
      return loaded.filter((release) => release !== undefined);
    },
    async stop() {
      stopping = true;
      const finished = worker?.close(); // takes no more jobs while the requests that came in are answered
      await setTimeout(config.drainSeconds * 1000);
      await server.stop();
      await web?.stop();
      await finished;
      clock.stop();
      await queue.close();
      await database.close();
      await tracing.close();
    },
  };
}

/** The program: reads the environment, runs until SIGTERM or SIGINT, and says what is wrong where it cannot start. */
export async function main(options: Options = {}): Promise<void> {
  const read = readConfig();
  if ('problems' in read) {
    for (const problem of read.problems) process.stderr.write(`${setupLine(problem)}\n`);
    process.exitCode = 1;
    return;
  }
  const log = logger(read.config.logLevel, secretsOf(read.config));
  // Node would print the error itself, with the requests and credentials that it carries.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error that nobody expected');
    process.exit(1);
  });
  const starting = startSlipway(read.config, options);
  const within = stopWithin + read.config.drainSeconds * 1000;
  const stop = (signal: string) => {
    process.stderr.write(`${signal}: finishing what was begun\n`);
    const late = setTimeout(within).then(() => {
      process.stderr.write(`Not finished after ${within / 1000} s: what still runs is left to be resumed\n`);
    });
    Promise.race([starting.then((slipway) => slipway.stop()), late]).then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop); // before it has started: process 1 of a container is deaf to what nobody hears
  try {
    await starting;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    log.fatal(error.message);
    process.exit(1);
  }
}

if (import.meta.main) await main();
