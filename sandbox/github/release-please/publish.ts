import { setLabels } from '../domain/issue.ts';
import { publishRelease } from '../domain/publish-release.ts';
import { announcePull } from '../domain/pull-facts.ts';
import { readFileAt } from '../git/trees.ts';
import type { Actor } from '../state/account.ts';
import type { Pull } from '../state/pull.ts';
import type { Release } from '../state/release.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { branchFor, changelogFile, labels, packagesAt, versionsAt } from './repository-state.ts';

/** The newest section of a changelog. */
function newestSection(changelog: string): string {
  const [, section = ''] = changelog.split(/^(?=## )/m);
  return section.trim();
}

async function releaseAs(world: World, repository: Repository, actor: Actor, tag: string, sha: string): Promise<void> {
  const now = world.now();
  const release: Release = {
    id: world.nextId(),
    tag,
    target: sha,
    name: tag,
    body: newestSection((await readFileAt(repository.git, sha, changelogFile)) ?? ''),
    draft: true,
    prerelease: false,
    immutable: false,
    makeLatest: 'legacy',
    author: actor.account,
    assets: [],
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
  };
  await publishRelease(world, repository, actor, release);
  repository.releases.push(release);
}

async function releasePull(world: World, repository: Repository, actor: Actor, pull: Pull, sha: string): Promise<void> {
  const [versions, packages] = await Promise.all([versionsAt(repository, sha), packagesAt(repository, sha)]);
  for (const [path, prefix] of packages) {
    const tag = `${prefix}v${versions[path] ?? ''}`;
    const known = repository.releases.some((one) => one.tag === tag && !one.draft);
    if (!known) await releaseAs(world, repository, actor, tag, sha);
  }
  const others = pull.issue.labels.filter((name) => name !== labels.pending);
  setLabels(world, repository, pull.issue, [...others, labels.tagged]);
  await announcePull(world, repository, actor, pull, 'labeled');
}

/** Tags and publishes what was merged of its pull requests into a branch and is still labelled as pending: a release of each package. */
export async function publishMerged(world: World, repository: Repository, actor: Actor, target: string): Promise<void> {
  const head = branchFor(target);
  for (const pull of repository.pulls.values())
    if (pull.merge !== null && pull.head === head && pull.issue.labels.includes(labels.pending))
      await releasePull(world, repository, actor, pull, pull.merge.sha);
}
