import type { Execute } from '../execute.ts';
import type { Release } from '../release/release.ts';
import type { RunningReleases } from './running-release.ts';

interface Ports {
  readonly execute: Pick<Execute, 'load'>;
  readonly releases: RunningReleases;
}

/** The running release in whose thread a message stands, or whose card it is. Only the store is asked. */
export async function threadRelease(
  { execute, releases }: Ports,
  { channel, root }: { readonly channel: string; readonly root: string },
): Promise<Release | undefined> {
  const here = await releases.openIn(channel);
  const listed = here.find(({ summary: { card } }) => card?.channel === channel && card.ts === root);
  return listed === undefined ? undefined : await execute.load(listed.id);
}
