import type { ReleaseSummary } from '../release/summary.ts';

/** A release that runs, or is being withdrawn, as lists know it. */
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
  /** Open and paused ones, and those that are being withdrawn, whose home is the channel, oldest first. */
  openIn(channel: string): Promise<readonly ListedRelease[]>;
  /** Those of a component, oldest first: one, hotfixes beside it, and those that are being withdrawn. */
  openOf(component: string): Promise<readonly ListedRelease[]>;
}

export type Found =
  | { readonly kind: 'one'; readonly release: ListedRelease; readonly rest: readonly string[] }
  | { readonly kind: 'none'; readonly sentence: string };

/** Beside a component's running release, or a later one, one that is being withdrawn is meant only where its version is named. */
function withoutDoubles(here: readonly ListedRelease[]): readonly ListedRelease[] {
  const running = new Set(here.flatMap(({ status, component }) => (status === 'withdrawing' ? [] : [component])));
  return here.filter(
    ({ status, component }, n) =>
      status !== 'withdrawing' ||
      (!running.has(component) && !here.some((one, m) => m > n && one.component === component)),
  );
}

/** `1.1.1` in `v1.1.1` as people type it. */
export function typedVersion(word: string | undefined): string | undefined {
  return word?.replace(/^v(?=\d)/, '');
}

/** Of several the one whose version follows the component in the line, or the only one that is meant without. */
export function ofVersion(
  releases: readonly ListedRelease[],
  rest: readonly string[],
): { readonly release: ListedRelease; readonly rest: readonly string[] } | undefined {
  const version = typedVersion(rest[0]);
  const named = releases.find(({ semver }) => semver === version);
  if (named !== undefined) return { release: named, rest: rest.slice(1) };
  const [only, second] = withoutDoubles(releases);
  return only === undefined || second !== undefined ? undefined : { release: only, rest };
}

/** Several could be meant: the lines that each mean one. */
export function whichOf(
  releases: readonly ListedRelease[],
  { command, word }: { readonly command: string; readonly word: string },
): string {
  const lines = withoutDoubles(releases).map(({ component, semver }) => {
    const single = releases.filter((one) => one.component === component).length === 1;
    return `\`${command} ${word} ${component}${single ? '' : ` ${semver}`}\``;
  });
  return lines.join(' or ');
}

/**
 * The release that a line such as `/release pause billing too many alarms` means: the channel's only one, or the one
 * of the component that its first argument names, and of the version after it where the component has a hotfix beside it.
 * `rest` is what follows.
 */
export async function runningRelease(
  releases: RunningReleases,
  line: { readonly command: string; readonly word: string; readonly channel: string; readonly args: readonly string[] },
): Promise<Found> {
  const [first = '', ...others] = line.args;
  const here = await releases.openIn(line.channel);
  const ofIt = here.filter((r) => r.component === first);
  const named = ofIt.length > 0 || first === '' ? ofIt : await releases.openOf(first);
  const found = ofVersion(named, others);
  if (found !== undefined) return { kind: 'one', ...found };
  if (named.length > 0)
    return { kind: 'none', sentence: `Several releases of ${first} are running. Say which: ${whichOf(named, line)}.` };
  const [only, second] = withoutDoubles(here);
  if (only === undefined)
    return {
      kind: 'none',
      sentence: `No release is running in this channel. \`${line.command} start\` begins one, \`${line.command} list\` shows the others.`,
    };
  if (second === undefined) return { kind: 'one', release: only, rest: line.args };
  return { kind: 'none', sentence: `Several releases are running here. Say which: ${whichOf(here, line)}.` };
}
