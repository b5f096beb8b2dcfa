import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Database, openDatabase } from './adapters/database.ts';
import { type Clock, databaseClock } from './adapters/database-clock.ts';
import { deliveries } from './adapters/deliveries.ts';
import { deviceFlows } from './adapters/device-flows.ts';
import { eventLog } from './adapters/event-log.ts';
import { createGitHub } from './adapters/github/client.ts';
import { deviceFlowOn } from './adapters/github/device-flow.ts';
import { teamsOn } from './adapters/github/teams.ts';
import { githubLinks } from './adapters/github-links.ts';
import { homeReaders } from './adapters/home-readers.ts';
import { logger } from './adapters/logger.ts';
import { membershipsIn } from './adapters/membership.ts';
import { type Metrics, metrics } from './adapters/metrics.ts';
import { observedLog } from './adapters/observed-log.ts';
import { pauses } from './adapters/pauses.ts';
import { openQueue, type Queue } from './adapters/queue.ts';
import { QueueAway } from './adapters/queue-away.ts';
import { releases } from './adapters/releases.ts';
import { boltLogger } from './adapters/slack/bolt-logger.ts';
import { slackApi } from './adapters/slack/client.ts';
import { slackIdentity } from './adapters/slack/identity.ts';
import { userGroupsNow } from './adapters/slack/usergroups.ts';
import { openTracing, type Tracing } from './adapters/tracing.ts';
import { orCannotStart, slackRemedy, storeRemedy } from './cannot-start.ts';
import type { Config } from './config.ts';
import { executeOn } from './execute.ts';
import { cardPace, restOf } from './jobs/card-pace.ts';
import { addEffect, cardKey } from './jobs/effect-job.ts';
import { liveRoles } from './jobs/live-roles.ts';
import { addHome, movedFor } from './jobs/refresh-home.ts';
import { readEvent } from './release/events.ts';
import { releaseSummary } from './release/summary.ts';
import { secretsOf } from './secrets.ts';
import { tracedExecute, tracedQueue } from './traced.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

/** Where people see repositories: GitHub's own site, or that of the Enterprise Server whose API this is. */
function githubUrlOf(apiUrl: string | undefined): string {
  return apiUrl === undefined ? 'https://github.com' : apiUrl.replace(/\/api\/v3$/, '');
}

export interface Options {
  /** Milliseconds added to the time at each look; the demo moves the time by it. */
  readonly shift?: () => number;
  /** Tells queues on one server apart. */
  readonly queueName?: string;
}

interface Opened {
  readonly database: Database;
  readonly clock: Clock;
  readonly queue: Queue;
  readonly log: Logger;
  readonly measured: Metrics;
  readonly tracing: Tracing;
}

/** Opens what outlives everything else, and counts what breaks of it. */
export async function open(config: Config, options: Options): Promise<Opened> {
  const log = logger(config.logLevel, secretsOf(config));
  const measured = metrics(version);
  const onError = (error: Error): void => log.warn({ err: error }, error.message);
  const storeFailed = (at: 'connection' | 'clock') => (error: Error) => {
    measured.storeFailed(at);
    onError(error);
  };
  const tracing = await openTracing(config.tracesUrl, version, onError);
  const database = await orCannotStart(
    openDatabase({
      ...config,
      patienceFor: config.role === 'worker' ? 'jobs' : 'clicks',
      onError: storeFailed('connection'),
    }),
    storeRemedy(config.databaseUrl),
  );
  const clock = await databaseClock(database.pool, { shift: options.shift, onError: storeFailed('clock') });
  const queueFailed = (error: Error): void => (error instanceof QueueAway ? log.warn(error.message) : onError(error));
  const queue = await openQueue({ redisUrl: config.redisUrl, database, name: options.queueName, onError: queueFailed });
  return { database, clock, queue, log, measured, tracing };
}

/** What every process has, whatever its role. */
export async function common(config: Config, { database, queue, clock, log, measured, tracing }: Opened) {
  const { pool } = database;
  const seen = deliveries(pool);
  const resting = pauses(pool, clock.now);
  const slack = slackApi({
    token: config.slack.botToken,
    apiUrl: config.slack.apiUrl,
    pauses: resting,
    now: clock.now,
    logger: boltLogger(log),
    span: tracing.span,
  });
  const identity = await orCannotStart(slackIdentity(slack), slackRemedy);
  const github = createGitHub({
    credentials: config.github.credentials,
    baseUrl: config.github.apiUrl,
    pauses: resting,
    now: clock.now,
    warn: (message) => log.warn({ from: 'github' }, message),
    span: tracing.span,
    budgetLeft: measured.budgetLeft,
  });
  const lists = releases(
    pool,
    (json) => releaseSummary.parse(json),
    (error, release) => log.error({ err: error, release }, 'a release is left out of lists and sweeps'),
  );
  const jobs = tracedQueue(queue, tracing);
  const lost = (about: object) => (error: unknown) => {
    measured.notEnqueued();
    const why = error instanceof QueueAway ? { reason: error.message } : { err: error };
    log.warn({ ...why, ...about }, 'not enqueued; the sweep will');
  };
  const events = eventLog(pool, readEvent, measured.batchWritten);
  const pace = cardPace(() => performance.now());
  const execute = executeOn({
    log: observedLog(events, { ...measured, span: tracing.span }),
    now: clock.now,
    unrecorded: (error, release) => log.warn({ err: error, release }, 'a refused attempt is not in the record'),
    enqueue(release, owed) {
      for (const one of owed)
        addEffect(jobs, release.id, one, `v${release.version}`, restOf(release, one)).catch(
          lost({ release: release.id, key: one.key }),
        );
      for (const person of movedFor(release)) addHome(queue, person, clock.now()).catch(lost({ person }));
      const delayMs = release.visible === release.version ? pace.delayFor(release.id) : undefined;
      if (delayMs !== undefined)
        addEffect(jobs, release.id, { key: cardKey }, `v${release.version}`, delayMs).catch((error: unknown) => {
          pace.lost(release.id);
          lost({ release: release.id, key: cardKey })(error);
        });
    },
  });
  const { apiUrl = 'https://api.github.com', clientId } = config.github;
  const webUrl = githubUrlOf(config.github.apiUrl);
  const roles = liveRoles({
    execute,
    memberships: membershipsIn(pool),
    listOpen: lists.listOpen,
    groups: userGroupsNow(slack),
    teamMembers: teamsOn(github).teamMembers,
    log,
    now: clock.now,
  });
  return {
    links: githubLinks(pool),
    flows: deviceFlows(pool),
    linking: clientId === undefined ? undefined : deviceFlowOn({ webUrl, apiUrl, clientId }),
    /** Has a worker look after a device flow; the job names it, and holds no code. */
    followFlow(flow: string, delayMs: number): void {
      const due = Math.ceil((clock.now().getTime() + delayMs) / 1000);
      queue
        .add({ name: 'device-flow', id: `device-flow.${flow}.${due}`, data: { flow }, delayMs })
        .catch(lost({ flow }));
    },
    config,
    /** Which playbook a component has. */
    configured: {
      components: config.slipway.components,
      playbook: (name: string) => config.playbooks.get(name)?.playbook,
    },
    database,
    roles,
    queue,
    jobs,
    clock,
    log,
    measured,
    tracing,
    seen,
    readers: homeReaders(pool),
    slack,
    identity,
    github,
    lists,
    execute: tracedExecute(execute, tracing),
    githubUrl: webUrl,
  };
}
export type Common = Awaited<ReturnType<typeof common>>;
