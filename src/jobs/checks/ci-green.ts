import type { CheckStep } from '../../release/playbook-steps.ts';
import { stepState } from '../../release/release.ts';
import { counted } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { listensTo, reportsPullRequests } from './workflow-events.ts';

interface Report {
  readonly name: string;
  readonly state: 'pass' | 'wait' | 'fail';
  readonly said: string;
  readonly url?: string | undefined;
}

interface PullRequest {
  readonly head: string;
  readonly base: string;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  /** False: it conflicts. Undefined while GitHub works it out. */
  readonly mergeable: boolean | undefined;
}

interface Run {
  readonly workflow: string;
  readonly title: string;
  readonly url: string;
  readonly event: string;
  readonly status: string;
  readonly conclusion?: string | undefined;
  readonly createdAt: Date;
}

type Found =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'folder'; readonly entries: readonly { readonly path: string; readonly type: string }[] }
  | { readonly kind: 'missing' | 'no-ref' };

export interface CiGreenClient {
  pullRequest(repository: string, number: number): Promise<PullRequest>;
  requiredContexts(repository: string, branch: string): Promise<readonly string[]>;
  /** The latest of each name. */
  reportsOf(repository: string, sha: string): Promise<readonly Report[]>;
  runsOfCommit(repository: string, sha: string): Promise<readonly Run[]>;
  readPath(repository: string, path: string, ref: string): Promise<Found>;
}

type Work = StepWork<Extract<CheckStep, { check: 'ci-green' }>>;

const ownContext = /^slipway\//; // our own word on the release must not wait for itself
const passing = new Set(['success', 'neutral', 'skipped']);
const ofPullRequests = new Set(['pull_request', 'pull_request_target', 'push']);
const begins = 2 * 60_000; // ms in which GitHub registers the runs of a pull request that was just opened

/** Whether any workflow of the commit is of this kind. */
async function hasWorkflow(
  client: CiGreenClient,
  repository: string,
  sha: string,
  wanted: (text: string) => boolean,
): Promise<boolean> {
  const folder = await client.readPath(repository, '.github/workflows', sha);
  const files = folder.kind === 'folder' ? folder.entries.filter((e) => /\.ya?ml$/.test(e.path)) : [];
  for (const { path } of files) {
    const file = await client.readPath(repository, path, sha);
    if (file.kind === 'file' && wanted(new TextDecoder().decode(file.bytes))) return true;
  }
  return false;
}

async function judgeSilence(
  client: CiGreenClient,
  repository: string,
  { head, url }: PullRequest,
): Promise<StepOutcome> {
  const short = head.slice(0, 7);
  if (await hasWorkflow(client, repository, head, reportsPullRequests))
    return waiting(`CI has not reported on ${short} yet.`, url);
  return waiting(
    `Nothing has reported on ${short}: ${repository} requires no check and has no workflow for pull requests. Slipway waits for a CI elsewhere to report; if there is none, add one, or take this check out of the playbook.`,
    url,
  );
}

function judgeReports(
  reports: readonly Report[],
  required: readonly string[],
  { head, url }: PullRequest,
): StepOutcome | undefined {
  const short = head.slice(0, 7);
  const red = reports.filter((r) => r.state === 'fail');
  if (red.length > 0) {
    const names = few(red.map((r) => `${r.name} (${r.said.replaceAll('_', ' ')})`));
    return failing(
      `${counted(red.length, 'check')} failed on ${short}: ${names}. Mend it and push, or run it again on GitHub.`,
      red[0]?.url ?? url,
    );
  }
  const running = reports.filter((r) => r.state === 'wait').map((r) => r.name);
  const silent = required.filter((name) => !reports.some((r) => r.name === name));
  const parts = [
    ...(running.length > 0 ? [`${few(running)} still ${running.length === 1 ? 'runs' : 'run'}`] : []),
    ...(silent.length > 0 ? [`required but not reported: ${few(silent)}`] : []),
  ];
  return parts.length === 0 ? undefined : waiting(`CI on ${short}: ${parts.join('; ')}.`, url);
}

/** Runs that no check speaks for: later jobs of one that goes on, and one that could not even start its jobs. */
function judgeRuns(runs: readonly Run[], { head, url }: PullRequest): StepOutcome | undefined {
  const latest = new Map<string, Run>();
  for (const run of runs.filter((r) => ofPullRequests.has(r.event))) {
    const key = `${run.event} ${run.workflow}`;
    const known = latest.get(key);
    if (known === undefined || run.createdAt > known.createdAt) latest.set(key, run);
  }
  const short = head.slice(0, 7);
  const all = [...latest.values()];
  const red = all.find((r) => r.status === 'completed' && !passing.has(r.conclusion ?? ''));
  if (red !== undefined)
    return failing(
      `The workflow ${red.workflow} ended as ${(red.conclusion ?? 'nothing').replaceAll('_', ' ')} on ${short}. Mend it and push, or run it again on GitHub.`,
      red.url,
    );
  const running = all.find((r) => r.status !== 'completed');
  return running === undefined
    ? undefined
    : waiting(`CI on ${short}: the workflow ${running.workflow} still runs.`, running.url ?? url);
}

/**
 * Whether the pull request's own CI may still have to begin: what is green by then was said of the branch, by its pushes.
 * A workflow may leave this pull request out (`branches`, `paths`), so it is not waited for longer.
 */
async function mayStillBegin(client: CiGreenClient, work: Work, runs: readonly Run[], head: string): Promise<boolean> {
  const { repository, state, now } = work;
  const age = now.getTime() - (state.since ?? now).getTime();
  if (age >= begins || runs.some((r) => r.event === 'pull_request')) return false;
  return await hasWorkflow(client, repository, head, (text) => listensTo(text, 'pull_request'));
}

/**
 * Whether CI is green on the head of the release pull request: every required context, check run and status of it.
 * Skipped and neutral ones pass. A head other than the one the release knows is waited out: its check starts anew.
 */
export async function ciGreen(client: CiGreenClient, work: Work): Promise<StepOutcome> {
  const { release, repository, step } = work;
  const { number, head: known } = stepState(release, step.of).facts;
  if (number === undefined) throw new Error(`${release.id}: ${step.of} has no pull request.`);
  const pull = await client.pullRequest(repository, Number(number));
  if (pull.head !== known)
    return waiting(`#${number} has a new head, ${pull.head.slice(0, 7)}; Slipway takes note of it first.`, pull.url);
  if (pull.state === 'open' && pull.mergeable === false)
    return failing(
      `#${number} conflicts with ${pull.base}, so GitHub runs no CI for it. Merge ${pull.base} into its branch and resolve the conflict there.`,
      pull.url,
    );
  const [allReports, allRequired, runs] = await Promise.all([
    client.reportsOf(repository, pull.head),
    client.requiredContexts(repository, pull.base),
    client.runsOfCommit(repository, pull.head),
  ]);
  const reports = allReports.filter((r) => !ownContext.test(r.name));
  const required = allRequired.filter((name) => !ownContext.test(name));
  if (reports.length === 0 && required.length === 0)
    return judgeRuns(runs, pull) ?? (await judgeSilence(client, repository, pull));
  const judged = judgeReports(reports, required, pull) ?? judgeRuns(runs, pull);
  if (judged !== undefined) return judged;
  if (await mayStillBegin(client, work, runs, pull.head))
    return waiting(`CI of #${number} has not begun on ${pull.head.slice(0, 7)} yet.`, `${pull.url}/checks`);
  return completed(
    'made',
    `${counted(reports.length, 'check')} passed on ${pull.head.slice(0, 7)}.`,
    `${pull.url}/checks`,
  );
}
