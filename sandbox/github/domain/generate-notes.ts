import { logCommits } from '../git/commits.ts';
import { resolveCommit } from '../git/refs.ts';
import { htmlUrl } from '../present/present-repository.ts';
import type { Pull } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { latestRelease } from './publish-release.ts';
import { pullsOfCommit } from './pull-commits.ts';

/** Release notes as GitHub generates them: the merged pull requests since the previous tag. */
export async function generateNotes(
  world: World,
  repository: Repository,
  tag: string,
  target: string | undefined,
  previous?: string,
): Promise<{ name: string; body: string }> {
  const since = previous ?? latestRelease(repository)?.tag;
  const head =
    (await resolveCommit(repository.git, tag)) ??
    (await resolveCommit(repository.git, target ?? repository.defaultBranch));
  const range = since === undefined ? [head ?? 'HEAD'] : [`refs/tags/${since}..${head ?? 'HEAD'}`];
  const pulls = new Set<Pull>();
  for (const commit of await logCommits(repository.git, range, { reverse: true })) {
    for (const pull of await pullsOfCommit(repository, commit.sha)) if (pull.merge !== null) pulls.add(pull);
  }
  const lines = [...pulls].map(
    ({ issue, number }) =>
      `* ${issue.title} by @${issue.user.login} in ${htmlUrl(world, repository, `/pull/${number}`)}`,
  );
  const changes = since === undefined ? `/commits/${tag}` : `/compare/${since}...${tag}`;
  const body = ["## What's Changed", ...lines, '', `**Full Changelog**: ${htmlUrl(world, repository, changes)}`].join(
    '\n',
  );
  return { name: tag, body };
}
