import type { Facts } from '../release/events.ts';
import { shortened } from '../release/shortened.ts';
import { listPulls, pullsFact } from '../release/take-out.ts';

/** What one commit has that another lacks, as GitHub tells it. */
export interface Changes {
  readonly commits: readonly { readonly sha: string; readonly subject: string; readonly author: string }[];
  /** All there are; `commits` may hold fewer. */
  readonly total: number;
  /** Those of the first that cancel each other, and stand in no list. */
  readonly reverted?: number | undefined;
  readonly pullRequests: readonly {
    readonly number: number;
    readonly title: string;
    readonly url: string;
    readonly author: string;
  }[];
  /** Logins of all who wrote any of it. */
  readonly authors: readonly string[];
  /** Numbers of their accounts, as far as GitHub tells. */
  readonly authorIds: readonly number[];
  /** Names of authors that GitHub knows no login for. */
  readonly strangers: readonly string[];
  readonly url: string;
}

export interface ChangesClient {
  /** What `head` has that `base` lacks; undefined where one of them is not there. */
  changesBetween(repository: string, base: string, head: string, into: string): Promise<Changes | undefined>;
}

const mostLines = 8; // of what is signed; the rest is behind the link
const longestLine = 120;

/** First lines for those who sign: the pull requests, then the commits. */
export function firstLines({ pullRequests, commits, total, reverted = 0 }: Changes): string {
  const merged = pullRequests.map(
    ({ number, title, author }) => `#${number} ${shortened(title, longestLine)} by ${author}`,
  );
  const single = commits
    .filter(({ subject }) => !subject.startsWith('Merge '))
    .map(({ sha, subject, author }) => `${sha.slice(0, 7)} ${shortened(subject, longestLine)} by ${author}`);
  const lines = [...merged, ...single].slice(0, mostLines);
  const all = merged.length + single.length + total - reverted - commits.length;
  return [...lines, ...(all > lines.length ? [`… and ${all - lines.length} more`] : [])].join('\n');
}

/**
 * The facts of a release pull request, as later steps and the card use them.
 * @param startedBy logins of those who had it opened: they are its authors, whatever they wrote of it.
 */
export function pullRequestFacts(
  pullRequest: {
    readonly number: number;
    readonly url: string;
    readonly head: string;
    readonly title: string;
    readonly base: string;
  },
  changes: Changes,
  startedBy: readonly string[],
): Facts {
  const { number, url, head, title, base } = pullRequest;
  const { authors, authorIds, total, pullRequests } = changes;
  return {
    number: String(number),
    url,
    head,
    title,
    base,
    authors: authors.join(' '),
    'author-ids': authorIds.join(' '),
    'started-by': startedBy.join(' '),
    commits: String(total),
    pullRequests: String(pullRequests.length),
    changes: firstLines(changes),
    [pullsFact]: listPulls(pullRequests),
  };
}
