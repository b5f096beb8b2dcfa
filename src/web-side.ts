import { randomInt } from 'node:crypto';
import { branchesOn } from './adapters/github/branches.ts';
import { changesOn } from './adapters/github/changes.ts';
import { contentsOn } from './adapters/github/contents.ts';
import { issuesOn } from './adapters/github/issues.ts';
import { releaseHistoryOn } from './adapters/github/release-history.ts';
import { keptTeams } from './adapters/github/teams.ts';
import { keptLinks } from './adapters/github-links.ts';
import type { Routes } from './adapters/http-server.ts';
import { createSlackApp } from './adapters/slack/app.ts';
import { boltLogger } from './adapters/slack/bolt-logger.ts';
import { slackChannels } from './adapters/slack/channels.ts';
import { slackHomes } from './adapters/slack/homes.ts';
import { permalink } from './adapters/slack/identity.ts';
import { isNewOf } from './adapters/slack/is-new.ts';
import { slackModals } from './adapters/slack/modals.ts';
import { slackPeople } from './adapters/slack/people.ts';
import { slackPosts } from './adapters/slack/posts.ts';
import { respondTo } from './adapters/slack/response-url.ts';
import { slackUserGroups } from './adapters/slack/usergroups.ts';
import { storeDown } from './adapters/store-down.ts';
import { gateOf } from './commands/access.ts';
import { storiesOf } from './commands/index.ts';
import { listen } from './commands/listen.ts';
import { listenToGroups } from './commands/listen-groups.ts';
import { recordBarredOf } from './commands/record-barred.ts';
import { startFacts } from './commands/start-facts.ts';
import { withdrawnTagsIn } from './commands/withdrawn-tags.ts';
import type { Common } from './composition.ts';
import { withLiveRoles } from './jobs/with-live-roles.ts';

const letters = 'abcdefghijkmnpqrstuvwxyz23456789'; // without those that are mistaken for each other

function random(): string {
  return Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
}

/** What answers people: Slack's deliveries over either transport, and the stories behind them. */
export async function startWebSide({
  roles,
  config,
  seen,
  readers,
  slack,
  identity,
  github,
  lists,
  links,
  flows,
  linking,
  followFlow,
  execute,
  githubUrl,
  clock,
  log,
  measured,
  tracing,
}: Common) {
  const { now } = clock;
  const bolt = createSlackApp({
    transport: config.slack.transport,
    token: config.slack.botToken,
    apiUrl: config.slack.apiUrl,
    now,
    logger: boltLogger(log),
    observer: { acknowledged: measured.acknowledged, span: tracing.span },
  });
  const people = slackPeople(slack, { workspace: config.slipway.workspace, now });
  const modals = slackModals(slack);
  const homes = slackHomes(slack);
  const facts = startFacts({
    withdrawnTags: withdrawnTagsIn(lists),
    github: {
      ...branchesOn(github),
      ...changesOn(github),
      ...contentsOn(github),
      ...issuesOn(github),
      ...releaseHistoryOn(github),
    },
    now,
  });
  const groups = slackUserGroups(slack, now);
  const linked = keptLinks(links);
  const stories = storiesOf({
    execute: withLiveRoles(execute, roles),
    releases: lists,
    facts,
    people,
    groups,
    teams: keptTeams(github, now),
    channels: slackChannels(slack, now),
    links: linked,
    flows,
    linking,
    followFlow,
    modals,
    homes,
    readers,
    slipway: () => config.slipway,
    playbooks: () => config.playbooks,
    messageUrl: (message) => permalink(identity, message),
    nameOf: (person) => people.known(person)?.name ?? person,
    githubUrl,
    now,
    random,
  });
  const gate = gateOf({ workspace: config.slipway.workspace, people });
  const isNew = isNewOf({
    claim: seen.claim,
    warn: (error) => log.warn({ err: error }, 'a delivery counts as new'),
  });
  const recordBarred = recordBarredOf({ execute, workspace: config.slipway.workspace, people, log });
  const posts = slackPosts(slack, seen);
  const door = { gate, isNew, recordBarred, modals, posts, homes, respond: respondTo, storeDown, log };
  listen(bolt.app, door, stories);
  listenToGroups(bolt.app, { isNew, log, workspace: config.slipway.workspace, told: roles.told });
  const warm = [groups.get(), linked.all(), ...Object.keys(config.slipway.people).map((id) => people.get(id))];
  for (const asked of warm)
    asked.catch((error: unknown) => log.warn({ err: error }, 'not known yet; asked again when it is needed')); // so that the first form opens with names
  const routes: Routes = bolt.routes;
  return { routes, open: () => bolt.start(), stop: () => bolt.stop() };
}
