import { withoutTokens } from '../../release/token-shapes.ts';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

/** A milestone, open or closed. */
export interface Milestone {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  /** Issues and pull requests in it that are closed. */
  readonly closed: number;
}

/** An open issue, or an open pull request: GitHub lists them together. */
export interface OpenIssue {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly isPullRequest: boolean;
}

/** The first of a list, and whether they are all. */
interface Part<T> {
  readonly found: readonly T[];
  readonly complete: boolean;
}

const mostPages = 10; // of 100

/** The first 1,000 of what pages of 100 hold. */
async function paged<T>(
  read: (page: { readonly per_page: 100; readonly page: number }) => Promise<readonly T[]>,
): Promise<Part<T>> {
  const found: T[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const some = await read({ per_page: 100, page });
    found.push(...some);
    if (some.length < 100) return { found, complete: true };
  }
  return { found, complete: false };
}

interface Listed {
  readonly number: number;
  readonly title: string;
  readonly html_url: string;
  readonly pull_request?: unknown;
}

function openIssue({ number, title, html_url: url, pull_request }: Listed): OpenIssue {
  return { number, title: withoutTokens(title), url, isPullRequest: pull_request !== undefined };
}

/** Issues, and what they are put into. */
export function issuesOn(github: GitHub) {
  type Narrowed = { readonly milestone: string } | { readonly labels: string };

  /** The newest 1,000 that are open. */
  async function openIssues(repository: string, narrowed: Narrowed): Promise<Part<OpenIssue>> {
    const octokit = await github.octokitFor(repository);
    const asked = { ...named(repository), ...narrowed, state: 'open' } as const;
    return await paged(async (page) => {
      const { data } = await octokit.rest.issues.listForRepo({ ...asked, ...page });
      return data.map(openIssue);
    });
  }

  return {
    /** What stands under a number: an issue, a pull request, or nothing that is (still) there. */
    async issueAt(
      repository: string,
      number: number,
    ): Promise<{ readonly kind: 'there'; readonly url: string } | { readonly kind: 'missing' | 'pull-request' }> {
      const octokit = await github.octokitFor(repository);
      const asked = octokit.rest.issues.get({ ...named(repository), issue_number: number });
      const answer = await expecting([404, 410], asked);
      if (answer instanceof GitHubAnswer) return { kind: 'missing' };
      return answer.data.pull_request === undefined
        ? { kind: 'there', url: answer.data.html_url }
        : { kind: 'pull-request' };
    },

    /** The first 1,000 milestones, closed ones too. */
    async milestones(repository: string): Promise<Part<Milestone>> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), state: 'all', direction: 'desc' } as const;
      return await paged(async (page) => {
        const { data } = await octokit.rest.issues.listMilestones({ ...asked, ...page });
        return data.map(({ number, title, html_url: url, closed_issues: closed }) => ({ number, title, url, closed }));
      });
    },

    /** The newest 1,000 open issues and pull requests that carry a label. A label that is not there is carried by none. */
    async openLabelled(repository: string, label: string): Promise<Part<OpenIssue>> {
      return await openIssues(repository, { labels: label });
    },

    /** The first 1,000 labels of a repository. */
    async labelNames(repository: string): Promise<Part<string>> {
      const octokit = await github.octokitFor(repository);
      return await paged(async (page) => {
        const { data } = await octokit.rest.issues.listLabelsForRepo({ ...named(repository), ...page });
        return data.map(({ name }) => name);
      });
    },

    /** What of a milestone is open: the newest 1,000. */
    async openInMilestone(repository: string, milestone: number): Promise<Part<OpenIssue>> {
      return await openIssues(repository, { milestone: String(milestone) });
    },
  };
}
