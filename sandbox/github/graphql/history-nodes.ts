import { pullsOfCommit } from '../domain/pull-commits.ts';
import { pullRange } from '../domain/pull-facts.ts';
import { opinions } from '../domain/violations.ts';
import { type Commit, countCommits, logCommits, readCommit } from '../git/commits.ts';
import { htmlUrl } from '../present/present-repository.ts';
import { nodeId } from '../state/ids.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { actorNode, gitActor } from './account-node.ts';
import { type ConnectionArgs, connection, listConnection } from './connection.ts';
import { rollup } from './rollup.ts';

interface HistoryArgs extends ConnectionArgs {
  readonly since?: string | null;
  readonly until?: string | null;
  readonly path?: string | null;
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

/** A page of commits of a range. */
export async function commitConnection(
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
    isCrossRepository: false, // there are no forks here
    headRefOid: pull.headSha,
    baseRefOid: pull.baseSha,
    author: actorNode(world, issue.user),
    createdAt: issue.createdAt.toISOString(),
    updatedAt: issue.updatedAt.toISOString(),
    closedAt: issue.closedAt?.toISOString() ?? null,
    closed: issue.state === 'closed',
    merged: merge !== null,
    mergedAt: merge?.at.toISOString() ?? null,
    mergedBy: merge === null ? null : actorNode(world, merge.by),
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
  };
}
