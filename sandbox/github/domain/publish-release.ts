import { validationFailed } from '../api-error.ts';
import { readRef, resolveCommit } from '../git/refs.ts';
import { presentRelease } from '../present/present-release.ts';
import type { Actor } from '../state/account.ts';
import type { Release } from '../state/release.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { moveRef } from './move-ref.ts';
import { pushViolations, violationMessage } from './violations.ts';
import { triggerWorkflows } from './workflow-trigger.ts';

const invalid = (field: string, code: string, message?: string) =>
  validationFailed({ resource: 'Release', code, field, ...(message === undefined ? {} : { message }) });

/** Refuses a tag name that an immutable release has used: it is burnt for ever. */
export function refuseBurntTag(repository: Repository, tag: string): void {
  if (repository.burntTags.has(tag)) throw invalid('tag_name', 'custom', 'tag_name was used by an immutable release');
}

/** Refuses a tag that another published release has. Drafts may share one. */
function refuseTaken(repository: Repository, release: Release): void {
  const taken = repository.releases.some((other) => other !== release && !other.draft && other.tag === release.tag);
  if (taken) throw invalid('tag_name', 'already_exists');
}

/** Makes the tag when it is not there yet, at the release's target. */
async function ensureTag(world: World, repository: Repository, actor: Actor, release: Release): Promise<void> {
  const ref = `refs/tags/${release.tag}`;
  if ((await readRef(repository.git, ref)) !== undefined) return;
  const sha = await resolveCommit(repository.git, release.target);
  if (sha === undefined) throw invalid('target_commitish', 'invalid');
  const refusal = violationMessage(await pushViolations(repository, actor, { ref, from: null, to: sha }));
  if (refusal !== undefined) throw invalid('pre_receive', 'custom', `pre_receive ${refusal.trimEnd()}`);
  if (!(await moveRef(world, repository, actor, { ref, from: null, to: sha })))
    throw invalid('tag_name', 'already_exists');
}

/** Publishes: makes the tag, fixes the release for ever where releases are immutable, and tells everybody. */
export async function publishRelease(
  world: World,
  repository: Repository,
  actor: Actor,
  release: Release,
): Promise<void> {
  refuseBurntTag(repository, release.tag);
  refuseTaken(repository, release);
  await ensureTag(world, repository, actor, release);
  release.draft = false;
  release.publishedAt = world.now();
  release.immutable = repository.immutableReleases;
  if (release.immutable) repository.burntTags.add(release.tag);
  const sha = (await resolveCommit(repository.git, `refs/tags/${release.tag}`)) ?? '';
  const first = repository.releases.includes(release) ? [] : ['created'];
  for (const type of [...first, 'published', release.prerelease ? 'prereleased' : 'released']) {
    announceRelease(world, repository, actor, release, type);
    const trigger = {
      event: 'release',
      type,
      ref: `refs/tags/${release.tag}`,
      sha,
      title: release.name ?? release.tag,
    };
    await triggerWorkflows(world, repository, actor, trigger);
  }
}

/** Tells of a release. */
export function announceRelease(
  world: World,
  repository: Repository,
  actor: Actor,
  release: Release,
  action: string,
): void {
  world.announce({
    event: 'release',
    repository,
    actor,
    payload: { action, release: presentRelease(world, repository, release) },
  });
}

/** The latest: the newest release that asked to be it, else the highest version that did not ask not to be. */
export function latestRelease(repository: Repository): Release | undefined {
  const open = repository.releases.filter(({ draft, prerelease }) => !draft && !prerelease);
  const candidates = open.filter(({ makeLatest }) => makeLatest !== 'false');
  const asked = candidates
    .filter(({ makeLatest }) => makeLatest === 'true')
    .sort((one, other) => Number(one.publishedAt) - Number(other.publishedAt) || one.id - other.id);
  return asked.at(-1) ?? candidates.sort(byVersion).at(-1);
}

const numbers = (tag: string): number[] => (tag.match(/\d+/g) ?? []).map(Number);

function byVersion(one: Release, other: Release): number {
  const [left, right] = [numbers(one.tag), numbers(other.tag)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(one.createdAt) - Number(other.createdAt) || one.id - other.id;
}
