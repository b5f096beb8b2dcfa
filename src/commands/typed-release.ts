import type { Execute } from '../execute.ts';
import type { Release } from '../release/release.ts';
import { type RunningReleases, runningRelease } from './running-release.ts';
import type { WordContext } from './word.ts';

/** The release that a typed line means, and the words after its component; answers the person where there is none. */
export async function typedRelease(
  ports: { readonly execute: Pick<Execute, 'load'>; readonly releases: RunningReleases },
  word: string,
  asked: WordContext,
): Promise<{ readonly release: Release; readonly rest: readonly string[] } | undefined> {
  const { command, channel, args } = asked;
  const found = await runningRelease(ports.releases, { command, word, channel, args });
  const release = found.kind === 'one' ? await ports.execute.load(found.release.id) : undefined;
  if (found.kind === 'one' && release !== undefined) return { release, rest: found.rest };
  await asked.respond(found.kind === 'none' ? found.sentence : 'Slipway no longer knows this release.');
  return undefined;
}
