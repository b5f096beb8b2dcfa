import { changedFiles } from '../git/changed-files.ts';
import { aheadBehind, mergeBase } from '../git/commits.ts';
import { mergeTrees, writeCommit } from '../git/merge.ts';
import { branchTip } from '../git/refs.ts';
import { type PullFacts, presentPull, presentPullSimple } from '../present/present-pull.ts';
import type { Actor } from '../state/account.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import { type World, webFlow } from '../state/world.ts';
import { contextState, pullViolations } from './violations.ts';

/** Where a pull request's own commits start: the merge base, or for a merged one the base before the merge. */
export async function pullRange(repository: Repository, pull: Pull): Promise<{ base: string; head: string }> {
  const tip = await branchTip(repository.git, pull.base);
  const against = pull.merge === null && pull.issue.state === 'open' ? (tip ?? pull.baseSha) : pull.baseSha;
  return { base: (await mergeBase(repository.git, against, pull.headSha)) ?? against, head: pull.headSha };
}

/** Something on the head that no rule asks for is pending or red. */
function unstable(repository: Repository, sha: string): boolean {
  const names = new Set([
    ...repository.statuses.filter((status) => status.sha === sha).map(({ context }) => context),
    ...repository.checks.filter((check) => check.headSha === sha).map(({ name }) => name),
  ]);
  return [...names].some((context) => contextState(repository, sha, { context, appId: null }) !== 'success');
}

/** The two tips for which a test merge was made last. */
const tested = new WeakMap<Pull, string>();

/** Makes the commit that GitHub tries the merge with: the same for the same two tips. */
async function testMerge(repository: Repository, pull: Pull, tip: string, tree: string): Promise<void> {
  const tips = `${tip}..${pull.headSha}`;
  if (tested.get(pull) === tips) return;
  tested.set(pull, tips);
  const by = { author: webFlow, committer: webFlow, at: pull.issue.createdAt };
  const message = `Merge ${pull.headSha} into ${tip}`;
  pull.testMerge = await writeCommit(repository.git, tree, [tip, pull.headSha], message, by);
}

/** GitHub's `mergeable_state`, worked out at once where GitHub takes its time. */
export async function mergeableState(repository: Repository, pull: Pull, actor: Actor): Promise<string> {
  if (pull.issue.state === 'closed') return 'unknown';
  const tip = await branchTip(repository.git, pull.base);
  if (tip === undefined) return 'unknown';
  const merge = await mergeTrees(repository.git, tip, pull.headSha);
  if (merge.kind === 'conflict') {
    pull.testMerge = null;
    return 'dirty';
  }
  await testMerge(repository, pull, tip, merge.tree);
  if (pull.draft) return 'draft';
  const violations = await pullViolations(repository, pull, actor);
  if (violations.some(({ message }) => message.includes('out-of-date'))) return 'behind';
  if (violations.length > 0) return 'blocked';
  return unstable(repository, pull.headSha) ? 'unstable' : 'clean';
}

/** What has to be worked out from git and rules to show a pull request in full. */
export async function pullFacts(repository: Repository, pull: Pull, actor: Actor): Promise<PullFacts> {
  const range = await pullRange(repository, pull);
  const [state, files, distance] = await Promise.all([
    mergeableState(repository, pull, actor),
    changedFiles(repository.git, [range.base, range.head], false),
    aheadBehind(repository.git, range.base, range.head),
  ]);
  return {
    mergeable: state === 'unknown' ? null : state !== 'dirty',
    mergeableState: state,
    commits: distance.ahead,
    files: files.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
  };
}

/** Tells of a pull request: the webhook carries it in full. */
export async function announcePull(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  action: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const shown = presentPull(world, repository, pull, await pullFacts(repository, pull, actor));
  const payload = { action, number: pull.number, pull_request: shown, ...more };
  world.announce({ event: 'pull_request', repository, actor, payload });
}

/** Tells of a review; its webhook carries the pull request as lists do. */
export function announceReview(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  action: string,
  review: object,
): void {
  const payload = { action, review, pull_request: presentPullSimple(world, repository, pull) };
  world.announce({ event: 'pull_request_review', repository, actor, payload });
}
