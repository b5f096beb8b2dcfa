import type { RecentReleases } from './recent-release.ts';

const looked = 200; // of a component's latest releases

/** Reads the tags of a component's releases that were withdrawn, from the lists. */
export function withdrawnTagsIn(releases: Pick<RecentReleases, 'recent'>) {
  return async (component: string): Promise<readonly string[]> => {
    const recent = await releases.recent({ component, limit: looked });
    return recent.flatMap(({ summary }) => summary.withdrawn?.tag ?? []);
  };
}
