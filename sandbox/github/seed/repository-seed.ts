import { setLabels } from '../domain/issue.ts';
import { newIssue } from '../domain/pull-request.ts';
import { type CommitData, importCommits } from '../git/fast-import.ts';
import { branchTip } from '../git/refs.ts';
import type { Issue } from '../state/issue.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import { accountOf, identityOf, type World, webFlow } from '../state/world.ts';

/** A commit as data. */
export interface SeedCommit {
  /** A name by which later commits and pull requests mean this one. */
  readonly key?: string;
  readonly branch: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly message: string;
  readonly files?: Readonly<Record<string, string | null>>;
  /** The key of the commit that a new branch starts from. */
  readonly from?: string;
  /** Keys of further parents. GitHub commits such a merge for the person. */
  readonly merge?: readonly string[];
  /** Tags at this commit: a message makes one annotated. */
  readonly tags?: Readonly<Record<string, string | true>>;
}

/** A pull request as data; numbered in the order of the list. */
interface SeedPull {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly by: string;
  readonly at: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  /** Keys: where its head stood and what it was based on, for one that is merged. */
  readonly headCommit?: string;
  readonly baseCommit?: string;
  readonly merged?: { readonly commit: string; readonly by: string; readonly at: string };
  readonly approvedBy?: readonly string[];
}

interface SeedRelease {
  readonly tag: string;
  readonly name: string;
  readonly body: string;
  readonly by: string;
  readonly at: string;
}

/** What a repository starts with. */
export interface RepositorySeed {
  readonly commits: readonly SeedCommit[];
  readonly pulls?: readonly SeedPull[];
  readonly releases?: readonly SeedRelease[];
}

function commitData(world: World, seed: RepositorySeed): CommitData[] {
  const marks = new Map(
    seed.commits.flatMap(({ key }, index) => (key === undefined ? [] : [[key, `:${index + 1}`] as const])),
  );
  const mark = (key: string): string => {
    const found = marks.get(key);
    if (found === undefined) throw new Error(`no commit of the seed is called ${key}`);
    return found;
  };
  return seed.commits.map(({ branch, by, at, message, files, from, merge, tags }) => {
    const author = { ...identityOf(accountOf(world, by)), date: at };
    return {
      branch,
      message,
      author,
      committer: merge === undefined ? author : { ...webFlow, date: at },
      files: files ?? {},
      ...(from === undefined ? {} : { from: mark(from) }),
      ...(merge === undefined ? {} : { merge: merge.map(mark) }),
      ...(tags === undefined ? {} : { tags }),
    };
  });
}

/** The issue of a seeded pull request, as old as the seed says. */
function seedIssue(world: World, repository: Repository, seed: SeedPull): Issue {
  const actor = { account: accountOf(world, seed.by), via: 'person' as const };
  const issue = newIssue(world, repository, actor, seed.title, seed.body ?? null);
  setLabels(world, repository, issue, seed.labels ?? []);
  const at = new Date(seed.at);
  const closed = seed.merged === undefined ? null : new Date(seed.merged.at);
  const dated: Issue = {
    ...issue,
    createdAt: at,
    updatedAt: closed ?? at,
    closedAt: closed,
    state: closed === null ? 'open' : 'closed',
    closedBy: seed.merged === undefined ? null : accountOf(world, seed.merged.by),
  };
  repository.issues.set(issue.number, dated);
  return dated;
}

async function seedPull(
  world: World,
  repository: Repository,
  seed: SeedPull,
  shaOf: (key: string) => string,
): Promise<void> {
  const tip = async (key: string | undefined, branch: string) =>
    key === undefined ? ((await branchTip(repository.git, branch)) ?? '') : shaOf(key);
  const issue = seedIssue(world, repository, seed);
  const { merged } = seed;
  const pull: Pull = {
    id: world.nextId(),
    number: issue.number,
    issue,
    head: seed.head,
    base: seed.base,
    headSha: await tip(seed.headCommit, seed.head),
    baseSha: await tip(seed.baseCommit, seed.base),
    draft: false,
    merge:
      merged === undefined
        ? null
        : { sha: shaOf(merged.commit), at: new Date(merged.at), by: accountOf(world, merged.by) },
    testMerge: null,
    reviews: [],
    reviewers: [],
    teams: [],
  };
  for (const login of seed.approvedBy ?? []) {
    const review = { id: world.nextId(), user: accountOf(world, login), body: '', commit: pull.headSha };
    pull.reviews.push({ ...review, state: 'APPROVED', submittedAt: issue.updatedAt });
  }
  repository.pulls.set(pull.number, pull);
}

/** Fills a repository: all commits in one run of git, and what GitHub keeps beside them. Tells nobody. */
export async function seedRepository(world: World, repository: Repository, seed: RepositorySeed): Promise<void> {
  const shas = await importCommits(repository.git, commitData(world, seed));
  const byKey = new Map(
    seed.commits.flatMap(({ key }, index) => (key === undefined ? [] : [[key, shas[index] ?? ''] as const])),
  );
  const shaOf = (key: string): string => {
    const sha = byKey.get(key);
    if (sha === undefined) throw new Error(`no commit of the seed is called ${key}`);
    return sha;
  };
  for (const pull of seed.pulls ?? []) await seedPull(world, repository, pull, shaOf);
  for (const { tag, name, body, by, at } of seed.releases ?? []) {
    const date = new Date(at);
    repository.releases.push({
      id: world.nextId(),
      tag,
      target: repository.defaultBranch,
      name,
      body,
      draft: false,
      prerelease: false,
      immutable: false,
      makeLatest: 'true',
      author: accountOf(world, by),
      assets: [],
      createdAt: date,
      updatedAt: date,
      publishedAt: date,
    });
  }
}
