import { ApiError } from '../api-error.ts';
import { mergeCommit } from '../git/merge.ts';
import { branchTip } from '../git/refs.ts';
import type { Actor } from '../state/account.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import { identityOf, type World, webFlow } from '../state/world.ts';
import { moveRef } from './move-ref.ts';

/** Merges a pull request's base into its head branch. */
export async function updateBranch(world: World, repository: Repository, actor: Actor, pull: Pull): Promise<void> {
  const base = await branchTip(repository.git, pull.base);
  if (base === undefined) throw new ApiError(422, 'The base branch is gone');
  const by = { author: identityOf(actor.account), committer: webFlow, at: world.now() };
  const merged = await mergeCommit(
    repository.git,
    pull.headSha,
    base,
    `Merge branch '${pull.base}' into ${pull.head}`,
    by,
  );
  if (merged.kind === 'conflict') throw new ApiError(422, `merge conflict between base and head`);
  if (merged.kind === 'nothing') throw new ApiError(422, 'There are no new commits on the base branch.');
  await moveRef(world, repository, actor, { ref: `refs/heads/${pull.head}`, from: pull.headSha, to: merged.sha });
}
