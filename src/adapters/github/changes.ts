import { withPullRequestsOfHistory } from '../../release/changes.ts';
import { withoutReverted } from '../../release/reverted.ts';
import { withoutTokens } from '../../release/token-shapes.ts';
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

interface FoundPullRequest extends ChangedPullRequest {
  readonly body: string;
}

/** What one commit has that another lacks. */
export interface Changes {
  /** Without those that were reverted again, and their reverts. */
  readonly commits: readonly ChangedCommit[];
  /** All there are; `commits` is of the first 1,000. */
  readonly total: number;
  /** How many of the first 1,000 cancel each other, and stand in no list. */
  readonly reverted: number;
  /** Merged into the branch by one of these commits; without the ones that were merged into other branches first. */
  readonly pullRequests: readonly ChangedPullRequest[];
  /** Logins of all who wrote any of it, co-authors too. Who only pressed GitHub's merge button wrote nothing. */
  readonly authors: readonly string[];
  /** Numbers of their accounts, as far as GitHub tells: they stay when a login is changed. */
  readonly authorIds: readonly number[];
  /** Names of authors whose address no GitHub account has: nobody can tell whether they are one of the signers. */
  readonly strangers: readonly string[];
  readonly url: string;
}

interface ComparedCommit {
  readonly sha: string;
  readonly author: { readonly login?: string; readonly id?: number } | null;
  readonly committer: { readonly login?: string } | null;
  readonly html_url: string;
  readonly parents: readonly { readonly sha: string }[];
  readonly commit: {
    readonly message: string;
    readonly author: { readonly name?: string; readonly email?: string } | null;
    readonly committer: { readonly email?: string } | null;
  };
}

const mostCommitPages = 10;
/** A comparison names no more files, whichever page is asked for (docs.github.com: compare two commits). */
const mostFiles = 300;
const mostPullRequestPages = 3;
const coAuthor = /^co-authored-by:\s*(.+?)\s*<([^<>]*)>\s*$/gim;
/** GitHub's own address of an account, with its number since 2017; on GitHub Enterprise Server its host stands behind. */
const ownAddress = /^(?:(\d+)\+)?([^@+]+)@users\.noreply\.[\w.-]+$/i;

/** A merge that GitHub made when somebody pressed its button. */
function byButton({ parents, commit, committer }: ComparedCommit): boolean {
  return parents.length > 1 && (committer?.login === 'web-flow' || commit.committer?.email === 'noreply@github.com');
}

interface Account {
  readonly login: string;
  readonly id: number | undefined;
}

/** The account of an address: GitHub's own ones name it, and of others GitHub has told it beside another of the commits. */
function accountAt(address: string, told: ReadonlyMap<string, Account>): Account | undefined {
  const [, number, login] = ownAddress.exec(address) ?? [];
  if (login === undefined) return told.get(address.toLowerCase());
  return { login, id: number === undefined ? undefined : Number(number) };
}

function accountsTold(commits: readonly ComparedCommit[]): ReadonlyMap<string, Account> {
  return new Map(
    commits.flatMap(({ author, commit }) => {
      const [login, address] = [author?.login, commit.author?.email];
      if (login === undefined || address === undefined) return [];
      return [[address.toLowerCase(), { login, id: author?.id }] as const];
    }),
  );
}

function writersOf(commits: readonly ComparedCommit[]): Pick<Changes, 'authors' | 'authorIds' | 'strangers'> {
  const authors = new Map<string, string>();
  const authorIds = new Set<number>();
  const strangers = new Set<string>();
  const told = accountsTold(commits);
  const wrote = (account: Account | undefined, name: string): void => {
    if (account === undefined) return void strangers.add(name);
    const same = account.login.toLowerCase();
    if (!authors.has(same)) authors.set(same, account.login);
    if (account.id !== undefined) authorIds.add(account.id);
  };
  for (const one of commits) {
    const { login, id } = one.author ?? {};
    if (!byButton(one)) wrote(login === undefined ? undefined : { login, id }, one.commit.author?.name ?? 'somebody');
    for (const [, name = '', address = ''] of one.commit.message.matchAll(coAuthor))
      wrote(accountAt(address.trim(), told), name);
  }
  return { authors: [...authors.values()], authorIds: [...authorIds], strangers: [...strangers] };
}

function changedCommit({ sha, author, commit }: ComparedCommit): ChangedCommit {
  const subject = withoutTokens(commit.message.split('\n', 1)[0] ?? '');
  return { sha, subject, author: author?.login ?? commit.author?.name ?? 'somebody' };
}

/** What is left of commits and pull requests, each without what was reverted again in between. */
function left(commits: readonly ComparedCommit[], pullRequests: readonly FoundPullRequest[]) {
  const bare = commits.map(({ sha, commit, parents, html_url: url }) => ({
    sha,
    message: commit.message,
    url,
    parents: parents.map((parent) => parent.sha),
    pullRequests: [],
  }));
  const kept = withoutReverted({ commits: withPullRequestsOfHistory(bare), pullRequests });
  const shas = new Set(kept.commits.map(({ sha }) => sha));
  return {
    commits: commits.filter(({ sha }) => shas.has(sha)).map(changedCommit),
    reverted: commits.length - shas.size,
    pullRequests: kept.pullRequests.map(({ body: _, ...shown }) => shown),
  };
}

/** What a release carries: commits, their authors and their pull requests. */
export function changesOn(github: GitHub) {
  async function pullRequestsAmong(repository: string, shas: ReadonlySet<string>, into: string) {
    const octokit = await github.octokitFor(repository);
    const found: FoundPullRequest[] = [];
    for (let page = 1; page <= mostPullRequestPages; page += 1) {
      const asked = { ...named(repository), state: 'closed', base: into, sort: 'updated', direction: 'desc' } as const;
      const { data } = await octokit.rest.pulls.list({ ...asked, per_page: 100, page });
      for (const { merged_at, merge_commit_sha, number, title, body, html_url: url, user } of data) {
        if (merged_at === null || merge_commit_sha === null || !shas.has(merge_commit_sha)) continue;
        const author = user?.login ?? 'somebody';
        found.push({ number, title: withoutTokens(title), body: body ?? '', url, author });
      }
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
      return { ...left(commits, pullRequests), total, ...writersOf(commits), url };
    },

    /**
     * The paths in which `head` differs from what it has in common with `base`, those that were renamed away from too;
     * not complete where GitHub names only the first 300. undefined where one of them is not there.
     */
    async filesBetween(repository: string, base: string, head: string) {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), basehead: `${base}...${head}`, per_page: 1, page: 1 };
      const answer = await expecting([404], octokit.rest.repos.compareCommitsWithBasehead(asked));
      if (answer instanceof GitHubAnswer) return undefined;
      const files = answer.data.files ?? [];
      const paths = files.flatMap(({ filename, previous_filename: before }) =>
        before === undefined ? [filename] : [filename, before],
      );
      return { paths, complete: files.length < mostFiles };
    },
  };
}
