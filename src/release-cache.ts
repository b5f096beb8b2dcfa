import { evolve, type Recorded, releaseOf } from './release/evolve.ts';
import type { Release } from './release/release.ts';

const remembered = 500; // some 100 kB each

function isDeed(event: Recorded['event']): boolean {
  return 'by' in event && event.by !== undefined && event.by !== 'slipway';
}

/** What is kept may have been dropped for others meanwhile, or read anew from an earlier look: news go on from what was known. */
function later(one: Release | undefined, other: Release | undefined): Release | undefined {
  return (one?.version ?? 0) >= (other?.version ?? 0) ? one : other;
}

export interface ReleaseCache {
  /** The later of what is known and what is told. */
  keep(release: Release): Release;
  load(id: string): Promise<Release | undefined>;
  /** When a deed of a person's was last read that another process recorded, by `performance.now()`; long ago where there was none. */
  deedAt(id: string): number;
}

/** The releases as last read, so that a click reads only what came since. The log stays the truth: a stale one conflicts and is read again. */
export function releaseCache(read: (stream: string, after?: number) => Promise<readonly Recorded[]>): ReleaseCache {
  const cache = new Map<string, Release>();
  const deeds = new Map<string, number>();
  const keep = (release: Release): Release => {
    const known = cache.get(release.id);
    if (known !== undefined && known.version > release.version) return known;
    cache.delete(release.id);
    cache.set(release.id, release);
    const oldest = cache.size > remembered ? cache.keys().next().value : undefined;
    if (oldest !== undefined) {
      cache.delete(oldest);
      deeds.delete(oldest);
    }
    return release;
  };
  return {
    keep,
    deedAt: (id) => deeds.get(id) ?? Number.NEGATIVE_INFINITY,
    async load(id: string): Promise<Release | undefined> {
      const before = cache.get(id);
      const news = await read(id, before?.version);
      const known = later(cache.get(id), before); // forty who look at the same moment fold what came once
      const unknown = news.filter(({ version }) => version > (known?.version ?? 0));
      if (known !== undefined && unknown.some(({ event }) => isDeed(event))) deeds.set(id, performance.now());
      const release =
        known === undefined ? releaseOf(id, unknown) : unknown.reduce((r, recorded) => evolve(r, recorded, id), known);
      return release === undefined ? undefined : keep(release);
    },
  };
}
