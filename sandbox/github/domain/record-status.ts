import { ApiError } from '../api-error.ts';
import { readCommit } from '../git/commits.ts';
import { listRefs, objectType } from '../git/refs.ts';
import { presentStatus } from '../present/present-checks.ts';
import { presentCommit } from '../present/present-commit.ts';
import { apiUrl } from '../present/present-repository.ts';
import type { Actor } from '../state/account.ts';
import type { CommitStatus, StatusState } from '../state/checks.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

/** GitHub takes this many statuses for one commit and context. */
const statusesPerContext = 1000;

interface NewStatus {
  readonly sha: string;
  readonly state: StatusState;
  readonly context: string;
  readonly description?: string | null;
  readonly targetUrl?: string | null;
}

/** Posts a commit status; refuses an unknown commit and the 1,001st of one context. */
export async function recordStatus(
  world: World,
  repository: Repository,
  actor: Actor,
  wanted: NewStatus,
): Promise<CommitStatus> {
  const { sha, context } = wanted;
  if ((await objectType(repository.git, sha)) !== 'commit') throw new ApiError(422, `No commit found for SHA: ${sha}`);
  const before = repository.statuses.filter((status) => status.sha === sha && status.context === context).length;
  if (before >= statusesPerContext) {
    throw new ApiError(422, 'Validation Failed', ['This SHA and context has reached the maximum number of statuses.']);
  }
  const status: CommitStatus = {
    id: world.nextId(),
    sha,
    state: wanted.state,
    context,
    description: wanted.description ?? null,
    targetUrl: wanted.targetUrl ?? null,
    creator: actor.account,
    appId: actor.appId ?? null,
    createdAt: world.now(),
  };
  repository.statuses.push(status);
  const at = (await listRefs(repository.git, 'refs/heads/')).filter((ref) => ref.commit === sha);
  world.announce({
    event: 'status',
    repository,
    actor,
    payload: {
      ...presentStatus(world, repository, status),
      sha,
      name: repository.fullName,
      commit: presentCommit(world, repository, await readCommit(repository.git, sha)),
      branches: at.map((ref) => ({
        name: ref.ref.slice('refs/heads/'.length),
        commit: { sha, url: apiUrl(world, repository, `/commits/${sha}`) },
        protected: repository.protections.has(ref.ref.slice('refs/heads/'.length)),
      })),
    },
  });
  return status;
}
