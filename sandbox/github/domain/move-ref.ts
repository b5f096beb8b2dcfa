import { isAncestor, logCommits } from '../git/commits.ts';
import { moveRefTo, noObject, objectType } from '../git/refs.ts';
import type { Actor } from '../state/account.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { announcePush } from './announce-push.ts';
import { demandsOn } from './demands.ts';
import { announcePull } from './pull-facts.ts';
import { closePull, runPullWorkflows } from './pull-request.ts';
import { triggerWorkflows } from './workflow-trigger.ts';

interface RefMove {
  readonly ref: string;
  /** null: the ref is new. */
  readonly from: string | null;
  /** null: the ref goes. */
  readonly to: string | null;
}

/**
 * Moves, makes or removes a ref and lets everything follow: push, create and delete events, workflows, the pull
 * requests of the branch. Rules are the caller's to ask. Returns false when the ref was no longer at `from`.
 */
export async function moveRef(world: World, repository: Repository, actor: Actor, move: RefMove): Promise<boolean> {
  if (!(await moveRefTo(repository.git, move.ref, move.to ?? noObject, move.from ?? noObject))) return false;
  await announceMove(world, repository, actor, move);
  return true;
}

/** What follows a ref's move. */
async function announceMove(world: World, repository: Repository, actor: Actor, move: RefMove): Promise<void> {
  repository.pushedAt = world.now();
  await announcePush(world, repository, actor, move);
  if (move.to !== null) await pushWorkflows(world, repository, actor, { ...move, to: move.to });
  if (!move.ref.startsWith('refs/heads/')) return;
  const branch = move.ref.slice('refs/heads/'.length);
  for (const pull of repository.pulls.values()) {
    if (pull.issue.state !== 'open') continue;
    if (pull.head === branch) await followHead(world, repository, actor, pull, move.to);
    else if (pull.base === branch) await followBase(world, repository, actor, pull, move.to);
  }
}

async function pushWorkflows(
  world: World,
  repository: Repository,
  actor: Actor,
  move: RefMove & { to: string },
): Promise<void> {
  const type = await objectType(repository.git, move.to);
  const sha = type === 'tag' ? await repository.git.text(['rev-parse', `${move.to}^{commit}`]) : move.to;
  const before = move.from === null ? {} : { before: move.from };
  await triggerWorkflows(world, repository, actor, { event: 'push', ref: move.ref, sha, ...before });
  if (move.from === null) await triggerWorkflows(world, repository, actor, { event: 'create', ref: move.ref, sha });
}

async function followHead(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  to: string | null,
): Promise<void> {
  if (to === null) return await closePull(world, repository, actor, pull);
  const before = pull.headSha;
  pull.headSha = to;
  pull.issue.updatedAt = world.now();
  const demands = demandsOn(repository, `refs/heads/${pull.base}`, actor);
  if (demands.some((demand) => demand.kind === 'pull_request' && demand.dismissStale)) {
    for (const review of pull.reviews) if (review.state === 'APPROVED') review.state = 'DISMISSED';
  }
  await announcePull(world, repository, actor, pull, 'synchronize', { before, after: to });
  await runPullWorkflows(world, repository, actor, pull, 'synchronize');
}

/** A base that has come to contain the head has merged the pull request; a base that is gone closes it. */
async function followBase(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  to: string | null,
): Promise<void> {
  if (to === null) return await closePull(world, repository, actor, pull);
  if (!(await isAncestor(repository.git, pull.headSha, to))) return;
  const [merge] = await logCommits(repository.git, ['--merges', '--ancestry-path', `${pull.headSha}..${to}`], {
    reverse: true,
  });
  pull.merge = { sha: merge?.sha ?? to, at: world.now(), by: actor.account };
  await closePull(world, repository, actor, pull);
}
