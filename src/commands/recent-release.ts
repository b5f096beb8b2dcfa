import type { Execute } from '../execute.ts';
import type { Release } from '../release/release.ts';
import { type ListedRelease, ofVersion, type RunningReleases, runningRelease, whichOf } from './running-release.ts';
import type { WordContext } from './word.ts';

/** What words need of the lists that are also about releases that have ended. */
export interface RecentReleases extends RunningReleases {
  /** The latest started, of one component or of all. */
  recent(which: { readonly component?: string | undefined; readonly limit: number }): Promise<readonly ListedRelease[]>;
}

const looked = 50; // of the workspace's or the component's latest

interface Typed {
  readonly release: Release;
  readonly rest: readonly string[];
}

type Found = { readonly id: string; readonly rest: readonly string[] } | { readonly sentence: string };

async function find(releases: RecentReleases, word: string, asked: WordContext): Promise<Found> {
  const { command, channel, args } = asked;
  const [first = '', ...others] = args;
  const named = first === '' ? [] : await releases.recent({ component: first, limit: looked });
  const [newest] = named;
  if (newest !== undefined) {
    const running = named.filter(({ status }) => status === 'open' || status === 'paused');
    const meant = ofVersion(named, others) ?? ofVersion(running, others);
    if (meant !== undefined) return { id: meant.release.id, rest: meant.rest };
    if (running.length === 0) return { id: newest.id, rest: others };
    return { sentence: `Several releases of ${first} are running. Say which: ${whichOf(running, { command, word })}.` };
  }
  const running = await runningRelease(releases, { command, word, channel, args });
  if (running.kind === 'one') return { id: running.release.id, rest: running.rest };
  const isAmbiguous = (await releases.openIn(channel)).length > 0;
  const ended = (await releases.recent({ limit: looked })).find((one) => one.channel === channel);
  return isAmbiguous || ended === undefined ? { sentence: running.sentence } : { id: ended.id, rest: args };
}

/**
 * The release that a typed line means, running or else the newest that has ended, and the words after its component;
 * answers the person where there is none.
 */
export async function recentRelease(
  ports: { readonly execute: Pick<Execute, 'load'>; readonly releases: RecentReleases },
  word: string,
  asked: WordContext,
): Promise<Typed | undefined> {
  const found = await find(ports.releases, word, asked);
  const release = 'id' in found ? await ports.execute.load(found.id) : undefined;
  if ('id' in found && release !== undefined) return { release, rest: found.rest };
  await asked.respond('sentence' in found ? found.sentence : 'Slipway no longer knows this release.');
  return undefined;
}
