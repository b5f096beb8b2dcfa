import type { Facts } from '../release/events.ts';

/** What one commit has that another lacks, as GitHub tells it. */
export interface Changes {
  readonly commits: readonly { readonly sha: string; readonly subject: string; readonly author: string }[];
  /** All there are; `commits` may hold fewer. */
  readonly total: number;
  readonly pullRequests: readonly {
    readonly number: number;
    readonly title: string;
    readonly url: string;
    readonly author: string;
  }[];
  /** Logins of all who wrote any of it. */
  readonly authors: readonly string[];
  /** Names of authors that GitHub knows no login for. */
  readonly strangers: readonly string[];
  readonly url: string;
}

export interface ChangesClient {
  /** What `head` has that `base` lacks; undefined where one of them is not there. */
  changesBetween(repository: string, base: string, head: string, into: string): Promise<Changes | undefined>;
}

/** The facts of a release pull request, as later steps and the card use them. */
export function pullRequestFacts(
  pullRequest: {
    readonly number: number;
    readonly url: string;
    readonly head: string;
    readonly title: string;
    readonly base: string;
  },
  { authors, total, pullRequests }: Changes,
): Facts {
  const { number, url, head, title, base } = pullRequest;
  return {
    number: String(number),
    url,
    head,
    title,
    base,
    authors: authors.join(' '),
    commits: String(total),
    pullRequests: String(pullRequests.length),
  };
}
