import { randomInt } from 'node:crypto';
import { branchesOn } from './adapters/github/branches.ts';
import { changesOn } from './adapters/github/changes.ts';
import { contentsOn } from './adapters/github/contents.ts';
import { releaseHistoryOn } from './adapters/github/release-history.ts';
import type { Routes } from './adapters/http-server.ts';
import { createSlackApp } from './adapters/slack/app.ts';
import { boltLogger } from './adapters/slack/bolt-logger.ts';
import { slackChannels } from './adapters/slack/channels.ts';
import { permalink } from './adapters/slack/identity.ts';
import { slackModals } from './adapters/slack/modals.ts';
import { slackPeople } from './adapters/slack/people.ts';
import { respondTo } from './adapters/slack/response-url.ts';
import { slackUserGroups } from './adapters/slack/usergroups.ts';
import { storeDown } from './adapters/store-down.ts';
import { gateOf } from './commands/access.ts';
import { storiesOf } from './commands/index.ts';
import { listen } from './commands/listen.ts';
import { startFacts } from './commands/start-facts.ts';
import type { Common } from './main.ts';

const letters = 'abcdefghijkmnpqrstuvwxyz23456789'; // without those that are mistaken for each other

function random(): string {
  return Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
}

/** What answers people: Slack's deliveries over either transport, and the stories behind them. */
export async function startWebSide({ config, slack, identity, github, lists, execute, githubUrl, clock, log }: Common) {
  const { now } = clock;
  const bolt = createSlackApp({
    transport: config.slack.transport,
    token: config.slack.botToken,
    apiUrl: config.slack.apiUrl,
    now,
    logger: boltLogger(log),
  });
  const people = slackPeople(slack, { workspace: config.slipway.workspace, now });
  const modals = slackModals(slack);
  const facts = startFacts({
    github: { ...branchesOn(github), ...changesOn(github), ...contentsOn(github), ...releaseHistoryOn(github) },
    now,
  });
  const groups = slackUserGroups(slack, now);
  const stories = storiesOf({
    execute,
    releases: lists,
    facts,
    people,
    groups,
    channels: slackChannels(slack, now),
    modals,
    slipway: () => config.slipway,
    playbooks: () => config.playbooks,
    messageUrl: (message) => permalink(identity, message),
    nameOf: (person) => people.known(person)?.name ?? person,
    githubUrl,
    now,
    random,
  });
  const gate = gateOf({ workspace: config.slipway.workspace, people });
  listen(bolt.app, { gate, modals, respond: respondTo, storeDown, log }, stories);
  const warm = [groups.get(), ...Object.keys(config.slipway.people).map((id) => people.get(id))];
  for (const asked of warm)
    asked.catch((error: unknown) => log.warn({ err: error }, 'not known yet; asked again when it is needed')); // so that the first form opens with names
  const routes: Routes = bolt.routes;
  return { routes, open: () => bolt.start(), stop: () => bolt.stop() };
}
