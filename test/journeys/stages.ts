import { expect } from 'vitest';
import type { PullView } from '../../sandbox/github/control/views.ts';
import { answersExpectations, ends, lenaSigns, startsBilling } from './acts.ts';
import { backend, type World } from './world.ts';

/** The release pull request, once it is open. */
export function releasePullRequest({ person, billing }: World): Promise<PullView> {
  return person('maria').until('the release pull request', async () =>
    (await billing.pulls()).find(({ base }) => base === 'main'),
  );
}

/** From `/release start` to the open release pull request, whose CI runs and whose sign-off is asked for. */
export async function reachesSignOff(world: World, starter = 'maria'): Promise<PullView> {
  await startsBilling(world, {}, starter);
  await answersExpectations(world, starter);
  const pull = await releasePullRequest(world);
  await world.person('maria').sees(backend, 'and sign: *Backend lead signs*');
  return pull;
}

/** The commit by which the release pull request was merged. */
export function mergeOf({ person, billing }: World, number: number) {
  return person('maria').until('the merge', async () => {
    const { merged } = await billing.pull(number);
    return merged === null ? undefined : await billing.commit(merged.sha);
  });
}

/** From `/release start` to the tag, with publish.yml running at it. */
export async function reachesPublishing(world: World): Promise<PullView> {
  const pull = await reachesSignOff(world);
  await ends(world, 'ci.yml');
  await lenaSigns(world);
  await world
    .person('maria')
    .until('a run of publish.yml', async () => (await world.billing.runs({ workflow: 'publish.yml' }))[0]);
  return pull;
}

/** What a release leaves at GitHub exactly once. */
export async function madeOnce({ billing }: World, made: { readonly publishRuns?: number } = {}): Promise<void> {
  const [tags, releases, pulls, runs] = await Promise.all([
    billing.refs('refs/tags/v1.5.0'),
    billing.releases(),
    billing.pulls('all'),
    billing.runs({ workflow: 'publish.yml' }),
  ]);
  expect(tags).toHaveLength(1);
  expect(releases.filter(({ tag }) => tag === 'v1.5.0')).toHaveLength(1);
  expect(pulls.filter(({ base }) => base === 'main')).toHaveLength(1);
  expect(runs).toHaveLength(made.publishRuns ?? 1);
}
