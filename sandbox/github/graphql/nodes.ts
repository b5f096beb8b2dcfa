import { pullsOfCommit } from '../domain/pull-commits.ts';
import { pullRange } from '../domain/pull-facts.ts';
import { opinions } from '../domain/violations.ts';
import { aheadBehind, type Commit, countCommits, type Identity, logCommits, readCommit } from '../git/commits.ts';
import { listRefs, type Ref, resolveCommit } from '../git/refs.ts';
import { readTag } from '../git/tags.ts';
import { accountByEmail } from '../present/present-account.ts';
import { htmlUrl } from '../present/present-repository.ts';
import type { Account } from '../state/account.ts';
import { nodeId } from '../state/ids.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { type ConnectionArgs, connection, listConnection } from './connection.ts';

/** An account as `Actor` or `User`. */
export const accountNode = (world: World, account: Account) => ({
  __typename: account.type,
  id: nodeId(account.type, account.id),
  databaseId: account.id,
  login: account.login,
  name: account.name,
  email: account.email,
  url: `${world.urls.html}/${account.login}`,
});

function gitActor(world: World, identity: Identity) {
  const account = accountByEmail(world, identity.email);
  return { ...identity, user: account?.type === 'User' ? accountNode(world, account) : null };
}

interface HistoryArgs extends ConnectionArgs {
  readonly since?: string | null;
  readonly until?: string | null;
  readonly path?: string | null;
}

function rollup(repository: Repository, sha: string): string | null {
  const statuses = new Map(
    repository.statuses.filter((one) => one.sha === sha).map(({ context, state }) => [context, state.toUpperCase()]),
  );
  for (const check of repository.checks.filter((one) => one.headSha === sha)) {
    const good = ['success', 'neutral', 'skipped'].includes(check.conclusion ?? '');
    statuses.set(`check/${check.name}`, check.status !== 'completed' ? 'PENDING' : good ? 'SUCCESS' : 'FAILURE');
  }
  const states = [...statuses.values()];
  if (states.length === 0) return null;
  return ['FAILURE', 'ERROR', 'PENDING'].find((state) => states.includes(state)) ?? 'SUCCESS';
}

/** A commit. */
export function commitNode(world: World, repository: Repository, commit: Commit): object {
  const [headline = '', ...body] = commit.message.split('\n');
  const state = rollup(repository, commit.sha);
  return {
    __typename: 'Commit',
    id: nodeId('Commit', commit.sha),
    oid: commit.sha,
    abbreviatedOid: commit.sha.slice(0, 7),
    message: commit.message,
    messageHeadline: headline,
    messageBody: body.join('\n').trim(),
    committedDate: commit.committer.date,
    authoredDate: commit.author.date,
    author: gitActor(world, commit.author),
    committer: gitActor(world, commit.committer),
    url: htmlUrl(world, repository, `/commit/${commit.sha}`),
    commitUrl: htmlUrl(world, repository, `/commit/${commit.sha}`),
    statusCheckRollup: state === null ? null : { id: nodeId('StatusCheckRollup', commit.sha), state },
    repository: () => repositoryNode(world, repository),
    parents: (args: ConnectionArgs) =>
      connection('parents', args, commit.parents.length, (skip, size) =>
        Promise.all(
          commit.parents
            .slice(skip, skip + size)
            .map(async (sha) => commitNode(world, repository, await readCommit(repository.git, sha))),
        ),
      ),
    history: async (args: HistoryArgs) => {
      const options = {
        ...(typeof args.since === 'string' ? { since: args.since } : {}),
        ...(typeof args.until === 'string' ? { until: args.until } : {}),
        ...(typeof args.path === 'string' ? { paths: [args.path] } : {}),
      };
      return await commitConnection(world, repository, 'history', args, [commit.sha], options);
    },
    associatedPullRequests: async (args: ConnectionArgs) =>
      await listConnection('associatedPullRequests', args, await pullsOfCommit(repository, commit.sha), (pull) =>
        pullNode(world, repository, pull),
      ),
  };
}

async function commitConnection(
  world: World,
  repository: Repository,
  name: string,
  args: ConnectionArgs,
  range: readonly string[],
  options: Parameters<typeof countCommits>[2] & { readonly reverse?: boolean } = {},
) {
  const total = await countCommits(repository.git, range, options);
  return await connection(name, args, total, async (skip, size) => {
    // git counts --skip before it reverses, so that the oldest first have to be cut by hand
    const commits =
      options.reverse === true
        ? (await logCommits(repository.git, range, options)).slice(skip, skip + size)
        : await logCommits(repository.git, range, { ...options, skip, limit: size });
    return commits.map((commit) => commitNode(world, repository, commit));
  });
}

function reviewDecision(repository: Repository, pull: Pull): string | null {
  const said = opinions(repository, pull);
  if (said.some(({ state }) => state === 'CHANGES_REQUESTED')) return 'CHANGES_REQUESTED';
  return said.length > 0 ? 'APPROVED' : null;
}

/** A pull request. */
export function pullNode(world: World, repository: Repository, pull: Pull): object {
  const { issue, merge } = pull;
  const commitAt = async (sha: string) => commitNode(world, repository, await readCommit(repository.git, sha));
  return {
    __typename: 'PullRequest',
    id: nodeId('PullRequest', pull.id),
    databaseId: pull.id,
    number: pull.number,
    title: issue.title,
    body: issue.body ?? '',
    state: merge !== null ? 'MERGED' : issue.state.toUpperCase(),
    url: htmlUrl(world, repository, `/pull/${pull.number}`),
    isDraft: pull.draft,
    baseRefName: pull.base,
    headRefName: pull.head,
    headRefOid: pull.headSha,
    baseRefOid: pull.baseSha,
    author: accountNode(world, issue.user),
    createdAt: issue.createdAt.toISOString(),
    updatedAt: issue.updatedAt.toISOString(),
    closedAt: issue.closedAt?.toISOString() ?? null,
    closed: issue.state === 'closed',
    merged: merge !== null,
    mergedAt: merge?.at.toISOString() ?? null,
    mergedBy: merge === null ? null : accountNode(world, merge.by),
    mergeCommit: () => (merge === null ? null : commitAt(merge.sha)),
    reviewDecision: reviewDecision(repository, pull),
    labels: (args: ConnectionArgs) =>
      listConnection('labels', args, issue.labels, (name) => {
        const label = repository.labels.get(name.toLowerCase());
        return {
          id: nodeId('Label', name),
          name,
          color: label?.color ?? 'ededed',
          description: label?.description ?? null,
        };
      }),
    commits: async (args: ConnectionArgs) => {
      const { base, head } = await pullRange(repository, pull);
      const commits = await logCommits(repository.git, [`${base}..${head}`], { reverse: true });
      const show = (commit: Commit) => ({
        id: nodeId('PullRequestCommit', commit.sha),
        commit: commitNode(world, repository, commit),
      });
      return await listConnection('commits', args, commits, show);
    },
    repository: () => repositoryNode(world, repository),
  };
}

async function refTarget(world: World, repository: Repository, ref: Ref): Promise<object> {
  const commit = commitNode(world, repository, await readCommit(repository.git, ref.commit));
  const tag = ref.type === 'tag' ? await readTag(repository.git, ref.sha) : undefined;
  if (tag === undefined) return commit;
  const { name, message } = { name: tag.tag, message: tag.message };
  return {
    __typename: 'Tag',
    id: nodeId('Tag', tag.sha),
    oid: tag.sha,
    name,
    message,
    tagger: gitActor(world, tag.tagger),
    target: commit,
  };
}

function refNode(world: World, repository: Repository, ref: Ref): object {
  const prefix = ref.ref.split('/').slice(0, 2).join('/');
  return {
    __typename: 'Ref',
    id: nodeId('Ref', ref.ref),
    name: ref.ref.slice(prefix.length + 1),
    prefix: `${prefix}/`,
    target: () => refTarget(world, repository, ref),
    compare: async ({ headRef }: { headRef: string }) => {
      const head = await resolveCommit(repository.git, headRef);
      return head === undefined ? null : await comparisonNode(world, repository, ref.commit, head);
    },
  };
}

async function comparisonNode(world: World, repository: Repository, base: string, head: string): Promise<object> {
  const { ahead, behind } = await aheadBehind(repository.git, base, head);
  const target = async (sha: string) => commitNode(world, repository, await readCommit(repository.git, sha));
  return {
    id: nodeId('Comparison', `${base}...${head}`),
    aheadBy: ahead,
    behindBy: behind,
    status: ahead === 0 ? (behind === 0 ? 'IDENTICAL' : 'BEHIND') : behind === 0 ? 'AHEAD' : 'DIVERGED',
    baseTarget: () => target(base),
    headTarget: () => target(head),
    commits: (args: ConnectionArgs) =>
      commitConnection(world, repository, 'commits', args, [`${base}..${head}`], { reverse: true }),
  };
}

async function refNamed(repository: Repository, name: string): Promise<Ref | undefined> {
  const candidates = name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`];
  const refs = await listRefs(repository.git, 'refs/');
  return candidates.flatMap((candidate) => refs.filter(({ ref }) => ref === candidate))[0];
}

interface PullsArgs extends ConnectionArgs {
  readonly states?: readonly string[] | null;
  readonly baseRefName?: string | null;
  readonly headRefName?: string | null;
}

function pullsMatching(repository: Repository, { states, baseRefName, headRefName }: PullsArgs): Pull[] {
  const state = (pull: Pull) => (pull.merge !== null ? 'MERGED' : pull.issue.state.toUpperCase());
  return [...repository.pulls.values()].filter(
    (pull) =>
      (states ?? [state(pull)]).includes(state(pull)) &&
      (baseRefName ?? pull.base) === pull.base &&
      (headRefName ?? pull.head) === pull.head,
  );
}

/** A repository. */
export function repositoryNode(world: World, repository: Repository): object {
  const ref = async (name: string) => {
    const found = await refNamed(repository, name);
    return found === undefined ? null : refNode(world, repository, found);
  };
  return {
    __typename: 'Repository',
    id: nodeId('Repository', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: repository.fullName,
    url: htmlUrl(world, repository),
    isPrivate: true,
    isArchived: false,
    owner: accountNode(world, repository.owner),
    mergeCommitAllowed: repository.methods.merge,
    squashMergeAllowed: repository.methods.squash,
    rebaseMergeAllowed: repository.methods.rebase,
    defaultBranchRef: () => ref(`refs/heads/${repository.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) => ref(qualifiedName),
    object: async ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      const sha = await resolveCommit(repository.git, oid ?? expression ?? '');
      return sha === undefined ? null : commitNode(world, repository, await readCommit(repository.git, sha));
    },
    pullRequest: ({ number }: { number: number }) => {
      const pull = repository.pulls.get(number);
      return pull === undefined ? null : pullNode(world, repository, pull);
    },
    pullRequests: (args: PullsArgs) =>
      listConnection('pullRequests', args, pullsMatching(repository, args), (pull) =>
        pullNode(world, repository, pull),
      ),
  };
}
