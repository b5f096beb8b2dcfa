import type { Execute } from '../execute.ts';
import { type Standing, standsIn } from '../release/redeploy.ts';
import type { Release } from '../release/release.ts';
import type { RecentReleases } from './recent-release.ts';

const looked = 20; // of the component's latest releases: what an older one deployed was replaced since

interface Ports {
  readonly execute: Pick<Execute, 'load'>;
  readonly releases: Pick<RecentReleases, 'recent'>;
}

/** What the other releases of a component say of what runs where: a version that is withdrawn late may have been replaced. */
export async function whatStands({ execute, releases }: Ports, release: Release): Promise<Standing> {
  const recent = await releases.recent({ component: release.component.name, limit: looked });
  const loaded = await Promise.all(recent.map(({ id }) => execute.load(id)));
  const others = loaded.filter((one) => one !== undefined).filter(({ id }) => id !== release.id);
  return {
    elsewhere: standsIn([...others, release]),
    withdrawnTags: recent.flatMap(({ id, summary }) => (id === release.id ? [] : (summary.withdrawn?.tag ?? []))),
  };
}
