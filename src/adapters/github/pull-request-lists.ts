import { withoutTokens } from '../../release/token-shapes.ts';
import { type GitHub, named } from './client.ts';

/** A pull request as lists show it. */
export interface ListedPullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly base: string;
  /** The branch that it comes from. */
  readonly headBranch: string;
  readonly intoDefault: boolean;
}

/** An open pull request as whoever guards a branch sees it. */
export interface OpenPullRequest {
  readonly number: number;
  readonly head: string;
  readonly body: string;
  readonly author: string | undefined;
  readonly labels: readonly string[];
}

/** Its first commits, as they were pushed. */
interface CommitsOfPullRequest {
  readonly commits: readonly { readonly sha: string; readonly message: string }[];
  /** Whether these are all. */
  readonly complete: boolean;
}

const mostPages = 3; // of 100, last changed first
const mostOpenPages = 10; // of 100
const mostCommits = 250; // of a pull request: GitHub lists no more
const mostFilePages = 30; // GitHub lists at most 3,000 files of a pull request

interface Answered {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly merged_at: string | null;
  readonly head: { readonly ref: string };
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
    headBranch: data.head.ref,
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

    /** The open pull requests into a branch, 1,000 at most, oldest first. */
    async openPullRequestsInto(repository: string, branch: string): Promise<readonly OpenPullRequest[]> {
      const octokit = await github.octokitFor(repository);
      const found: OpenPullRequest[] = [];
      for (let page = 1; page <= mostOpenPages; page += 1) {
        const asked = {
          ...named(repository),
          state: 'open',
          base: branch,
          direction: 'asc',
          per_page: 100,
          page,
        } as const;
        const { data } = await octokit.rest.pulls.list(asked);
        for (const { number, head, body, user, labels } of data) {
          const [author, names] = [user?.login, labels.map(({ name }) => name)];
          found.push({ number, head: head.sha, body: body ?? '', author, labels: names });
        }
        if (data.length < 100) break;
      }
      return found;
    },

    /** The first 250 commits of a pull request as they were pushed: after a squash the branch has one in their place. */
    async commitsOfPullRequest(repository: string, number: number): Promise<CommitsOfPullRequest> {
      const octokit = await github.octokitFor(repository);
      const commits: CommitsOfPullRequest['commits'][number][] = [];
      for (let page = 1; commits.length < mostCommits; page += 1) {
        const asked = { ...named(repository), pull_number: number, per_page: 100, page };
        const { data } = await octokit.rest.pulls.listCommits(asked);
        commits.push(...data.map(({ sha, commit }) => ({ sha, message: withoutTokens(commit.message) })));
        if (data.length < 100) break;
      }
      if (commits.length < mostCommits) return { commits, complete: true };
      const { data } = await octokit.rest.pulls.get({ ...named(repository), pull_number: number });
      return { commits, complete: data.commits <= commits.length };
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
