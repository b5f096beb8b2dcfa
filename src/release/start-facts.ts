import type { BumpKind } from './playbook.ts';
import { nextVersion, tagOf, type VersionTag } from './version.ts';

/** What GitHub says of a component before its next release. */
export interface StartFacts {
  /** The last release; undefined before the first. */
  readonly latest: VersionTag | undefined;
  readonly tags: readonly string[];
  /** The highest version that was withdrawn, if it is after the last release: its number is used up. */
  readonly withdrawn?: VersionTag | undefined;
  /** The tags of all that were withdrawn. */
  readonly withdrawnTags?: readonly string[];
  /** The tip of the branch that is released from. */
  readonly head: string;
  readonly changes: {
    /** Commits since the last release; of a first release at most 100 are counted. */
    readonly commits: number;
    readonly pullRequests: number;
    /** First lines, the pull requests' where there are some. */
    readonly lines: readonly { readonly text: string; readonly url?: string }[];
    /** Where GitHub shows them. */
    readonly url?: string;
    /** GitHub logins of those who wrote any of it. */
    readonly authors: readonly string[];
  };
  /** The choices of each question of kind folders. */
  readonly folders: Readonly<Record<string, readonly string[]>>;
  readonly readAt: Date;
}

/** The version and tag that a bump leads to. */
export function nextTag(pattern: string, { latest, withdrawn }: StartFacts, bump: BumpKind): VersionTag {
  const version = nextVersion((withdrawn ?? latest)?.version, bump);
  return { version, tag: tagOf(pattern, version) };
}
