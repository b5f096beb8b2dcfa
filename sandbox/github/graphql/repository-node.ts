import { aheadBehind, readCommit } from '../git/commits.ts';
import { listRefs, type Ref, resolveCommit } from '../git/refs.ts';
import { readTag } from '../git/tags.ts';
import { htmlUrl } from '../present/present-repository.ts';
import { nodeId } from '../state/ids.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { accountNode, gitActor } from './account-node.ts';
import { type ConnectionArgs, listConnection } from './connection.ts';
import { commitConnection, commitNode, pullNode } from './history-nodes.ts';
import { issueNode } from './issue-node.ts';

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
export function repositoryNode(world: World, repository: Repository, mayReadIssues: boolean): object {
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
    issue: ({ number }: { number: number }) => issueNode(world, repository, number, mayReadIssues),
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
