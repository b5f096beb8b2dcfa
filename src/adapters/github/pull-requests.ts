import { type GitHub, named } from './client.ts';
import { answered, expecting, GitHubAnswer } from './refused.ts';

/** A pull request as one is read. */
export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly draft: boolean;
  /** The commit that its branch has, or had when it was merged or closed. */
  readonly head: string;
  readonly headBranch: string;
  readonly base: string;
  readonly author: string | undefined;
  /** Its author is no person: a workflow, or an App. */
  readonly byBot: boolean;
  readonly createdAt: Date;
  /** Logins that are asked for a review and have not answered yet. */
  readonly reviewers: readonly string[];
  /** undefined while GitHub works it out. */
  readonly mergeable: boolean | undefined;
  readonly merged: { readonly sha: string; readonly at: string; readonly by: string | undefined } | undefined;
  readonly closedAt: Date | undefined;
}

export type Opened =
  | { readonly kind: 'made'; readonly pullRequest: PullRequest }
  /** One of that head and base is open already. */
  | { readonly kind: 'exists' }
  /** The base has all that the head has. */
  | { readonly kind: 'nothing-new' }
  | { readonly kind: 'no-branch'; readonly side: 'head' | 'base' };

export type Merged =
  | { readonly kind: 'merged'; readonly sha: string }
  /** The head, or the base, is not what it was: read it again. */
  | { readonly kind: 'moved' }
  /** GitHub's 405: rules, checks, reviews, method, conflict … told apart by its message alone. */
  | { readonly kind: 'not-mergeable'; readonly message: string }
  /** GitHub's 403. */
  | { readonly kind: 'forbidden'; readonly message: string };

interface Answered {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly draft?: boolean;
  readonly user: { readonly login: string; readonly type?: string } | null;
  readonly created_at: string;
  readonly head: { readonly sha: string; readonly ref: string };
  readonly base: { readonly ref: string };
  readonly requested_reviewers?: readonly { readonly login?: string }[] | null;
  readonly mergeable?: boolean | null;
  readonly merged_at: string | null;
  readonly closed_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly merged_by?: { readonly login: string } | null;
}

/** A pull request as GitHub answers it. */
export function pullRequestOf(data: Answered): PullRequest {
  const { merged_at: at, merge_commit_sha: sha } = data;
  return {
    number: data.number,
    url: data.html_url,
    title: data.title,
    body: data.body ?? '',
    state: at !== null ? 'merged' : data.state === 'open' ? 'open' : 'closed',
    draft: data.draft === true,
    head: data.head.sha,
    headBranch: data.head.ref,
    base: data.base.ref,
    author: data.user?.login,
    byBot: data.user?.type === 'Bot',
    createdAt: new Date(data.created_at),
    reviewers: (data.requested_reviewers ?? []).flatMap(({ login }) => login ?? []),
    mergeable: data.mergeable ?? undefined,
    merged: at === null || sha === null ? undefined : { sha, at, by: data.merged_by?.login },
    closedAt: data.closed_at === null ? undefined : new Date(data.closed_at),
  };
}

function notOpened({ status, message }: GitHubAnswer): Opened | undefined {
  if (status !== 422) return undefined;
  if (/already exists/i.test(message)) return { kind: 'exists' };
  if (/no commits between/i.test(message)) return { kind: 'nothing-new' };
  const side = /PullRequest (head|base) (?:invalid|missing)/i.exec(message)?.[1];
  return side === 'head' || side === 'base' ? { kind: 'no-branch', side } : undefined;
}

/** Pull requests, one at a time: read, open, ask for reviews, merge. */
export function pullRequestsOn(github: GitHub) {
  return {
    async pullRequest(repository: string, number: number): Promise<PullRequest> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.pulls.get({ ...named(repository), pull_number: number });
      return pullRequestOf(data);
    },

    /** The newest 100 pull requests of a branch of this repository into another, newest first, in whatever state. */
    async pullRequestsBetween(repository: string, head: string, base: string): Promise<readonly PullRequest[]> {
      const octokit = await github.octokitFor(repository);
      const at = named(repository);
      const asked = { ...at, head: `${at.owner}:${head}`, base, state: 'all', per_page: 100 } as const;
      const { data } = await octokit.rest.pulls.list(asked);
      return data.map(pullRequestOf);
    },

    async openPullRequest(
      repository: string,
      wanted: { readonly head: string; readonly base: string; readonly title: string; readonly body: string },
    ): Promise<Opened> {
      const octokit = await github.octokitFor(repository);
      return await answered<{ data: Answered }, Opened>(
        octokit.rest.pulls.create({ ...named(repository), ...wanted }),
        ({ data }) => ({ kind: 'made', pullRequest: pullRequestOf(data) }),
        notOpened,
      );
    },

    /** Asks people for a review. `refused`: GitHub asks none of them, because of one (a stranger, or the author). */
    async requestReviewers(
      repository: string,
      number: number,
      logins: readonly string[],
    ): Promise<{ readonly kind: 'asked' } | { readonly kind: 'refused'; readonly message: string }> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), pull_number: number, reviewers: [...logins] };
      const answer = await expecting([422], octokit.rest.pulls.requestReviewers(asked));
      return answer instanceof GitHubAnswer ? { kind: 'refused', message: answer.message } : { kind: 'asked' };
    },

    /** Logins that have reviewed it. */
    async reviewersOf(repository: string, number: number): Promise<readonly string[]> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), pull_number: number, per_page: 100 };
      const { data } = await octokit.rest.pulls.listReviews(asked);
      return [...new Set(data.flatMap(({ user }) => user?.login ?? []))];
    },

    /** Merges exactly the head that is named. `message` replaces the merge commit's body. */
    async mergePullRequest(
      repository: string,
      number: number,
      wanted: {
        readonly head: string;
        readonly method: 'merge' | 'squash' | 'rebase';
        readonly message?: string | undefined;
      },
    ): Promise<Merged> {
      const octokit = await github.octokitFor(repository);
      const request = octokit.rest.pulls.merge({
        ...named(repository),
        pull_number: number,
        sha: wanted.head,
        merge_method: wanted.method,
        ...(wanted.message === undefined ? {} : { commit_message: wanted.message }),
      });
      const answer = await expecting([403, 405, 409], request);
      if (!(answer instanceof GitHubAnswer)) return { kind: 'merged', sha: answer.data.sha };
      const { status, message } = answer;
      if (status === 409 || /branch was modified/i.test(message)) return { kind: 'moved' };
      return { kind: status === 403 ? 'forbidden' : 'not-mergeable', message };
    },

    /** The login under which Slipway acts on GitHub. */
    ownLogin: (): Promise<string> => github.login(),
  };
}
