import semver from 'semver';
import type { BumpKind } from './playbook.ts';

/** A tag that the component's tag pattern made, with the version in it. */
export interface VersionTag {
  readonly tag: string;
  readonly version: string;
}

/** The tag of a version by a pattern such as `v<version>` or `billing-<version>`. */
export function tagOf(pattern: string, version: string): string {
  return pattern.replaceAll('<version>', version);
}

/** The version in a tag of that pattern; undefined for any other tag. */
export function versionIn(pattern: string, tag: string): string | undefined {
  const [before = '', after = ''] = pattern.split('<version>');
  if (!tag.startsWith(before) || !tag.endsWith(after) || tag.length <= before.length + after.length) return undefined;
  return semver.valid(tag.slice(before.length, tag.length - after.length)) ?? undefined;
}

/** The highest released version among tags; pre-releases do not count. */
export function latestOf(pattern: string, tags: readonly string[]): VersionTag | undefined {
  const found = tags.flatMap((tag) => {
    const version = versionIn(pattern, tag);
    return version === undefined || semver.prerelease(version) !== null ? [] : [{ tag, version }];
  });
  return found.sort((a, b) => semver.rcompare(a.version, b.version))[0];
}

/** The next version for a bump; a component's first release counts from 0.0.0. */
export function nextVersion(latest: string | undefined, bump: BumpKind): string {
  const next = semver.inc(latest ?? '0.0.0', bump);
  if (next === null) throw new Error(`${latest} is not a semantic version.`);
  return next;
}
