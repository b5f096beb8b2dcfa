import { type GitHub, named } from './client.ts';

/** A pull request as lists show it. */
export interface ListedPullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly base: string;
  readonly intoDefault: boolean;
}

const mostPages = 3; // of 100, last changed first
const mostFilePages = 30; // GitHub lists at most 3,000 files of a pull request

interface Answered {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly merged_at: string | null;
  readonly base: { readonly ref: string; readonly repo: { readonly default_branch?: string } };
}

function listed(data: Answered): ListedPullRequest {
  return {
    number: data.number,
    url: data.html_url,
    title: data.title,
    body: data.body ?? '',
    state: data.merged_at !== null ? 'merged' : data.state === 'open' ? 'open' : 'closed',
    base: data.base.ref,
    intoDefault: data.base.ref === data.base.repo.default_branch,
  };
}

/** Pull requests by what they are about. */
export function pullRequestListsOn(github: GitHub) {
  return {
    /** The 300 pull requests that changed last. */
    async recentPullRequests(repository: string): Promise<readonly ListedPullRequest[]> {
      const octokit = await github.octokitFor(repository);
      const found: ListedPullRequest[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const asked = {
          ...named(repository),
          state: 'all',
          sort: 'updated',
          direction: 'desc',
          per_page: 100,
          page,
        } as const;
        const { data } = await octokit.rest.pulls.list(asked);
        found.push(...data.map(listed));
        if (data.length < 100) break;
      }
      return found;
    },

    /** The paths that a pull request touches, those that it renames away from too. */
    async filesOfPullRequest(repository: string, number: number): Promise<readonly string[]> {
      const octokit = await github.octokitFor(repository);
      const paths: string[] = [];
      for (let page = 1; page <= mostFilePages; page += 1) {
        const asked = { ...named(repository), pull_number: number, per_page: 100, page };
        const { data } = await octokit.rest.pulls.listFiles(asked);
        for (const file of data)
          paths.push(file.filename, ...(file.previous_filename === undefined ? [] : [file.previous_filename]));
        if (data.length < 100) break;
      }
      return paths;
    },
  };
}
