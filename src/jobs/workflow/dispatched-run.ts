import { literally } from '../../release/literally.ts';
import { type AskOnceClient, askOnce, readAsked } from '../ask-once.ts';
import { clockSkewMs } from '../clock-skew.ts';
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

export interface DispatchClient extends FollowRunClient, AskOnceClient {
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

const lateFor = 10 * 60_000; // ms after which a run that GitHub accepted is missed

const runId = ({ values }: WorkflowWork): string => values['run-id'] ?? '';

/** The run with our id in its name; else, where the workflow shows no id, the one that nobody but Slipway can have started. */
async function findRun(client: DispatchClient, work: WorkflowWork, runs: readonly Run[], ref: string) {
  const { release, state } = work;
  const ours = new RegExp(`${literally(runId(work))}(?!\\d)`);
  const named = runs.find((run) => ours.test(run.title));
  if (named !== undefined) return named;
  if (readAsked(work, 'dispatch') === undefined) return undefined; // it was not asked for yet, so none can be ours
  const login = await client.ownLogin();
  const taken = new Set(Object.values(release.steps).map(({ facts }) => facts['run']));
  const from = (state.since?.getTime() ?? 0) - clockSkewMs;
  const otherIds = new RegExp(`${literally(release.id)}\\.\\S+\\.\\d`); // named by another step or attempt
  const elsewhere = runs.filter((run) => !taken.has(run.id) && !otherIds.test(run.title));
  return elsewhere.filter((run) => run.ref === ref && run.actor === login && run.createdAt.getTime() >= from).at(-1);
}

/** No run is to be seen. Asks for one, unless an earlier request may still bring it. */
async function askForRun(client: DispatchClient, work: WorkflowWork, wanted: Wanted): Promise<Followed> {
  const { repository, state, now } = work;
  const asked = readAsked(work, 'dispatch');
  if (asked?.how === 'accepted') {
    if (now.getTime() - asked.at.getTime() < lateFor)
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
  const answer = await askOnce(
    client,
    work,
    { what: 'dispatch', asking: `starting ${wanted.workflow}`, result: 'the run' },
    () => client.dispatchWorkflow(repository, wanted),
  );
  if (answer.kind === 'told') return told(answer.outcome);
  const run = answer.value;
  const facts = { ...answer.facts, ...(run === undefined ? {} : runFacts(run, state.attempt)) };
  return told(waiting(`${wanted.workflow} was started at ${wanted.ref}.`, run?.url, facts));
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
