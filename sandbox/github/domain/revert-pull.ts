import { readCommit } from '../git/commits.ts';
import { mergeTrees, writeCommit } from '../git/merge.ts';
import { branchTip } from '../git/refs.ts';
import type { Actor } from '../state/account.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import { identityOf, type World, webFlow } from '../state/world.ts';
import { moveRef } from './move-ref.ts';
import { openPull } from './pull-request.ts';
import { pushViolations, violationMessage } from './violations.ts';

/** Why GitHub reverts nothing; its words for a pull request that is not merged, and for a rule, are from memory. */
export class NotReverted extends Error {
  override readonly name = 'NotReverted';
}

interface Wanted {
  readonly title?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly draft?: boolean | null | undefined;
}

const tree = async (repository: Repository, sha: string): Promise<string> =>
  (await readCommit(repository.git, sha)).tree;

/** The base as it was before the merge: a rebase put several commits on it. */
async function before(repository: Repository, pull: Pull, merge: string): Promise<string> {
  const [first, second] = (await readCommit(repository.git, merge)).parents;
  return second !== undefined && first !== undefined ? first : pull.baseSha;
}

async function freeBranch(repository: Repository, wanted: string): Promise<string> {
  for (let name = wanted, n = 1; ; name = `${wanted}-${n}`, n += 1)
    if ((await branchTip(repository.git, name)) === undefined) return name;
}

/** Opens a pull request that takes out what a merged one brought, as the button Revert does; from a branch of its own. */
export async function revertPull(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  wanted: Wanted,
): Promise<Pull> {
  const { merge, issue, number, base } = pull;
  const tip = await branchTip(repository.git, base);
  if (merge === null || tip === undefined) throw new NotReverted('Pull request is not merged');
  const by = { author: identityOf(actor.account), committer: webFlow, at: world.now() };
  // git 2.39 has no `merge-tree --merge-base`: two commits on top of the merge make it their base
  const ours = await writeCommit(repository.git, await tree(repository, tip), [merge.sha], 'ours', by);
  const without = await tree(repository, await before(repository, pull, merge.sha));
  const theirs = await writeCommit(repository.git, without, [merge.sha], 'theirs', by);
  const merged = await mergeTrees(repository.git, ours, theirs);
  if (merged.kind === 'conflict' || merged.tree === (await tree(repository, tip)))
    throw new NotReverted(
      'Sorry, this pull request couldn’t be reverted automatically. It may have already been reverted, or the content may have changed since it was merged.',
    );
  const message = `Revert "${issue.title}"\n\nThis reverts commit ${merge.sha}.`;
  const sha = await writeCommit(repository.git, merged.tree, [tip], message, by);
  const head = await freeBranch(repository, `revert-${number}-${pull.head}`);
  const move = { ref: `refs/heads/${head}`, from: null, to: sha };
  const refusal = violationMessage(await pushViolations(repository, actor, move));
  if (refusal !== undefined) throw new NotReverted(refusal);
  if (!(await moveRef(world, repository, actor, move))) throw new NotReverted(`${head} exists already`);
  return await openPull(world, repository, actor, {
    head,
    base,
    title: wanted.title ?? `Revert "${issue.title}"`,
    body: wanted.body ?? `Reverts ${repository.fullName}#${number}`,
    draft: wanted.draft ?? false,
  });
}
