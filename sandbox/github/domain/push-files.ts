import { randomUUID } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import { isoSeconds } from '../git/commits.ts';
import { importCommits } from '../git/fast-import.ts';
import { branchTip, resolveCommit } from '../git/refs.ts';
import type { Actor } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import { identityOf, type World, webFlow } from '../state/world.ts';
import { moveRef } from './move-ref.ts';
import { pushViolations, violationMessage } from './violations.ts';

interface FilesWanted {
  readonly branch: string;
  readonly files: Readonly<Record<string, string | Buffer | null>>;
  readonly message: string;
  /** Where a branch that does not exist yet starts; the default branch unless told otherwise. */
  readonly from?: string;
  /** Committed by GitHub's web flow, as the API does. */
  readonly byApi?: boolean;
  /** Ignores protection, for setting a scene. */
  readonly bypass?: boolean;
}

/** Writes files as one commit on a branch, and lets a push follow. Refuses what protection forbids. */
export async function pushFiles(
  world: World,
  repository: Repository,
  actor: Actor,
  wanted: FilesWanted,
): Promise<string> {
  const { branch, files, message } = wanted;
  const ref = `refs/heads/${branch}`;
  const tip = await branchTip(repository.git, branch);
  const parent = tip ?? (await resolveCommit(repository.git, wanted.from ?? repository.defaultBranch));
  const date = isoSeconds(world.now());
  const author = { ...identityOf(actor.account), date };
  const committer = wanted.byApi === true ? { ...webFlow, date } : author;
  // written beside the branch first: rules are asked about the finished commit, and the ref moves by comparison
  const aside = `refs/sandbox/${randomUUID()}`;
  const from = parent === undefined ? {} : { from: parent };
  const [sha] = await importCommits(repository.git, [{ branch: aside, message, author, committer, files, ...from }]);
  if (sha === undefined) throw new Error('git fast-import wrote no commit');
  await repository.git.text(['update-ref', '-d', aside]);
  const move = { ref, from: tip ?? null, to: sha };
  const refusal = wanted.bypass === true ? undefined : violationMessage(await pushViolations(repository, actor, move));
  if (refusal !== undefined) throw new ApiError(409, refusal);
  if (!(await moveRef(world, repository, actor, move)))
    throw new ApiError(409, `${branch} was modified by somebody else`);
  return sha;
}
