import type { ActionStep } from '../../release/playbook-steps.ts';
import { versionInTitle } from '../../release/proposed-version.ts';
import { plannedStep } from '../../release/release.ts';
import { deadlineOf } from '../../release/waiting.ts';
import { misproposed } from '../release-please/proposal.ts';
import { failed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { mergeRefusal } from './merge-refusal.ts';
import { type MergedPullRequest, mergedByUs, mergedOutcome, type WhoMergedClient } from './merged-pull-request.ts';
import { markOf } from './release-mark.ts';

interface PullRequest extends MergedPullRequest {
  readonly title: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly draft: boolean;
  readonly base: string;
  readonly mergeable: boolean | undefined;
}

type Merged =
  | { readonly kind: 'merged'; readonly sha: string }
  | { readonly kind: 'moved' }
  | { readonly kind: 'not-mergeable' | 'forbidden'; readonly message: string };

export interface MergePullRequestClient extends WhoMergedClient {
  pullRequest(repository: string, number: number): Promise<PullRequest>;
  mergePullRequest(
    repository: string,
    number: number,
    wanted: {
      readonly head: string;
      readonly method: 'merge' | 'squash' | 'rebase';
      readonly message?: string | undefined;
    },
  ): Promise<Merged>;
}

type Work = StepWork<Extract<ActionStep, { action: 'merge-pull-request' }>>;

interface Subject {
  readonly number: number;
  /** The commit that was signed. */
  readonly signed: string;
  readonly base: string | undefined;
}

function subjectOf({ release, step }: Work): Subject | undefined {
  const { number, head, base } = release.steps[step.of]?.facts ?? {};
  return number === undefined || head === undefined ? undefined : { number: Number(number), signed: head, base };
}

/** Why it cannot be merged as it is; undefined when it is worth trying. */
function obstacle(pullRequest: PullRequest, { number, signed, base }: Subject): StepOutcome | undefined {
  const { url, head, draft, state } = pullRequest;
  if (state === 'closed')
    return failed(
      `Pull request #${number} was closed without being merged.`,
      'Reopen it on GitHub and press Retry, or cancel this release.',
      url,
    );
  if (head !== signed)
    return waiting(
      `Pull request #${number} has moved from ${signed.slice(0, 7)} to ${head.slice(0, 7)}: what was signed is asked again.`,
      url,
    );
  if (base !== undefined && pullRequest.base !== base)
    return failed(
      `Pull request #${number} goes into ${pullRequest.base} now, not into ${base} as when it was signed.`,
      `Set its base branch back to ${base} on GitHub, then press Retry; or cancel this release.`,
      url,
    );
  if (!draft) return undefined;
  return failed(`Pull request #${number} is a draft.`, 'Mark it ready for review on GitHub, then press Retry.', url);
}

/** Release Please releases the version that the title says when it is merged: another one than was signed would come out. */
function otherVersion({ release, step }: Work, pullRequest: PullRequest): StepOutcome | undefined {
  const opened = plannedStep(release, step.of)?.step;
  if (opened === undefined || !('action' in opened) || opened.action !== 'release-please') return undefined;
  const titled = versionInTitle(pullRequest.title);
  if (titled === undefined || titled === release.semver) return undefined;
  const { sentence, remedy } = misproposed(release, pullRequest, titled);
  return failed(sentence, remedy, pullRequest.url);
}

/** A pending check is waited for as long as the step may take, not for ever. */
function waitOrFail({ planned, state, now }: Work, number: number, why: string, url: string): StepOutcome {
  const bound = deadlineOf(planned, { ...state, reminders: 0 });
  if (bound === undefined || now < bound) return waiting(`Pull request #${number} cannot be merged yet: ${why}.`, url);
  return failed(
    `Pull request #${number} could not be merged in time: ${why}.`,
    'Find out on GitHub what the check waits for, then press Retry.',
    url,
  );
}

function forbidden({ repository }: Work, number: number, message: string, url: string): StepOutcome {
  return failed(
    `GitHub does not let Slipway merge pull request #${number}: ${message.replace(/\.$/, '')}.`,
    `Give Slipway's GitHub App or token the permission contents: write on ${repository}, and workflows: write where the pull request changes files under .github/workflows; then press Retry. Or merge it on GitHub by hand and press Retry.`,
    url,
  );
}

/**
 * Merges exactly the commit that was signed. What somebody merged by hand is adopted; a head that moved waits for the
 * watch to record it; a pending check is waited for within the step's time; everything else needs a person.
 */
export async function mergePullRequest(client: MergePullRequestClient, work: Work): Promise<StepOutcome> {
  const { release, repository, step, now } = work;
  const subject = subjectOf(work);
  if (subject === undefined)
    return failed('There is no pull request to merge.', 'Complete the step that opens it, then press Retry.');
  const { number, signed } = subject;
  const before = await client.pullRequest(repository, number);
  if (before.merged !== undefined && before.head !== signed)
    return waiting(
      `Pull request #${number} was merged at ${before.head.slice(0, 7)}, not at ${signed.slice(0, 7)} that was signed: the sign-off is asked for again`,
      before.url,
    ); // the watch records what was merged, and makes void what was signed
  if (before.merged !== undefined)
    return mergedOutcome(before, subject, await mergedByUs(client, repository, before, release.id));
  const stopped = obstacle(before, subject) ?? otherVersion(work, before);
  if (stopped !== undefined) return stopped;
  const message = step.method === 'merge' ? `${before.title}\n\n${markOf(release.id)}` : undefined;
  const answer = await client.mergePullRequest(repository, number, { head: signed, method: step.method, message });
  const { url } = before;
  if (answer.kind === 'merged') {
    const merged = { sha: answer.sha, at: now.toISOString(), by: undefined };
    return mergedOutcome({ ...before, merged }, subject, true);
  }
  if (answer.kind === 'moved') return waitOrFail(work, number, 'a branch moved at this moment', url);
  if (answer.kind === 'forbidden') return forbidden(work, number, answer.message, url);
  const { mergeable } = await client.pullRequest(repository, number);
  const refusal = mergeRefusal(answer.message, mergeable);
  if (refusal.kind === 'wait') return waitOrFail(work, number, refusal.why, url);
  return failed(`GitHub does not merge pull request #${number}: ${refusal.why}.`, refusal.remedy, url);
}
