import { openDatabase } from '../../../src/adapters/database.ts';
import { eventLog } from '../../../src/adapters/event-log.ts';
import { releaseEvent } from '../../../src/release/events.ts';
import { type Recorded, releaseOf } from '../../../src/release/evolve.ts';
import { owedBy } from '../../../src/release/owed.ts';
import type { Fleet } from './fleet.ts';

/** What is to be looked for. */
export interface Expected {
  /** Such as `1.5.0`. */
  readonly version: string;
  /** How often publish.yml and deploy.yml were to run: once unless somebody pressed Retry after a failed run. */
  readonly runs?: number;
}

const places = ['#dev-backend-github', '#changelog'];
/** What a call that was delayed, or repeated after its answer got lost, may be told: nothing is lost by it. */
const tooLate = new Set([
  'views.open exchanged_trigger_id', // the process that opened died before it said so: the command is delivered again
  'views.open expired_trigger_id',
  'views.push exchanged_trigger_id',
  'views.push expired_trigger_id',
  'views.update not_found',
  'views.update hash_conflict',
]);
const settlesMs = 30_000;
const restsMs = 3000; // in which a process that was started again pays what it owes

function once(what: string, found: readonly unknown[], wanted = 1): readonly string[] {
  return found.length === wanted ? [] : [`${what}: ${found.length}, not ${wanted}`];
}

async function atGitHub({ billing }: Fleet, { version, runs: runsWanted = 1 }: Expected): Promise<readonly string[]> {
  const [tags, releases, pulls, runs, deployments, log] = await Promise.all([
    billing.refs(`refs/tags/v${version}`),
    billing.releases(),
    billing.pulls('all'),
    billing.runs(),
    billing.deployments('production'),
    billing.log('dev', 500),
  ]);
  const ofVersion = (workflow: string) =>
    runs.filter((run) => run.workflow === workflow && run.inputs['version'] === version);
  const ours = releases.filter(({ tag }) => tag === `v${version}`);
  const evidence = pulls.filter(({ title }) => title.startsWith(`Evidence of billing ${version} for `));
  return [
    ...once(
      'tag',
      tags.filter(({ ref, annotated }) => ref === `refs/tags/v${version}` && annotated),
    ),
    ...once(
      'published GitHub release',
      ours.filter(({ draft }) => !draft),
    ),
    ...once('GitHub release or draft', ours),
    ...once(
      'asset',
      ours.flatMap(({ assets }) => assets),
    ),
    ...once(
      'release pull request',
      pulls.filter(({ title }) => title === `Release billing ${version}`),
    ),
    ...once('run of publish.yml', ofVersion('publish.yml'), runsWanted),
    ...once('run of deploy.yml', ofVersion('deploy.yml'), runsWanted),
    ...once(
      'deployment',
      deployments.filter(({ ref }) => ref === `v${version}`),
      runsWanted,
    ),
    ...once(
      'merge back',
      log.filter(({ message }) => message.startsWith(`Merge main back into dev after billing ${version}`)),
    ),
    ...once('evidence pull request', evidence, new Set(evidence.map(({ title }) => title)).size),
  ];
}

async function atSlack({ person }: Fleet, { version }: Expected): Promise<readonly string[]> {
  const all = (await Promise.all(places.map((place) => person('maria').channel(place)))).flat();
  const posted = all.filter(({ user, ephemeral }) => user === 'slipway' && !ephemeral);
  const keys = posted.map(({ metadata }) => String(metadata?.event_payload['key']));
  const ours = keys.filter((key) => key.startsWith(`billing-${version}-`));
  const doubled = ours.filter((key, index) => ours.indexOf(key) !== index);
  return [
    ...doubled.map((key) => `message ${key} twice`),
    ...once(
      'message without a key',
      keys.filter((key) => key === 'undefined'),
      0,
    ),
    ...once(
      'card',
      ours.filter((key) => key.endsWith('.card')),
    ),
  ];
}

/** Facts that a person or an effect causes once. */
const onceInALog: Readonly<Record<string, (event: Recorded['event']) => string | undefined>> = {
  ReleaseStarted: () => 'start',
  ReleaseClosed: () => 'end',
  StepCompleted: (event) => ('step' in event ? event.step : undefined),
  SignOffGiven: (event) =>
    'by' in event && 'step' in event ? `${event.step} by ${JSON.stringify(event.by)}` : undefined,
  DeployRequested: (event) => ('step' in event ? event.step : undefined),
  DirectMessagePosted: (event) => ('person' in event ? event.person : undefined),
  MessagePosted: (event) => ('message' in event ? event.message : undefined),
};

function doubledIn(events: readonly Recorded[]): readonly string[] {
  const facts = events.flatMap(({ event }) => {
    const name = onceInALog[event.type]?.(event);
    return name === undefined ? [] : `${event.type} of ${name}`;
  });
  const retried = events.some(({ event }) => event.type === 'StepRetried' || event.type === 'HeadMoved');
  if (retried) return []; // what was done anew is there anew
  return facts.filter((fact, index) => facts.indexOf(fact) !== index).map((fact) => `${fact} twice in the log`);
}

/** The embedded store belongs to its process, so that is stopped for the look. */
async function whileReadable<T>(fleet: Fleet, look: () => Promise<T>): Promise<T> {
  if (fleet.stores.databaseUrl !== undefined) return look();
  await Promise.all(fleet.processes.map((one) => one.stop()));
  try {
    return await look();
  } finally {
    await Promise.all(fleet.processes.map((one) => one.start().catch(() => undefined))); // one that cannot start now comes back by itself
  }
}

async function look(fleet: Fleet, { version }: Expected): Promise<readonly string[]> {
  const database = await openDatabase({ databaseUrl: fleet.stores.databaseUrl, dataDir: fleet.stores.dataDir });
  try {
    const { rows } = await database.pool.query<{ id: string }>('select id from release where semver = $1', [version]);
    const log = eventLog(database.pool, (json) => releaseEvent.parse(json));
    const verified = await log.verify();
    const problems = verified.kind === 'intact' ? [] : [`the log is broken: ${verified.stream} ${verified.why}`];
    if (rows.length !== 1) return [...problems, `releases ${version} in the log: ${rows.length}, not 1`];
    const [{ id } = { id: '' }] = rows;
    const events = await log.read(id);
    const release = releaseOf(id, events);
    if (release?.status !== 'closed') return [...problems, `${id} is ${release?.status}`];
    const owed = owedBy(release, new Date()).map(({ key }) => `${key} is still owed`);
    return [...problems, ...owed, ...doubledIn(events)];
  } finally {
    await database.close();
  }
}

/** What is still owed right after the end, such as the last message, is waited for; so is a store that was killed a moment ago. */
async function inTheLog(fleet: Fleet, expected: Expected): Promise<readonly string[]> {
  const giveUp = performance.now() + settlesMs;
  for (;;) {
    const found = await whileReadable(fleet, () =>
      look(fleet, expected).catch((error: unknown) => [`the log cannot be read: ${String(error)}`]),
    );
    const passing = found.some((one) => one.endsWith('still owed') || one.startsWith('the log cannot be read'));
    if (!passing || performance.now() > giveUp) return found;
    await new Promise((resolve) => setTimeout(resolve, fleet.stores.databaseUrl === undefined ? restsMs : 200));
  }
}

/** What was lost or made twice by a release that came to its end, a sentence each; none is what a test wants. */
export async function ledger(fleet: Fleet, expected: Expected): Promise<readonly string[]> {
  const settled = await inTheLog(fleet, expected);
  const bySlack = (await fleet.slack.refusals()).filter(({ where, error }) => !tooLate.has(`${where} ${error}`));
  const refused = [...bySlack, ...(await fleet.github.refusals())];
  return [
    ...settled,
    ...(await atGitHub(fleet, expected)),
    ...(await atSlack(fleet, expected)),
    ...refused.map((one) => `refused outside: ${JSON.stringify(one)}`),
  ];
}
