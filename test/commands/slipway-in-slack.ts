import { type SlackClient, slackClient } from '../../sandbox/slack/client.ts';
import { startSlack } from '../../sandbox/slack/start-slack.ts';
import { workspace } from '../../sandbox/workspace.ts';
import { deliveries } from '../../src/adapters/deliveries.ts';
import { eventLog } from '../../src/adapters/event-log.ts';
import { pauses } from '../../src/adapters/pauses.ts';
import { releases as releasesOf } from '../../src/adapters/releases.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { boltLogger } from '../../src/adapters/slack/bolt-logger.ts';
import { slackApi } from '../../src/adapters/slack/client.ts';
import { slackFiles } from '../../src/adapters/slack/files.ts';
import { slackHomes } from '../../src/adapters/slack/homes.ts';
import { slackModals } from '../../src/adapters/slack/modals.ts';
import { type Posts, slackPosts } from '../../src/adapters/slack/posts.ts';
import { respondTo } from '../../src/adapters/slack/response-url.ts';
import { breakGlassStory } from '../../src/commands/break-glass.ts';
import { cancelStory } from '../../src/commands/cancel.ts';
import { checklistStory } from '../../src/commands/checklist.ts';
import { completeOutsideStory } from '../../src/commands/complete-outside.ts';
import { deployStory } from '../../src/commands/deploy.ts';
import { detailsStory } from '../../src/commands/details.ts';
import { listen } from '../../src/commands/listen.ts';
import { noteLessonStory } from '../../src/commands/note-lesson.ts';
import { pauseStory } from '../../src/commands/pause.ts';
import { repinStory } from '../../src/commands/repin.ts';
import { rerunCheckStory } from '../../src/commands/rerun-check.ts';
import { resumeStory } from '../../src/commands/resume.ts';
import { retryStepStory } from '../../src/commands/retry-step.ts';
import { reviewStory } from '../../src/commands/review.ts';
import { reviewAnnouncementStory } from '../../src/commands/review-announcement.ts';
import { scheduleWindowStory } from '../../src/commands/schedule-window.ts';
import { settleIssuesStory } from '../../src/commands/settle-issues.ts';
import { signOffStory } from '../../src/commands/sign-off.ts';
import { waiveCheckStory } from '../../src/commands/waive-check.ts';
import { withdrawStory } from '../../src/commands/withdraw.ts';
import { type Execute, executeOn } from '../../src/execute.ts';
import { hashEvidence } from '../../src/jobs/hash-evidence.ts';
import type { Log } from '../../src/jobs/log.ts';
import { postMessage } from '../../src/jobs/post-message.ts';
import { refreshCard } from '../../src/jobs/refresh-card.ts';
import { type ReleaseEvent, type ReleaseStarted, releaseEvent } from '../../src/release/events.ts';
import { unreadFiles } from '../../src/release/evidence-owed.ts';
import type { Release } from '../../src/release/release.ts';
import { releaseSummary } from '../../src/release/summary.ts';
import { freshDatabase } from '../stores.ts';
import { billingStarted } from '../views/billing.ts';

const githubUrl = 'https://github.com';
export const home = '#dev-backend-github';

/** The stories on a real Bolt app, a local Slack and a store; what the queue would do, `settle` does. */
export interface SlipwayInSlack extends AsyncDisposable {
  readonly slack: SlackClient;
  readonly execute: Execute;
  /** What went wrong in a handler or a job. */
  readonly troubles: readonly string[];
  /** A running release of a component of its own, brought on by these events as if jobs and people had caused them. */
  begin(component: string, after?: readonly ReleaseEvent[], change?: Partial<ReleaseStarted>): Promise<string>;
  /** Lets further events happen. */
  happens(id: string, ...events: readonly ReleaseEvent[]): Promise<void>;
  /** Where a person finds the release's card. */
  card(id: string): Promise<{ readonly in: string; readonly message: string }>;
  readonly posts: Posts;
  /** Reads the files given as evidence, pays every message that the release owes and refreshes its card. */
  readonly releases: ReturnType<typeof releasesOf<ReturnType<typeof releaseSummary.parse>>>;
  /** Pays every message that the release owes and refreshes its card. */
  settle(id: string): Promise<Release>;
}

export async function slipwayInSlack(): Promise<SlipwayInSlack> {
  const [server, store] = await Promise.all([startSlack({ world: workspace }), freshDatabase()]);
  const troubles: string[] = [];
  const trouble = (about: object, message: string): void =>
    void troubles.push(`${message} ${String('err' in about ? about.err : '')}`);
  const log: Log = { info: () => undefined, warn: trouble, error: trouble };
  const logger = boltLogger({ ...log, warn: () => undefined });
  const now = () => new Date();
  const { pool } = store.database;
  const events = eventLog(pool, (json) => releaseEvent.parse(json));
  const releases = releasesOf(pool, (json) => releaseSummary.parse(json));
  const execute = executeOn({
    log: events,
    now,
    enqueue: () => undefined,
    unrecorded(error) {
      throw error;
    },
  });
  const api = slackApi({ token: server.botToken, apiUrl: server.apiUrl, pauses: pauses(pool, now), now, logger });
  const { hashFile } = slackFiles(api, { token: server.botToken, apiUrl: server.apiUrl });
  const posts = slackPosts(api, deliveries(pool));
  const bolt = createSlackApp({
    transport: { kind: 'socket', appToken: server.appToken },
    token: server.botToken,
    apiUrl: server.apiUrl,
    now,
    logger,
  });
  const names = new Map(workspace.people.map((p) => [p.id, p.name]));
  const slipway = () => ({ commands: { release: '/release' } });
  const ports = { execute, releases, githubUrl, slipway, nameOf: (person: string) => names.get(person) ?? person };
  listen(
    bolt.app,
    {
      gate: async () => undefined,
      isNew: async () => true,
      recordBarred: async () => undefined,
      modals: slackModals(api),
      posts,
      homes: slackHomes(api),
      respond: respondTo,
      storeDown: () => false,
      log,
    },
    [
      checklistStory(ports),
      signOffStory(ports),
      deployStory(ports),
      scheduleWindowStory(ports),
      reviewAnnouncementStory(ports),
      settleIssuesStory(ports),
      completeOutsideStory(ports),
      waiveCheckStory(ports),
      retryStepStory(ports),
      noteLessonStory(ports),
      rerunCheckStory(ports),
      repinStory(ports),
      breakGlassStory(ports),
      reviewStory(ports),
      pauseStory(ports),
      resumeStory(ports),
      cancelStory(ports),
      withdrawStory(ports),
      detailsStory(ports),
    ],
  );
  await bolt.start();

  async function settle(id: string): Promise<Release> {
    for (;;) {
      const release = await execute.load(id);
      if (release === undefined) throw new Error(`There is no release ${id}.`);
      const [unread] = unreadFiles(release);
      if (unread !== undefined) await hashEvidence({ execute, hashFile }, release, unread);
      else if (release.outbox.length > 0) await postMessage({ execute, log, slack: posts, githubUrl }, release);
      else {
        await refreshCard({ log, slack: posts, releases, githubUrl, now }, release);
        return release;
      }
    }
  }

  async function happens(id: string, ...after: readonly ReleaseEvent[]): Promise<void> {
    for (const event of after) {
      const release = await execute.load(id);
      const row = { ...(await rowFor(id)), ...(release === undefined ? {} : { visible: release.visible }) };
      await events.append({ stream: id, after: release?.version ?? 0, at: now(), events: [event], row });
    }
  }

  async function rowFor(id: string) {
    const row = await releases.byId(id);
    if (row === undefined) throw new Error(`There is no release ${id}.`);
    return row;
  }

  return {
    slack: slackClient(server.controlUrl),
    execute,
    troubles,
    async begin(component, after = [], change = {}) {
      const id = `${component}-1.5.0-abc123`;
      const start = billingStarted(change);
      await execute(id, { ...start, type: 'StartRelease', component: { ...start.component, name: component } });
      await happens(id, ...after);
      await settle(id);
      return id;
    },
    happens,
    settle,
    releases,
    posts,
    async card(id) {
      const card = (await execute.load(id))?.posted['card'];
      if (card === undefined) throw new Error(`${id} has no card.`);
      return { in: home, message: card.ts };
    },
    async [Symbol.asyncDispose]() {
      await bolt.stop();
      await server.stop();
      await store.dispose();
    },
  };
}
