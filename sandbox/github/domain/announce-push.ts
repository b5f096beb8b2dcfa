import { type Commit, isAncestor, logCommits } from '../git/commits.ts';
import { noObject, objectType } from '../git/refs.ts';
import { htmlUrl } from '../present/present-repository.ts';
import type { Actor } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

interface Touched {
  added: string[];
  removed: string[];
  modified: string[];
}

/** A push webhook carries this many commits at most. */
const listed = 2048;

async function newCommits(repository: Repository, from: string | null, to: string | null): Promise<Commit[]> {
  if (to === null || (await objectType(repository.git, to)) !== 'commit') return [];
  const range = from === null ? [to, `^refs/heads/${repository.defaultBranch}`] : [`${from}..${to}`];
  return await logCommits(repository.git, range, { reverse: true, limit: listed });
}

/** The paths that each commit touched, in one run of git. */
async function touchedBy(repository: Repository, commits: readonly Commit[]): Promise<Map<string, Touched>> {
  const found = new Map<string, Touched>();
  if (commits.length === 0) return found;
  const args = ['log', '--no-walk', '--format=%x1e%H', '--name-status', '--no-renames', '--stdin'];
  const text = await repository.git.text(args, { input: commits.map(({ sha }) => `${sha}\n`).join('') });
  for (const part of text.split('\x1e').slice(1)) {
    const [sha = '', ...lines] = part.split('\n');
    const touched: Touched = { added: [], removed: [], modified: [] };
    for (const line of lines) {
      const [letter, path] = line.split('\t');
      if (path === undefined) continue;
      if (letter === 'A') touched.added.push(path);
      else if (letter === 'D') touched.removed.push(path);
      else touched.modified.push(path);
    }
    found.set(sha, touched);
  }
  return found;
}

function pushedCommit(world: World, repository: Repository, commit: Commit, touched: Touched | undefined) {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: htmlUrl(world, repository, `/commit/${commit.sha}`),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
    ...(touched ?? { added: [], removed: [], modified: [] }),
  };
}

async function headOf(world: World, repository: Repository, to: string | null) {
  if (to === null) return null;
  const [head] = await logCommits(repository.git, ['--no-walk', `${to}^{commit}`]);
  return head === undefined ? null : pushedCommit(world, repository, head, undefined);
}

/** Announces `push`, and `create` or `delete` beside it. */
export async function announcePush(
  world: World,
  repository: Repository,
  actor: Actor,
  move: { readonly ref: string; readonly from: string | null; readonly to: string | null },
): Promise<void> {
  const { ref, from, to } = move;
  const commits = await newCommits(repository, from, to);
  const touched = await touchedBy(repository, commits);
  const forced = from !== null && to !== null && !(await isAncestor(repository.git, from, to));
  const payload = {
    ref,
    before: from ?? noObject,
    after: to ?? noObject,
    created: from === null,
    deleted: to === null,
    forced,
    base_ref: null,
    compare: htmlUrl(
      world,
      repository,
      `/compare/${(from ?? noObject).slice(0, 12)}...${(to ?? noObject).slice(0, 12)}`,
    ),
    commits: commits.map((commit) => pushedCommit(world, repository, commit, touched.get(commit.sha))),
    head_commit: await headOf(world, repository, to),
    pusher: { name: actor.account.login, email: actor.account.email },
  };
  world.announce({ event: 'push', repository, actor, payload });
  if (from !== null && to !== null) return;
  const [, kind = '', ...name] = ref.split('/');
  const refType = kind === 'tags' ? 'tag' : 'branch';
  const about = { ref: name.join('/'), ref_type: refType, pusher_type: 'user' };
  const created = { ...about, master_branch: repository.defaultBranch, description: null };
  world.announce({
    event: to === null ? 'delete' : 'create',
    repository,
    actor,
    payload: to === null ? about : created,
  });
}
