import { hostname } from 'node:os';
import { z } from 'zod';
import { leases } from './adapters/lease.ts';
import type { Worker } from './adapters/queue.ts';
import { slackHomes } from './adapters/slack/homes.ts';
import { permalink } from './adapters/slack/identity.ts';
import { slackModals } from './adapters/slack/modals.ts';
import { slackPosts } from './adapters/slack/posts.ts';
import { slackUserGroups } from './adapters/slack/usergroups.ts';
import { drawnHome } from './commands/home.ts';
import type { Common } from './composition.ts';
import { effectJob } from './jobs/effect-job.ts';
import { followFlow } from './jobs/follow-flow.ts';
import { guardBranches } from './jobs/guard-branches.ts';
import { homeJob, refreshHome } from './jobs/refresh-home.ts';
import { spreadLinks } from './jobs/spread-links.ts';
import { sweep } from './jobs/sweep.ts';

import { freezePorts, performerOf } from './worker-effects.ts';

const sweepsMissed = 3; // of this process, after which what it last found says nothing: others sweep
const atOnce = 8; // effects a worker process tries side by side: they wait for the network, not for the processor
const rolesMs = 5 * 60_000; // between two readings of user groups and teams: Slack tells of most changes by itself

const guardJob = z.object({ repository: z.string().optional() });
const deviceFlowJob = z.object({ flow: z.string() });

/** What links people's GitHub accounts: a look at one device flow, and what the sweep finds of them. */
function linkerOf(parts: Common) {
  const { flows, linking, links, slack, seen, execute, lists, database, config, log, clock } = parts;
  const held = leases(database.pool, `${hostname()}-${process.pid}`, (error) => log.warn({ err: error }, 'lease'));
  const { now } = clock;
  const spread = (): Promise<void> => spreadLinks({ links, execute, listOpen: lists.listOpen, log, now });
  const { update } = slackModals(slack);
  const { ephemeral } = slackPosts(slack, seen);
  const ports = {
    ...{ flows, linking, spread, log, now, slack: { update, ephemeral }, again: parts.followFlow },
    hold: (key: string, work: () => Promise<void>) => held.hold(key, work),
    inFile: (person: string) => config.slipway.people[person]?.github,
    command: config.slipway.commands.release,
  };
  return {
    follow: (data: unknown): Promise<void> => followFlow(ports, deviceFlowJob.parse(data).flow),
    async sweep(): Promise<void> {
      for (const flow of await flows.due(now())) parts.followFlow(flow, 0);
      await spread();
    },
  };
}

/** Homes as they are drawn when what waits for their readers changes. */
function homesOf({ slack, identity, execute, lists, config, clock, readers }: Common) {
  const groups = slackUserGroups(slack, clock.now);
  const { publish } = slackHomes(slack);
  const ports = {
    execute,
    releases: lists,
    slipway: () => config.slipway,
    messageUrl: (message: { readonly channel: string; readonly ts: string }) => permalink(identity, message),
    groups,
    now: clock.now,
  };
  return {
    isReader: readers.isReader,
    show: async (person: string) => await publish(person, await drawnHome(ports, person)),
  };
}

/** What does what releases owe: the jobs of the queue, and the sweep that finds them again when the queue lost them. */
export async function startWorkerSide(parts: Common): Promise<Worker> {
  const { config, queue, execute, lists, clock, measured } = parts;
  const perform = performerOf(parts);
  const linker = linkerOf(parts);
  const sweepNow = async () => {
    const { owed, oldest } = await sweep({
      execute,
      queue,
      owedNow: lists.owedNow,
      log: parts.log,
      sweepMs: config.sweepSeconds * 1000,
      pollMs: config.pollSeconds * 1000,
      firstTime: parts.seen.firstTime,
      now: clock.now,
    });
    const oldestMs = oldest === undefined ? 0 : clock.now().getTime() - oldest.getTime();
    measured.swept(owed, Math.max(0, oldestMs / 1000), config.sweepSeconds * sweepsMissed);
  };
  const homes = homesOf(parts);
  const guarding = { ...freezePorts(parts), log: parts.log, configured: parts.configured };
  const worker = await queue.work(
    async ({ name, data }) => {
      if (name === 'sweep') await sweepNow().finally(linker.sweep);
      else if (name === 'device-flow') await linker.follow(data);
      else if (name === 'guard') await guardBranches(guarding, guardJob.parse(data).repository);
      else if (name === 'roles') await parts.roles.refresh(rolesMs);
      else if (name === 'forget') await parts.seen.prune();
      else if (name === 'home') await refreshHome({ ...homes, log: parts.log }, homeJob.parse(data).person);
      else await perform(effectJob.parse(data));
    },
    { concurrency: atOnce },
  );
  await queue.every('sweep', config.sweepSeconds * 1000, { name: 'sweep', data: {} });
  await queue.every('roles', rolesMs, { name: 'roles', data: {} });
  await queue.every('guard', config.pollSeconds * 1000, { name: 'guard', data: {} });
  await queue.every('forget', 24 * 3_600_000, { name: 'forget', data: {} });
  await Promise.all([sweepNow(), linker.sweep()]).catch((error: unknown) =>
    parts.log.warn({ err: error }, 'first sweep failed; the next one follows'),
  );
  return worker;
}
