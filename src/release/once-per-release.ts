import type { Release } from './release.ts';

/**
 * What is worked out of a release and some names, worked out once for each value of the release: a release never changes,
 * each event makes another. For what is asked of every person of a role, and would go through all of them each time.
 */
export function oncePerRelease<Names extends readonly string[], Found>(
  workOut: (release: Release, ...names: Names) => Found,
): (release: Release, ...names: Names) => Found {
  const known = new WeakMap<Release, Map<string, { readonly found: Found }>>();
  return (release, ...names) => {
    const ofRelease = known.get(release) ?? new Map<string, { readonly found: Found }>();
    known.set(release, ofRelease);
    const key = names.join('\n');
    const before = ofRelease.get(key);
    if (before !== undefined) return before.found;
    const found = workOut(release, ...names);
    ofRelease.set(key, { found });
    return found;
  };
}
