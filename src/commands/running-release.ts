import type { ReleaseSummary } from '../release/summary.ts';

/** A running release as lists know it. */
export interface ListedRelease {
  readonly id: string;
  readonly component: string;
  readonly channel: string;
  readonly semver: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly summary: ReleaseSummary;
}

/** What words need of the lists. */
export interface RunningReleases {
  /** Open and paused ones whose home is the channel, oldest first. */
  openIn(channel: string): Promise<readonly ListedRelease[]>;
  openOf(component: string): Promise<ListedRelease | undefined>;
}

export type Found =
  | { readonly kind: 'one'; readonly release: ListedRelease; readonly rest: readonly string[] }
  | { readonly kind: 'none'; readonly sentence: string };

/**
 * The release that a line such as `/release pause billing too many alarms` means: the channel's only one, or the one
 * of the component that its first argument names. `rest` is what follows the component.
 */
export async function runningRelease(
  releases: RunningReleases,
  line: { readonly command: string; readonly word: string; readonly channel: string; readonly args: readonly string[] },
): Promise<Found> {
  const [first = '', ...others] = line.args;
  const here = await releases.openIn(line.channel);
  const named = here.find((r) => r.component === first) ?? (first === '' ? undefined : await releases.openOf(first));
  if (named !== undefined) return { kind: 'one', release: named, rest: others };
  const [only, second] = here;
  if (only === undefined)
    return {
      kind: 'none',
      sentence: `No release is running in this channel. \`${line.command} start\` begins one, \`${line.command} list\` shows the others.`,
    };
  if (second === undefined) return { kind: 'one', release: only, rest: line.args };
  const lines = here.map((r) => `\`${line.command} ${line.word} ${r.component}\``).join(' or ');
  return { kind: 'none', sentence: `Several releases are running here. Say which: ${lines}.` };
}
