import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';

/** Ranges never change what they mean, so each is asked of git once. */
const ranges = new WeakMap<Repository, Map<string, Promise<ReadonlySet<string>>>>();

function commitsOf(repository: Repository, pull: Pull): Promise<ReadonlySet<string>> {
  const known = ranges.get(repository) ?? new Map<string, Promise<ReadonlySet<string>>>();
  ranges.set(repository, known);
  const range = `${pull.baseSha}..${pull.headSha}`;
  const listed = known.get(range) ?? repository.git.text(['rev-list', range]).then((text) => new Set(text.split('\n')));
  known.set(range, listed);
  return listed;
}

/** The pull requests that brought a commit, or that are about to: oldest first, open and merged ones. */
export async function pullsOfCommit(repository: Repository, sha: string): Promise<Pull[]> {
  const found: Pull[] = [];
  for (const pull of repository.pulls.values()) {
    if (pull.merge === null && pull.issue.state === 'closed') continue;
    if (pull.merge?.sha === sha || (await commitsOf(repository, pull)).has(sha)) found.push(pull);
  }
  return found;
}
