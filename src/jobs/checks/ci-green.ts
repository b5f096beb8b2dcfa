import type { CheckStep } from '../../release/playbook-steps.ts';
import { stepState } from '../../release/release.ts';
import { counted } from '../../release/wording.ts';
import { completed, failing, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { type CiGreenOfRefClient, ciGreenOfRef } from './ci-green-of-ref.ts';
import { type CiHead, type CiRun, hasWorkflow, judgeCi, readCi } from './ci-judgement.ts';
import { judgeTokens } from './ci-of-tokens.ts';
import { listensTo, reportsPullRequests } from './workflow-events.ts';

interface PullRequest {
  readonly head: string;
  readonly base: string;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  /** False: it conflicts. Undefined while GitHub works it out. */
  readonly mergeable: boolean | undefined;
  readonly author: string | undefined;
}

export interface CiGreenClient extends CiGreenOfRefClient {
  pullRequest(repository: string, number: number): Promise<PullRequest>;
}

type Work = StepWork<Extract<CheckStep, { check: 'ci-green' }>>;

const begins = 2 * 60_000; // ms in which GitHub registers the runs of a pull request that was just opened

async function judgeSilence(client: CiGreenClient, repository: string, { head, url }: CiHead): Promise<StepOutcome> {
  const short = head.slice(0, 7);
  if (await hasWorkflow(client, repository, head, reportsPullRequests))
    return waiting(`CI has not reported on ${short} yet.`, url);
  return waiting(
    `Nothing has reported on ${short}: ${repository} requires no check and has no workflow for pull requests. Slipway waits for a CI elsewhere to report; if there is none, add one, or take this check out of the playbook.`,
    url,
  );
}

/**
 * Whether the pull request's own CI may still have to begin: what is green by then was said of the branch, by its pushes.
 * A workflow may leave this pull request out (`branches`, `paths`), so it is not waited for longer.
 */
async function mayStillBegin(
  client: CiGreenClient,
  work: Work,
  runs: readonly CiRun[],
  head: string,
): Promise<boolean> {
  const { repository, state, now } = work;
  const age = now.getTime() - (state.since ?? now).getTime();
  if (age >= begins || runs.some((r) => r.event === 'pull_request')) return false;
  return await hasWorkflow(client, repository, head, (text) => listensTo(text, 'pull_request'));
}

/**
 * Whether CI is green on the head of the release pull request: every required context, check run and status of it.
 * Skipped and neutral ones pass. A head other than the one the release knows is waited out: its check starts anew.
 */
async function ciGreenOfPullRequest(client: CiGreenClient, work: Work, of: string): Promise<StepOutcome> {
  const { release, repository } = work;
  const { number, head: known } = stepState(release, of).facts;
  if (number === undefined) throw new Error(`${release.id}: ${of} has no pull request.`);
  const pull = await client.pullRequest(repository, Number(number));
  if (pull.head !== known)
    return waiting(`#${number} has a new head, ${pull.head.slice(0, 7)}; Slipway takes note of it first.`, pull.url);
  if (pull.state === 'open' && pull.mergeable === false)
    return failing(
      `#${number} conflicts with ${pull.base}, so GitHub runs no CI for it. Merge ${pull.base} into its branch and resolve the conflict there.`,
      pull.url,
    );
  const read = await readCi(client, repository, pull.head, pull.base);
  const { reports, required, runs } = read;
  const unrun = await judgeTokens(client, { repository, number }, pull, read);
  if (unrun !== undefined) return unrun;
  const judged = judgeCi(read, pull);
  if (judged !== undefined) return judged;
  if (reports.length === 0 && required.length === 0) return await judgeSilence(client, repository, pull);
  if (await mayStillBegin(client, work, runs, pull.head))
    return waiting(`CI of #${number} has not begun on ${pull.head.slice(0, 7)} yet.`, `${pull.url}/checks`);
  return completed(
    'made',
    `${counted(reports.length, 'check')} passed on ${pull.head.slice(0, 7)}.`,
    `${pull.url}/checks`,
  );
}

/** Whether CI is green: on the head of a pull request of this release, or on a branch, a tag or a commit. */
export async function ciGreen(client: CiGreenClient, work: Work): Promise<StepOutcome> {
  const { of, ref } = work.step;
  if (of !== undefined) return await ciGreenOfPullRequest(client, work, of);
  return await ciGreenOfRef(client, work, work.fill(ref ?? ''));
}
