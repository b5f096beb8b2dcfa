import type { ActionStep } from '../../release/playbook-steps.ts';
import { completed, failed, failing, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { isMarked, markOf } from './release-mark.ts';
import { ruleWords } from './rule-lines.ts';

interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly body: string;
  readonly state: 'open' | 'merged' | 'closed';
}

/** Why it takes a pull request. */
type Reason = { readonly kind: 'conflict' } | { readonly kind: 'protected'; readonly message: string };

type BranchesMerged =
  | { readonly kind: 'merged'; readonly sha: string }
  | { readonly kind: 'contained' }
  | { readonly kind: 'moved' }
  | { readonly kind: 'no-branch' }
  | Reason;

export interface MergeBackClient {
  /** How many commits `head` has that `base` lacks; undefined where one of them is not there. */
  compareRefs(
    repository: string,
    base: string,
    head: string,
  ): Promise<{ readonly ahead: number; readonly url: string } | undefined>;
  tipOfBranch(repository: string, branch: string): Promise<string | undefined>;
  messageOfCommit(repository: string, sha: string): Promise<string>;
  mergeBranches(
    repository: string,
    wanted: { readonly from: string; readonly into: string; readonly message: string },
  ): Promise<BranchesMerged>;
  createBranch(
    repository: string,
    branch: string,
    sha: string,
  ): Promise<{ readonly kind: 'made' | 'exists' } | { readonly kind: 'refused'; readonly message: string }>;
  pullRequestsBetween(repository: string, head: string, base: string): Promise<readonly PullRequest[]>;
  openPullRequest(
    repository: string,
    wanted: { readonly head: string; readonly base: string; readonly title: string; readonly body: string },
  ): Promise<
    | { readonly kind: 'made'; readonly pullRequest: PullRequest }
    | { readonly kind: 'exists' | 'nothing-new' | 'no-branch' }
  >;
}

type Work = StepWork<Extract<ActionStep, { action: 'merge-back' }>>;

/** From where to where, and the branch for a pull request where it cannot be merged at once. */
interface Route {
  readonly from: string;
  readonly to: string;
  readonly branch: string;
}

/** The pull requests that bring it back: ours from the branch of its own, and one that somebody opened from the branch itself. */
async function pullRequests(client: MergeBackClient, work: Work, { from, to, branch }: Route) {
  const [ours, theirs] = await Promise.all([
    client.pullRequestsBetween(work.repository, branch, to),
    client.pullRequestsBetween(work.repository, from, to),
  ]);
  return { ours, all: [...ours, ...theirs] };
}

/** It is back. Whether Slipway brought it shows in the pull request, or in the merge at the tip of the branch. */
async function broughtBack(client: MergeBackClient, work: Work, route: Route, tip: string): Promise<StepOutcome> {
  const { release, repository } = work;
  const { from, to } = route;
  const { all } = await pullRequests(client, work, route);
  const known = work.state.facts['number'];
  const merged = all.find(
    ({ state, body, number }) => state === 'merged' && (isMarked(body, release.id) || String(number) === known),
  );
  if (merged !== undefined) {
    const { number, url } = merged;
    return completed('made', `${from} is back in ${to} by pull request #${number}.`, url, {
      number: String(number),
      url,
    });
  }
  const ours = isMarked(await client.messageOfCommit(repository, tip), release.id);
  const compared = await client.compareRefs(repository, from, to);
  const sentence = ours ? `${from} is merged back into ${to}.` : `${to} has every commit of ${from} already.`;
  return completed(ours ? 'made' : 'adopted', sentence, compared?.url, { sha: tip });
}

function whyOf(reason: Reason, { from, to }: Route): string {
  return reason.kind === 'conflict'
    ? `${from} conflicts with ${to}`
    : `${to} takes no merge without a pull request (${ruleWords(reason.message)})`;
}

function asks({ number, url }: PullRequest, why: string, { to }: Route): StepOutcome {
  const facts = { number: String(number), url };
  return waiting(`${why} Solve what stands in its way and merge pull request #${number} into ${to}.`, url, facts);
}

/** Opens the pull request that brings it back, from a branch of its own, so that a conflict is never solved in the released branch. */
async function openInstead(client: MergeBackClient, work: Work, route: Route, reason: Reason): Promise<StepOutcome> {
  const { repository, release } = work;
  const { from, to, branch } = route;
  const why = whyOf(reason, route);
  const [tip, there] = await Promise.all([
    client.tipOfBranch(repository, from),
    client.tipOfBranch(repository, branch),
  ]);
  if (tip === undefined) return noBranch(repository, route);
  const made = there === undefined ? await client.createBranch(repository, branch, tip) : { kind: 'exists' as const };
  if (made.kind === 'refused')
    return failed(
      `${why}, and GitHub does not let Slipway make the branch ${branch}: ${ruleWords(made.message)}.`,
      `Open a pull request from ${from} into ${to} yourself and press Retry, or let Slipway make branches under slipway/.`,
    );
  const opened = await client.openPullRequest(repository, {
    head: branch,
    base: to,
    title: `Merge ${from} back into ${to} after ${release.component.name} ${release.semver}`,
    body: `${why}. ${branch} is ${from} as it was released: solve conflicts on it, then merge with a merge commit.\n\n<!-- ${markOf(release.id)} -->`,
  });
  if (opened.kind === 'made') return asks(opened.pullRequest, `${why}.`, route);
  const { all } = await pullRequests(client, work, route);
  const open = all.find(({ state }) => state === 'open');
  return open === undefined ? waiting(`${why}. Slipway looks again by itself.`) : asks(open, `${why}.`, route);
}

function noBranch(repository: string, { from, to }: Route): StepOutcome {
  return failed(
    `${repository} lacks the branch ${from} or ${to}.`,
    'Push the branch that is missing, then press Retry; or complete this step outside of Slipway.',
  );
}

/**
 * Merges the released branch back. Where a conflict or protection forbids that, a pull request from
 * `slipway/merge-back-<version>` is opened and waited for; merging it is a person's.
 */
export async function mergeBack(client: MergeBackClient, work: Work): Promise<StepOutcome> {
  const { repository, release } = work;
  const [from, to] = [work.fill(work.step.from), work.fill(work.step.to)];
  const route: Route = { from, to, branch: `slipway/merge-back-${release.tag}` };
  const [compared, tip] = await Promise.all([
    client.compareRefs(repository, to, from),
    client.tipOfBranch(repository, to),
  ]);
  if (compared === undefined || tip === undefined) return noBranch(repository, route);
  if (compared.ahead === 0) return await broughtBack(client, work, route, tip);
  const { ours, all } = await pullRequests(client, work, route);
  const open = all.find(({ state }) => state === 'open');
  if (open !== undefined) return asks(open, `Pull request #${open.number} brings ${from} back.`, route);
  const closed = ours.find(({ state }) => state === 'closed');
  if (closed !== undefined)
    return failing(
      `Pull request #${closed.number} was closed, and ${to} still lacks ${compared.ahead} commits of ${from}. Reopen and merge it, or merge ${from} into ${to} yourself; Slipway looks again by itself.`,
      closed.url,
    );
  const message = `Merge ${from} back into ${to} after ${release.component.name} ${release.semver}\n\n${markOf(release.id)}`;
  const answer = await client.mergeBranches(repository, { from, into: to, message });
  if (answer.kind === 'merged')
    return completed('made', `${from} is merged back into ${to} as ${answer.sha.slice(0, 7)}.`, compared.url, {
      sha: answer.sha,
    });
  if (answer.kind === 'contained') return await broughtBack(client, work, route, tip);
  if (answer.kind === 'no-branch') return noBranch(repository, route);
  if (answer.kind === 'moved')
    return waiting(`${to} moved at this moment; Slipway tries again by itself.`, compared.url);
  return await openInstead(client, work, route, answer);
}
