import { ApiError, notFound } from '../api-error.ts';
import { moveRef } from '../domain/move-ref.ts';
import { pushViolations, violationMessage } from '../domain/violations.ts';
import { readCommit } from '../git/commits.ts';
import { mergeCommit } from '../git/merge.ts';
import { branchTip, resolveCommit } from '../git/refs.ts';
import { presentCommit } from '../present/present-commit.ts';
import { identityOf, webFlow } from '../state/world.ts';
import { created, type Handlers, noContent } from './call.ts';

/** Merging branches without a pull request. Its 409 means a conflict or protection: only the message tells. */
export const mergeHandlers: Handlers<'repos'> = {
  merge: async ({ world, repository, actor, args }) => {
    const base = await branchTip(repository.git, args.base);
    if (base === undefined) throw notFound('Base does not exist');
    const head = await resolveCommit(repository.git, args.head);
    if (head === undefined) throw notFound('Head does not exist');
    const message = args.commit_message ?? `Merge ${args.head} into ${args.base}`;
    const by = { author: identityOf(actor.account), committer: webFlow, at: world.now() };
    const merged = await mergeCommit(repository.git, base, head, message, by);
    if (merged.kind === 'nothing') return noContent();
    if (merged.kind === 'conflict') throw new ApiError(409, 'Merge conflict');
    const move = { ref: `refs/heads/${args.base}`, from: base, to: merged.sha };
    const refusal = violationMessage(await pushViolations(repository, actor, move));
    if (refusal !== undefined) throw new ApiError(409, refusal);
    if (!(await moveRef(world, repository, actor, move)))
      throw new ApiError(409, 'Base branch was modified. Review and try the merge again.');
    return created(presentCommit(world, repository, await readCommit(repository.git, merged.sha)));
  },
};
