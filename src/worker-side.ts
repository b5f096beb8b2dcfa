import { hostname } from 'node:os';
import { branchesOn } from './adapters/github/branches.ts';
import { changesOn } from './adapters/github/changes.ts';
import { changesForNotesOn } from './adapters/github/changes-for-notes.ts';
import { checksOn } from './adapters/github/checks.ts';
import type { GitHub } from './adapters/github/client.ts';
import { contentsOn } from './adapters/github/contents.ts';
import { deploymentsOn } from './adapters/github/deployments.ts';
import { pullRequestListsOn } from './adapters/github/pull-request-lists.ts';
import { pullRequestsOn } from './adapters/github/pull-requests.ts';
import { releasesOn } from './adapters/github/releases.ts';
import { statusesOn } from './adapters/github/statuses.ts';
import { tagsOn } from './adapters/github/tags.ts';
import { workflowsOn } from './adapters/github/workflows.ts';
import { leases } from './adapters/lease.ts';
import type { Worker } from './adapters/queue.ts';
import { permalink } from './adapters/slack/identity.ts';
import { slackPosts } from './adapters/slack/posts.ts';
import { effectJob } from './jobs/effect-job.ts';
import { mirrorStatus } from './jobs/mirror-status.ts';
import { performer } from './jobs/perform.ts';
import { postMessage } from './jobs/post-message.ts';
import { recordObservation } from './jobs/record-observation.ts';
import { refreshCard } from './jobs/refresh-card.ts';
import { runStep } from './jobs/steps.ts';
import { sweep } from './jobs/sweep.ts';
import { watchPullRequest } from './jobs/watch-pull-request.ts';
import type { Common } from './main.ts';

const atOnce = 8; // effects a worker process tries side by side: they wait for the network, not for the processor

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

/** What does what releases owe: the jobs of the queue, and the sweep that finds them again when the queue lost them. */
export async function startWorkerSide(parts: Common): Promise<Worker> {
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
