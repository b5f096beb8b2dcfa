import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { PlannedStep } from '../release/plan.ts';
import type { CheckStep } from '../release/playbook-steps.ts';
import { stepState } from '../release/release.ts';
import { listed } from '../release/wording.ts';
import { type CiRun, endedRed, latestRuns, type Report } from './checks/ci-judgement.ts';
import { clockSkewMs } from './clock-skew.ts';
import { few } from './few.ts';
import { type StepWork, sentenceOf } from './step-outcome.ts';

export interface RerunCheckClient {
  /** True for one caller and once, in whatever process. */
  firstTime(key: string): Promise<boolean>;
  commitOfRef(repository: string, ref: string): Promise<string | undefined>;
  runsOfCommit(repository: string, sha: string): Promise<readonly CiRun[]>;
  runsOfWorkflow(
    repository: string,
    asked: { readonly workflow: string; readonly sha: string },
  ): Promise<readonly CiRun[] | undefined>;
  reportsOf(repository: string, sha: string): Promise<readonly Report[]>;
  failedJobs(repository: string, id: string): Promise<readonly { readonly name: string }[]>;
  /** `busy`: it is running already, or GitHub does not run it again. */
  rerunFailedJobs(
    repository: string,
    id: string,
  ): Promise<{ readonly kind: 'asked' } | { readonly kind: 'busy'; readonly said: string }>;
}

/** What came of a wish to have a check run again; `unsure`: GitHub's answer got lost, and what it did may still show. */
export type Reran =
  | { readonly kind: 'told'; readonly sentence: string; readonly link?: string | undefined }
  | { readonly kind: 'unsure' };

type Work = StepWork<PlannedStep['step']>;
type Fate = 'again' | 'goes-on' | 'lost' | 'unsure' | { readonly refused: string };

const lostFor = 2 * 60_000; // ms in which GitHub shows a new attempt of a run

/** The runs that the check stands on: the newest of each workflow, at the commit that it reads. */
async function runsOf(client: RerunCheckClient, work: StepWork<CheckStep>) {
  const { repository, release, step } = work;
  if (step.check !== 'ci-green' && step.check !== 'workflow-succeeded') return undefined; // as runsOnGitHub, which tells people beforehand
  const head =
    'of' in step && step.of !== undefined
      ? stepState(release, step.of).facts['head']
      : await client.commitOfRef(repository, work.fill(step.ref ?? ''));
  if (head === undefined) return { head: '', runs: [], others: [] };
  if (step.check === 'workflow-succeeded') {
    const [newest] = (await client.runsOfWorkflow(repository, { workflow: work.fill(step.workflow), sha: head })) ?? [];
    return { head, runs: newest === undefined ? [] : [newest], others: [] };
  }
  const runs = latestRuns(await client.runsOfCommit(repository, head));
  const jobs = await Promise.all(runs.filter(endedRed).map(({ id }) => client.failedJobs(repository, id)));
  const ofRuns = new Set(jobs.flat().map(({ name }) => name));
  const red = (await client.reportsOf(repository, head)).filter((r) => r.state === 'fail' && !ofRuns.has(r.name));
  return { head, runs, others: red.map(({ name }) => name) };
}

/** Whether a run's newest attempt was started since it was asked for. */
function isNewer({ state }: Work, { attempt, startedAt }: CiRun): boolean {
  return attempt > 1 && startedAt.getTime() >= (state.rerun?.at.getTime() ?? 0) - clockSkewMs;
}

/** Runs the failed jobs of a run again: once for a wish, in whatever process. Who finds the intent there only looks. */
async function runAgain(client: RerunCheckClient, work: Work, run: CiRun): Promise<Fate> {
  const { repository, state, now, values } = work;
  if (!(await client.firstTime(`rerun:${values['run-id'] ?? ''}:${state.rerun?.ask}:${run.id}`))) {
    if (isNewer(work, run)) return 'again';
    return now.getTime() - (state.rerun?.at ?? now).getTime() < lostFor ? 'unsure' : 'lost';
  }
  try {
    const answer = await client.rerunFailedJobs(repository, run.id);
    if (answer.kind === 'asked' || /already running/i.test(answer.said)) return 'again';
    return { refused: sentenceOf(answer.said) };
  } catch (error) {
    if (error instanceof RefusedOutside) return { refused: `${sentenceOf(error.message)} ${error.remedy}` };
    if (!(error instanceof Outage) || error.retryAt === undefined) throw error;
    return { refused: `${sentenceOf(error.message)} Ask once more then.` }; // a rate limit: surely nothing was begun
  }
}

async function fateOf(client: RerunCheckClient, work: Work, run: CiRun): Promise<Fate | undefined> {
  if (run.status !== 'completed') return isNewer(work, run) ? 'again' : 'goes-on';
  const red = 'check' in work.step && work.step.check === 'ci-green' ? endedRed(run) : run.conclusion !== 'success';
  return red ? await runAgain(client, work, run) : undefined;
}

interface Known {
  readonly run: CiRun;
  readonly fate: Fate;
}

function sentenceFor(known: readonly Known[], others: readonly string[]): string {
  const withFate = (fate: Fate) => known.filter((one) => one.fate === fate).map(({ run }) => run.workflow);
  const [again, goesOn, lost] = [withFate('again'), withFate('goes-on'), withFate('lost')];
  const said = [
    ...(again.length === 0 ? [] : [`What failed in ${listed(again)} runs again.`]),
    ...(goesOn.length === 0 ? [] : [`${listed(goesOn)} still ${goesOn.length === 1 ? 'runs' : 'run'}.`]),
    ...(lost.length === 0
      ? []
      : [
          `GitHub's answer about ${listed(lost)} got lost, and no new attempt is to be seen. Ask once more, or run it again on GitHub.`,
        ]),
    ...known.flatMap(({ run, fate }) =>
      typeof fate === 'string' ? [] : [`GitHub does not run ${run.workflow} again: ${fate.refused}`],
    ),
    ...(others.length === 0
      ? []
      : [
          `Slipway cannot run again what is no workflow of GitHub Actions: ${few(others)}. Have it run again where it runs.`,
        ]),
  ];
  return said.length === 0
    ? 'Nothing of it has failed on GitHub, so there is nothing to run again. Slipway reads it again.'
    : said.join(' ');
}

/**
 * Has what failed of a check run again, where GitHub Actions ran it: its failed jobs, once for a wish.
 * Whatever else a check looks at cannot be run again, and that is said.
 *
 * @throws Outage where the answer of GitHub got lost: the next try looks what became of it.
 */
export async function rerunCheck(client: RerunCheckClient, work: Work): Promise<Reran> {
  const { step } = work;
  const found = 'check' in step ? await runsOf(client, { ...work, step }) : undefined;
  if (found === undefined)
    return { kind: 'told', sentence: 'It runs nothing on GitHub that could be run again. Slipway reads it again.' };
  const known: Known[] = [];
  for (const run of found.runs) {
    const fate = await fateOf(client, work, run);
    if (fate === 'unsure') return { kind: 'unsure' };
    if (fate !== undefined) known.push({ run, fate });
  }
  const first = known.find(({ fate }) => fate === 'again') ?? known[0];
  return { kind: 'told', sentence: sentenceFor(known, found.others), link: first?.run.url };
}
