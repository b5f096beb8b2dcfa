import { Outage } from '../../release/outside-errors.ts';
import { literally } from '../checks/path-glob.ts';
import { failed, waiting } from '../step-outcome.ts';
import {
  type Followed,
  type FollowRunClient,
  followRun,
  hasFailed,
  type Run,
  runFacts,
  told,
  type WorkflowWork,
} from './follow-run.ts';

export interface DispatchClient extends FollowRunClient {
  /** True for one caller and once, in whatever process. */
  firstTime(key: string): Promise<boolean>;
  /** The login under which Slipway's runs are shown. */
  ownLogin(): Promise<string>;
  /** Returns the run where GitHub names it. */
  dispatchWorkflow(
    repository: string,
    wanted: Wanted,
  ): Promise<{ readonly id: string; readonly url: string } | undefined>;
  workflowRun(repository: string, id: string): Promise<Run | undefined>;
}

/** The run that a step wants. */
export interface Wanted {
  readonly workflow: string;
  /** A branch or tag: GitHub starts no run for a bare commit. */
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

const lostFor = 2 * 60_000; // ms in which a run whose request may have got lost can still appear
const lateFor = 10 * 60_000; // ms after which a run that GitHub accepted is missed
const skew = 60_000; // ms by which GitHub's clock may be behind

/** What is known of asking for the run; kept as the fact `asked`. */
interface Asked {
  /** Counts the requests of one attempt: another one is made only after one got lost. */
  readonly time: number;
  readonly how: 'accepted' | 'lost' | 'refused';
  readonly at: Date;
}

function readAsked({ facts, attempt }: WorkflowWork['state']): Asked | undefined {
  const [of, time, how, at] = (facts['asked'] ?? '').split(' ');
  if (of !== String(attempt) || at === undefined) return undefined;
  if (how !== 'accepted' && how !== 'lost' && how !== 'refused') return undefined;
  return { time: Number(time), how, at: new Date(at) };
}

function askedFacts({ state, now }: WorkflowWork, time: number, how: Asked['how']) {
  return { asked: `${state.attempt} ${time} ${how} ${now.toISOString()}` };
}

const runId = ({ values }: WorkflowWork): string => values['run-id'] ?? '';

/** The run with our id in its name; else, where the workflow shows no id, the one that nobody but Slipway can have started. */
async function findRun(client: DispatchClient, work: WorkflowWork, runs: readonly Run[], ref: string) {
  const { release, state } = work;
  const ours = new RegExp(`${literally(runId(work))}(?!\\d)`);
  const named = runs.find((run) => ours.test(run.title));
  if (named !== undefined) return named;
  if (readAsked(state) === undefined) return undefined; // it was not asked for yet, so none can be ours
  const login = await client.ownLogin();
  const taken = new Set(Object.values(release.steps).map(({ facts }) => facts['run']));
  const from = (state.since?.getTime() ?? 0) - skew;
  const otherIds = new RegExp(`${literally(release.id)}\\.\\S+\\.\\d`); // named by another step or attempt
  const elsewhere = runs.filter((run) => !taken.has(run.id) && !otherIds.test(run.title));
  return elsewhere.filter((run) => run.ref === ref && run.actor === login && run.createdAt.getTime() >= from).at(-1);
}

async function dispatch(client: DispatchClient, work: WorkflowWork, wanted: Wanted, time: number): Promise<Followed> {
  const { repository, state } = work;
  try {
    const run = await client.dispatchWorkflow(repository, wanted);
    const facts = { ...askedFacts(work, time, 'accepted'), ...(run === undefined ? {} : runFacts(run, state.attempt)) };
    return told(waiting(`${wanted.workflow} was started at ${wanted.ref}.`, run?.url, facts));
  } catch (error) {
    if (!(error instanceof Outage) || error.retryAt === undefined) throw error;
    return told(waiting(error.message, undefined, askedFacts(work, time, 'refused'))); // a rate limit: surely nothing was started
  }
}

/** No run is to be seen. Asks for one, unless an earlier request may still bring it. */
async function askForRun(client: DispatchClient, work: WorkflowWork, wanted: Wanted): Promise<Followed> {
  const { state, now } = work;
  const asked = readAsked(state);
  const waited = asked === undefined ? 0 : now.getTime() - asked.at.getTime();
  if (asked?.how === 'accepted') {
    if (waited < lateFor)
      return told(
        waiting(`GitHub was asked to run ${wanted.workflow} at ${wanted.ref}; its run has not appeared yet.`),
      );
    return told(
      failed(
        `GitHub accepted to run ${wanted.workflow}, but no run appeared.`,
        'See whether GitHub Actions has an outage or is switched off for the repository, then press Retry to start another run.',
      ),
    );
  }
  const mayStillAppear = asked?.how === 'lost' && waited < lostFor;
  const time = asked === undefined ? 1 : asked.time + 1;
  const key = `dispatch:${runId(work)}:${time}`;
  if (!mayStillAppear && (await client.firstTime(key))) return await dispatch(client, work, wanted, time);
  const facts = mayStillAppear ? {} : askedFacts(work, time, 'lost');
  return told(
    waiting(
      `GitHub's answer about starting ${wanted.workflow} got lost. Slipway looks whether the run appears before it asks again.`,
      undefined,
      facts,
    ),
  );
}

/**
 * The run that this attempt of a step dispatches, once and not twice: looked for by the id in its name, then by who started it where and when.
 * A run of an earlier attempt that somebody ran again on GitHub counts as well.
 */
export async function dispatchedRun(client: DispatchClient, work: WorkflowWork, wanted: Wanted): Promise<Followed> {
  const { repository, state } = work;
  const { run: known, try: of } = state.facts;
  const mine = of === String(state.attempt);
  if (known !== undefined) {
    const run = await client.workflowRun(repository, known);
    if (run !== undefined && (mine || !hasFailed(run)))
      return await followRun(client, work, wanted.workflow, run, mine ? 'made' : 'adopted');
    if (run === undefined && mine)
      return told(failed(`The run of ${wanted.workflow} was deleted on GitHub.`, 'Press Retry to start another run.'));
  }
  const runs = await client.runsOfWorkflow(repository, { workflow: wanted.workflow, event: 'workflow_dispatch' });
  if (runs === undefined)
    return told(
      failed(
        `${repository} has no workflow ${wanted.workflow}.`,
        `Add .github/workflows/${wanted.workflow} to the default branch and to ${wanted.ref}, or name the right one in the playbook, then press Retry.`,
      ),
    );
  const found = await findRun(client, work, runs, wanted.ref);
  if (found !== undefined) return await followRun(client, work, wanted.workflow, found, 'made');
  return await askForRun(client, work, wanted);
}
