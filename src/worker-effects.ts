import { hostname } from 'node:os';
import { environmentLocks } from './adapters/environment-locks.ts';
import { alertsOn } from './adapters/github/alerts.ts';
import { branchesOn } from './adapters/github/branches.ts';
import { changesOn } from './adapters/github/changes.ts';
import { changesForNotesOn } from './adapters/github/changes-for-notes.ts';
import { checksOn } from './adapters/github/checks.ts';
import type { GitHub } from './adapters/github/client.ts';
import { contentsOn } from './adapters/github/contents.ts';
import { deploymentsOn } from './adapters/github/deployments.ts';
import { issueWritesOn } from './adapters/github/issue-writes.ts';
import { issuesOn } from './adapters/github/issues.ts';
import { protectionRulesOn } from './adapters/github/protection-rules.ts';
import { pullRequestListsOn } from './adapters/github/pull-request-lists.ts';
import { pullRequestsOn } from './adapters/github/pull-requests.ts';
import { releaseHistoryOn } from './adapters/github/release-history.ts';
import { releasePleaseOn } from './adapters/github/release-please.ts';
import { releasesOn } from './adapters/github/releases.ts';
import { revertsOn } from './adapters/github/reverts.ts';
import { statusesOn } from './adapters/github/statuses.ts';
import { tagsOn } from './adapters/github/tags.ts';
import { teamsOn } from './adapters/github/teams.ts';
import { trackingIssuesOn } from './adapters/github/tracking-issues.ts';
import { workflowsOn } from './adapters/github/workflows.ts';
import { httpsOn } from './adapters/https/ask.ts';
import { schemasIn } from './adapters/json-schema/schemas.ts';
import { leases } from './adapters/lease.ts';
import { slackFiles } from './adapters/slack/files.ts';
import { permalink } from './adapters/slack/identity.ts';
import { slackPeople } from './adapters/slack/people.ts';
import { slackPosts } from './adapters/slack/posts.ts';
import { barredBy } from './commands/access.ts';
import type { Common } from './composition.ts';
import { addLesson } from './jobs/add-lesson.ts';
import { beginsOn } from './jobs/begin-deployment.ts';
import { addEffect, type EffectJob, effectOf } from './jobs/effect-job.ts';
import { findOwners } from './jobs/find-owners.ts';
import { hashEvidence } from './jobs/hash-evidence.ts';
import { keepTracking } from './jobs/keep-tracking.ts';
import { mirrorStatus } from './jobs/mirror-status.ts';
import { outages } from './jobs/outages.ts';
import { performer } from './jobs/perform.ts';
import { postMessage } from './jobs/post-message.ts';
import { recordObservation } from './jobs/record-observation.ts';
import { refreshCard } from './jobs/refresh-card.ts';
import { remindPerson } from './jobs/remind-person.ts';
import { rerunCheck } from './jobs/rerun-check.ts';
import { runStep } from './jobs/steps.ts';
import { takeOut } from './jobs/take-out.ts';
import { tellFreeze } from './jobs/tell-freeze.ts';
import { tellWindow } from './jobs/tell-window.ts';
import { watchPullRequest } from './jobs/watch-pull-request.ts';
import { withLiveRoles } from './jobs/with-live-roles.ts';
import { carryOutWithdrawal } from './jobs/withdrawal.ts';
import { writeToPerson } from './jobs/write-to-person.ts';
import type { Release } from './release/release.ts';

const againMs = 1000; // what somebody else is at is looked at once more after a second, or when a dead process's lease has ended
const slotMs = 100; // all who ask for it within one make one job

function githubClient(github: GitHub) {
  return {
    ...alertsOn(github),
    ...branchesOn(github),
    ...changesOn(github),
    ...changesForNotesOn(github),
    ...checksOn(github),
    ...contentsOn(github),
    ...deploymentsOn(github),
    ...issueWritesOn(github),
    ...issuesOn(github),
    ...protectionRulesOn(github),
    ...pullRequestListsOn(github),
    ...pullRequestsOn(github),
    ...releasePleaseOn(github),
    ...releaseHistoryOn(github),
    ...releasesOn(github),
    ...revertsOn(github),
    ...statusesOn(github),
    ...tagsOn(github),
    ...trackingIssuesOn(github),
    ...teamsOn(github),
    ...workflowsOn(github),
    login: () => github.login(),
  };
}

/** What keeps the status of frozen branches true. */
export function freezePorts({ github, execute, lists, identity }: Common) {
  return {
    client: { ...pullRequestListsOn(github), ...pullRequestsOn(github), ...statusesOn(github) },
    async running() {
      const releases = await Promise.all((await lists.listOpen()).map(({ id }) => execute.load(id)));
      return releases.filter((release) => release !== undefined);
    },
    cardUrl(release: Release) {
      const card = release.posted['card'];
      return card === undefined ? undefined : permalink(identity, card);
    },
  };
}

/** What the worker's jobs may do to Slack and GitHub. */
export function performerOf(parts: Common): (job: EffectJob) => Promise<void> {
  const { slack, seen, github, identity, execute, log, clock, lists, database, jobs, githubUrl, measured, tracing } =
    parts;
  const client = {
    ...githubClient(github),
    ...schemasIn(),
    ...httpsOn({ allowed: parts.config.slipway['allowed-hosts'] }),
    ...slackPosts(slack, seen),
    ...slackFiles(slack, { token: parts.config.slack.botToken, apiUrl: parts.config.slack.apiUrl }),
    firstTime: seen.firstTime,
    ...environmentLocks(database.pool),
    otherRelease: (id: string) => execute.load(id),
    ...beginsOn(execute),
    messageUrl: (message: { readonly channel: string; readonly ts: string }) => permalink(identity, message),
  };
  const held = leases(database.pool, `${hostname()}-${process.pid}`, (error, lease) => {
    const end = lease.indexOf('/');
    const [release, key] = [lease.slice(0, end), lease.slice(end + 1)];
    measured.storeFailed('lease');
    log.warn({ err: error, release, key }, 'lease');
  });
  const { slipway } = parts.config;
  const people = slackPeople(slack, { workspace: slipway.workspace, now: clock.now });
  const toPeople = {
    execute,
    log,
    slack: client,
    messageUrl: client.messageUrl,
    zoneOf: async (person: string) => (await people.get(person)).timeZone,
    hours: slipway['working-hours'],
    holidays: slipway.holidays,
    zone: slipway['time-zone'],
    listOpen: lists.listOpen,
    wasBegun: async (key: string) => (await seen.firstSeen(`post:${key}`)) !== undefined,
    hold: (key: string, work: () => Promise<void>) => held.hold(key, work),
    now: clock.now,
  };
  const perform = performer({
    execute,
    outages: outages(),
    log,
    now: clock.now,
    hold: (key, work) => held.hold(key, work),
    again(job, freeInMs = againMs) {
      const delayMs = Math.min(againMs, freeInMs + slotMs);
      const slot = Math.floor((clock.now().getTime() + delayMs) / slotMs);
      return addEffect(jobs, job.release, job, `b${slot}`, delayMs);
    },
    run: (work) => runStep(client, work),
    rerun: (work) => rerunCheck(client, work),
    watchPullRequest: async (release, step) =>
      recordObservation(execute, release, step, await watchPullRequest(client, release, step, clock.now())),
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
    keepTracking: (release, step) =>
      keepTracking(
        {
          execute: withLiveRoles(execute, parts.roles),
          client,
          log,
          barred: async (person) => barredBy((await people.get(person)).standing),
        },
        release,
        step,
      ),
    hashEvidence: (release, file) => hashEvidence({ execute, hashFile: client.hashFile }, release, file),
    tellWindow: (release, news) => tellWindow({ execute, slack: client }, release, news),
    findOwners: (release, step) => findOwners(client, execute, release, step),
    postMessage: (release) => postMessage({ execute, log, slack: client, githubUrl }, release),
    withdraw: (release, task) => carryOutWithdrawal({ execute, client }, release, task),
    tellFreeze: (release, freeze) => tellFreeze({ ...freezePorts(parts), execute }, release, freeze),
    takeOut: (release, asked) => takeOut({ execute, client, now: clock.now }, release, asked),
    addLesson: (release, lesson) => addLesson({ execute, github: client, now: clock.now }, release, lesson),
    directMessage: (release, person) => writeToPerson(toPeople, release, person),
    remindPerson: (release, person) => remindPerson(toPeople, release, person),
    refreshCard: (release) => refreshCard({ log, slack: client, releases: lists, githubUrl, now: clock.now }, release),
    tried: measured.performed,
  });
  return ({ release, key, traceparent }) =>
    tracing.continued(
      traceparent,
      `effect ${effectOf(key)}`,
      { 'slipway.release': release, 'slipway.effect': key },
      () => perform({ release, key }),
    );
}
