import { counted } from '../../release/wording.ts';
import { completed, failing, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { type CiHead, type CiReadClient, hasWorkflow, judgeCi, readCi } from './ci-judgement.ts';
import { listensTo } from './workflow-events.ts';

export interface CiGreenOfRefClient extends CiReadClient {
  /** The commit that a branch, a tag or a commit id stands for, and where people see it. */
  commitAt(repository: string, ref: string): Promise<{ readonly sha: string; readonly url: string } | undefined>;
  /** The commit at the tip of a branch. */
  tipOfBranch(repository: string, branch: string): Promise<string | undefined>;
}

const begins = 2 * 60_000; // ms in which GitHub registers the runs of a push

async function judgeSilence(
  client: CiGreenOfRefClient,
  repository: string,
  { head, url }: CiHead,
): Promise<StepOutcome> {
  const short = head.slice(0, 7);
  if (await hasWorkflow(client, repository, head, (text) => listensTo(text, 'push')))
    return waiting(`CI has not reported on ${short} yet.`, url);
  return waiting(
    `Nothing has reported on ${short}: no check is required there, and no workflow of ${repository} runs on a push. Slipway waits for a CI elsewhere to report; if there is none, add one, or take this check out of the playbook.`,
    url,
  );
}

/** Whether the commit's own CI may still have to begin: what is green by then was said of it as the head of a pull request. */
async function mayStillBegin(client: CiGreenOfRefClient, work: StepWork<unknown>, head: string, begun: boolean) {
  const { repository, state, now } = work;
  const age = now.getTime() - (state.since ?? now).getTime();
  return !begun && age < begins && (await hasWorkflow(client, repository, head, (text) => listensTo(text, 'push')));
}

/**
 * Whether CI is green on the commit at which a branch, a tag or a commit id stands now: everything that reports on it,
 * and of a branch everything that its protection and rulesets require.
 */
export async function ciGreenOfRef(
  client: CiGreenOfRefClient,
  work: StepWork<unknown>,
  ref: string,
): Promise<StepOutcome> {
  const { repository } = work;
  const tip = await client.tipOfBranch(repository, ref);
  const commit = await client.commitAt(repository, tip ?? ref);
  if (commit === undefined) return failing(`${repository} has no branch, tag or commit ${ref}.`);
  const at = { head: commit.sha, url: commit.url, pinned: ref === commit.sha };
  const { head } = at;
  const read = await readCi(client, repository, head, tip === undefined ? undefined : ref);
  const judged = judgeCi(read, at);
  if (judged !== undefined) return judged;
  const { reports, runs } = read;
  if (reports.length === 0) return await judgeSilence(client, repository, at);
  const place = head.startsWith(ref) ? head.slice(0, 7) : `${ref} at ${head.slice(0, 7)}`;
  const begun = runs.some((run) => run.event === 'push');
  if (await mayStillBegin(client, work, head, begun))
    return waiting(`CI of the push has not begun on ${place} yet.`, at.url);
  return completed('made', `${counted(reports.length, 'check')} passed on ${place}.`, at.url);
}
