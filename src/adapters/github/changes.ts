import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

export interface ChangedCommit {
  readonly sha: string;
  /** The first line of its message. */
  readonly subject: string;
  /** A GitHub login, or the name in the commit where GitHub knows no login for the address. */
  readonly author: string;
}

export interface ChangedPullRequest {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly author: string;
}

/** What one commit has that another lacks. */
export interface Changes {
  readonly commits: readonly ChangedCommit[];
  /** All there are; `commits` holds the first 1,000. */
  readonly total: number;
  /** Merged into the branch by one of these commits; without the ones that were merged into other branches first. */
  readonly pullRequests: readonly ChangedPullRequest[];
  /** Logins of all who wrote any of it, co-authors too. Who only pressed GitHub's merge button wrote nothing. */
  readonly authors: readonly string[];
  /** Names of authors whose address no GitHub account has: nobody can tell whether they are one of the signers. */
  readonly strangers: readonly string[];
  readonly url: string;
}

interface ComparedCommit {
  readonly sha: string;
  readonly author: { readonly login?: string } | null;
  readonly committer: { readonly login?: string } | null;
  readonly parents: readonly unknown[];
  readonly commit: {
    readonly message: string;
    readonly author: { readonly name?: string } | null;
    readonly committer: { readonly email?: string } | null;
  };
}

const mostCommitPages = 10;
const mostPullRequestPages = 3;
const coAuthor = /^co-authored-by:\s*(.+?)\s*<(?:\d+\+)?([^<>]*)>\s*$/gim;
const ownAddress = /^([^@]+)@users\.noreply\.github\.com$/i;

/** A merge that GitHub made when somebody pressed its button. */
function byButton({ parents, commit, committer }: ComparedCommit): boolean {
  return parents.length > 1 && (committer?.login === 'web-flow' || commit.committer?.email === 'noreply@github.com');
}

function writersOf(commits: readonly ComparedCommit[]): Pick<Changes, 'authors' | 'strangers'> {
  const authors = new Set<string>();
  const strangers = new Set<string>();
  for (const one of commits) {
    if (!byButton(one)) {
      if (one.author?.login !== undefined) authors.add(one.author.login);
      else strangers.add(one.commit.author?.name ?? 'somebody');
    }
    for (const [, name = '', address = ''] of one.commit.message.matchAll(coAuthor)) {
      const login = ownAddress.exec(address)?.[1];
      if (login === undefined) strangers.add(name);
      else authors.add(login);
    }
  }
  return { authors: [...authors], strangers: [...strangers] };
}

function changedCommit({ sha, author, commit }: ComparedCommit): ChangedCommit {
  const subject = commit.message.split('\n', 1)[0] ?? '';
  return { sha, subject, author: author?.login ?? commit.author?.name ?? 'somebody' };
}

/** What a release carries: commits, their authors and their pull requests. */
export function changesOn(github: GitHub) {
  async function pullRequestsAmong(repository: string, shas: ReadonlySet<string>, into: string) {
    const octokit = await github.octokitFor(repository);
    const found: ChangedPullRequest[] = [];
    for (let page = 1; page <= mostPullRequestPages; page += 1) {
      const asked = { ...named(repository), state: 'closed', base: into, sort: 'updated', direction: 'desc' } as const;
      const { data } = await octokit.rest.pulls.list({ ...asked, per_page: 100, page });
      for (const { merged_at, merge_commit_sha, number, title, html_url, user } of data)
        if (merged_at !== null && merge_commit_sha !== null && shas.has(merge_commit_sha))
          found.push({ number, title, url: html_url, author: user?.login ?? 'somebody' });
      if (data.length < 100) break;
    }
    return found.sort((one, other) => one.number - other.number);
  }

  return {
    /**
     * What `head` has that `base` lacks; both a branch, tag or commit. undefined where one of them is not there.
     * @param into the branch into which the pull requests went.
     */
    async changesBetween(repository: string, base: string, head: string, into: string): Promise<Changes | undefined> {
      const octokit = await github.octokitFor(repository);
      const commits: ComparedCommit[] = [];
      let total = 0;
      let url = '';
      for (let page = 1; page <= mostCommitPages; page += 1) {
        const asked = { ...named(repository), basehead: `${base}...${head}`, per_page: 100, page };
        const answer = await expecting([404], octokit.rest.repos.compareCommitsWithBasehead(asked));
        if (answer instanceof GitHubAnswer) return undefined;
        ({ total_commits: total, html_url: url } = answer.data);
        commits.push(...answer.data.commits);
        if (commits.length >= total || answer.data.commits.length === 0) break;
      }
      const shas = new Set(commits.map(({ sha }) => sha));
      const pullRequests = total === 0 ? [] : await pullRequestsAmong(repository, shas, into);
      return { commits: commits.map(changedCommit), total, pullRequests, ...writersOf(commits), url };
    },
  };
}
