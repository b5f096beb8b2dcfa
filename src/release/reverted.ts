import { type Changes, type Commit, isMerge, type MergedPullRequest, namedPullRequest } from './changes.ts';

/** What `git revert` and GitHub's Revert write into a commit. */
const revertsCommit = /^This reverts commit ([0-9a-f]{7,40})\b/m;
/** What GitHub's Revert writes into the pull request that it opens. */
const revertsPullRequest = /^Reverts (?:([\w.-]+\/[\w.-]+))?#(\d+)[ \t]*\r?$/m;

type Pull = Pick<MergedPullRequest, 'number' | 'body' | 'url'>;

/** The pull request that another says to revert, in the same repository. */
export function revertedBy({ body, url }: Pick<Pull, 'body' | 'url'>): number | undefined {
  const [, repository, number] = revertsPullRequest.exec(body) ?? [];
  if (number === undefined) return undefined;
  const here = repository === undefined || url.toLowerCase().includes(`/${repository.toLowerCase()}/pull/`);
  return here ? Number(number) : undefined;
}

/** What is left of changes when each revert goes with what it reverts. */
interface Paired {
  /** Commits that are without effect. */
  readonly commits: ReadonlySet<string>;
  readonly pullRequests: ReadonlySet<number>;
}

function pairs(commits: readonly Commit[], pulls: readonly Pull[]) {
  const own = (number: number) => commits.filter((c) => !isMerge(c) && c.pullRequests.includes(number));
  const gone = new Set<string>();
  const goneOf = new Set<number>();
  const goes = (number: number): void => {
    goneOf.add(number);
    for (const commit of commits) if (commit.pullRequests.includes(number)) gone.add(commit.sha);
  };
  /** A pull request of which nothing is left has gone too. */
  const settle = ({ pullRequests }: Commit): void => {
    for (const number of pullRequests) if (own(number).every(({ sha }) => gone.has(sha))) goes(number);
  };
  return {
    own,
    gone,
    goneOf,
    /** The whole pull request whose merge it is, or the one commit. */
    takes(target: Commit): void {
      const merged = isMerge(target) ? namedPullRequest(target.message) : undefined;
      if (merged !== undefined && pulls.some(({ number }) => number === merged)) goes(merged);
      else {
        gone.add(target.sha);
        settle(target);
      }
    },
    takesPullRequest: goes,
    spends(revert: Commit): void {
      gone.add(revert.sha);
      settle(revert);
    },
  };
}

/**
 * Which of these changes cancel each other: a revert and what it reverts, where both are among them. Read from the newest
 * back, so that a revert which was itself reverted takes nothing away. A pull request that reverts and does more stays.
 */
function pairedOf({
  commits,
  pullRequests,
}: Pick<Changes, 'commits'> & { readonly pullRequests: readonly Pull[] }): Paired {
  const found = pairs(commits, pullRequests);
  const byPull = new Map(pullRequests.map((pull) => [pull.number, revertedBy(pull)]));
  for (const commit of [...commits].reverse()) {
    if (found.gone.has(commit.sha) || isMerge(commit)) continue;
    const said = revertsCommit.exec(commit.message)?.[1];
    const target = said === undefined ? undefined : commits.find(({ sha }) => sha.startsWith(said));
    const ofPull = commit.pullRequests
      .filter((number) => found.own(number).length === 1)
      .flatMap((number) => byPull.get(number) ?? [])
      .find((number) => pullRequests.some((pull) => pull.number === number));
    if (target !== undefined) found.takes(target);
    else if (ofPull !== undefined) found.takesPullRequest(ofPull);
    else continue;
    found.spends(commit);
  }
  return { commits: found.gone, pullRequests: found.goneOf };
}

/** The changes without those that were taken out again before they were released, and without what took them out. */
export function withoutReverted<C extends Commit, P extends Pull>(changes: {
  readonly commits: readonly C[];
  readonly pullRequests: readonly P[];
}): { readonly commits: readonly C[]; readonly pullRequests: readonly P[] } {
  const paired = pairedOf(changes);
  return {
    commits: changes.commits.filter(({ sha }) => !paired.commits.has(sha)),
    pullRequests: changes.pullRequests.filter(({ number }) => !paired.pullRequests.has(number)),
  };
}
