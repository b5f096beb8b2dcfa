import { ApiError } from '../api-error.ts';
import { changedFiles } from '../git/changed-files.ts';
import { logCommits } from '../git/commits.ts';
import { type Merged, mergeCommit, rebaseCommits, type Signature, squashCommit } from '../git/merge.ts';
import { branchTip } from '../git/refs.ts';
import type { Actor } from '../state/account.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { MergeMethods } from '../state/rules.ts';
import { identityOf, type World, webFlow } from '../state/world.ts';
import { demandsOn } from './demands.ts';
import { moveRef } from './move-ref.ts';
import { pullRange } from './pull-facts.ts';
import { closePull } from './pull-request.ts';
import { pullViolations, violationMessage } from './violations.ts';

interface MergeWanted {
  readonly method?: keyof MergeMethods;
  /** The head that was looked at; another head refuses the merge. */
  readonly sha?: string;
  readonly title?: string;
  readonly message?: string;
}

const methodNames = { merge: 'Merge commits', squash: 'Squash merges', rebase: 'Rebase merges' } as const;

function refuseMethod(repository: Repository, pull: Pull, actor: Actor, method: keyof MergeMethods): void {
  const notAllowed = new ApiError(405, `${methodNames[method]} are not allowed on this repository.`);
  if (!repository.methods[method]) throw notAllowed;
  for (const demand of demandsOn(repository, `refs/heads/${pull.base}`, actor, true)) {
    if (demand.kind === 'linear_history' && method === 'merge') throw notAllowed;
    if (demand.kind === 'pull_request' && demand.methods !== null && !demand.methods.includes(method)) {
      throw new ApiError(
        405,
        `Repository rule violations found\n\n${methodNames[method]} are not allowed on this repository.\n\n`,
      );
    }
  }
}

/** Whether a pull request changes workflow files: an App then needs the workflows permission. */
export async function touchesWorkflows(repository: Repository, pull: Pull): Promise<boolean> {
  const { base, head } = await pullRange(repository, pull);
  const files = await changedFiles(repository.git, [base, head], false);
  return files.some(({ path }) => path.startsWith('.github/workflows/'));
}

async function messageOf(
  repository: Repository,
  pull: Pull,
  method: keyof MergeMethods,
  wanted: MergeWanted,
): Promise<string> {
  const { title, number } = { title: pull.issue.title, number: pull.number };
  if (method === 'merge') {
    const subject = `Merge pull request #${number} from ${repository.owner.login}/${pull.head}`;
    return `${wanted.title ?? subject}\n\n${wanted.message ?? title}`.trim();
  }
  const { base, head } = await pullRange(repository, pull);
  const commits = await logCommits(repository.git, ['--no-merges', `${base}..${head}`], { reverse: true });
  const only = commits.length === 1 ? commits[0]?.message.split('\n')[0] : undefined;
  const list = only === undefined ? commits.map(({ message }) => `* ${message}`).join('\n\n') : '';
  return `${wanted.title ?? `${only ?? title} (#${number})`}\n\n${wanted.message ?? list}`.trim();
}

async function write(
  repository: Repository,
  pull: Pull,
  tip: string,
  by: Signature,
  wanted: MergeWanted,
): Promise<Merged> {
  const method = wanted.method ?? 'merge';
  if (method === 'rebase') return await rebaseCommits(repository.git, tip, pull.headSha, by);
  const message = await messageOf(repository, pull, method, wanted);
  const make = method === 'merge' ? mergeCommit : squashCommit;
  return await make(repository.git, tip, pull.headSha, message, by);
}

/** Merges a pull request, or refuses with GitHub's 405 or 409. */
export async function mergePull(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  wanted: MergeWanted,
): Promise<string> {
  if (pull.issue.state === 'closed') throw new ApiError(405, 'Pull Request is not mergeable');
  if (wanted.sha !== undefined && wanted.sha !== pull.headSha) {
    throw new ApiError(409, 'Head branch was modified. Review and try the merge again.');
  }
  if (pull.draft) throw new ApiError(405, 'Pull Request is still a draft');
  refuseMethod(repository, pull, actor, wanted.method ?? 'merge');
  const refusal = violationMessage(await pullViolations(repository, pull, actor));
  if (refusal !== undefined) throw new ApiError(405, refusal);
  const tip = await branchTip(repository.git, pull.base);
  if (tip === undefined) throw new ApiError(405, 'Pull Request is not mergeable');
  const author = wanted.method === 'squash' ? pull.issue.user : actor.account; // as GitHub: the work is whose it was
  const by: Signature = { author: identityOf(author), committer: webFlow, at: world.now() };
  const merged = await write(repository, pull, tip, by, wanted);
  if (merged.kind !== 'merged') throw new ApiError(405, 'Pull Request is not mergeable');
  pull.baseSha = tip;
  pull.merge = { sha: merged.sha, at: world.now(), by: actor.account };
  pull.issue.state = 'closed';
  const moved = await moveRef(world, repository, actor, { ref: `refs/heads/${pull.base}`, from: tip, to: merged.sha });
  if (!moved) {
    pull.merge = null;
    pull.issue.state = 'open';
    throw new ApiError(405, 'Base branch was modified. Review and try the merge again.');
  }
  await closePull(world, repository, actor, pull);
  if (repository.deleteBranchOnMerge) {
    await moveRef(world, repository, actor, { ref: `refs/heads/${pull.head}`, from: pull.headSha, to: null });
  }
  return merged.sha;
}
