/** A commit between two versions. */
export interface Commit {
  readonly sha: string;
  readonly message: string;
  /** GitHub login of the author; undefined where GitHub knows no account for the address. */
  readonly author?: string | undefined;
  readonly url: string;
  readonly parents: readonly string[];
  /** Numbers of the pull requests that brought it, as far as they are known. */
  readonly pullRequests: readonly number[];
}

/** A merged pull request of the changes. */
export interface MergedPullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly author?: string | undefined;
  readonly labels: readonly string[];
  /** The branch of this repository that was merged; undefined where it came from another one. */
  readonly headBranch?: string | undefined;
}

/** What lies between two versions. */
export interface Changes {
  /** Oldest first. */
  readonly commits: readonly Commit[];
  readonly pullRequests: readonly MergedPullRequest[];
  /** There are more commits than were read. */
  readonly truncated: boolean;
  /** What GitHub said where it did not tell which pull requests brought the commits: only those that messages name are known. */
  readonly notAssociated?: string | undefined;
}

const mergedPull = /^Merge pull request #(\d+) from /;
const squashed = /\(#(\d+)\)$/;

/** The first line of a commit's message. */
export function subjectLine(message: string): string {
  return message.trimStart().split('\n', 1)[0]?.trim() ?? '';
}

/** Whether it only joins two histories. */
export function isMerge({ message, parents }: Commit): boolean {
  return parents.length > 1 || /^Merge (pull request #\d+|branch|remote-tracking branch|tag) /.test(message);
}

/** The number of the pull request that a commit's own message names: GitHub's merge and squash commits say it. */
export function namedPullRequest(message: string): number | undefined {
  const subject = subjectLine(message);
  const found = mergedPull.exec(subject)?.[1] ?? squashed.exec(subject)?.[1];
  return found === undefined ? undefined : Number(found);
}

function reachable(from: string | undefined, byId: ReadonlyMap<string, Commit>, not: ReadonlySet<string>): Set<string> {
  const seen = new Set<string>();
  const open = from === undefined ? [] : [from];
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    if (seen.has(sha) || not.has(sha)) continue;
    seen.add(sha);
    open.push(...(byId.get(sha)?.parents ?? []));
  }
  return seen;
}

/**
 * Adds to each commit the pull requests that the history itself tells: of a squash, of a merge, and of every commit that this merge brought in.
 * GitHub's own association names only the release pull request for commits that came to the default branch by it.
 */
export function withPullRequestsOfHistory(commits: readonly Commit[]): readonly Commit[] {
  const byId = new Map(commits.map((c) => [c.sha, c]));
  const named = new Map<string, Set<number>>(commits.map((c) => [c.sha, new Set(c.pullRequests)]));
  for (const commit of commits) {
    const number = namedPullRequest(commit.message);
    if (number === undefined) continue;
    named.get(commit.sha)?.add(number);
    const [first, second] = commit.parents;
    const before = reachable(first, byId, new Set());
    for (const brought of second === undefined ? [] : reachable(second, byId, before)) named.get(brought)?.add(number);
  }
  return commits.map((c) => ({ ...c, pullRequests: [...(named.get(c.sha) ?? [])] }));
}
