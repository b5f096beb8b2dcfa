import type { Person, Release } from './release.ts';

/** A person as the record names them: Slack id, and GitHub login where slipway.yml knows it. */
export function personOf(release: Release, slack: Person | undefined) {
  if (slack === undefined) return undefined;
  const github = release.component.github[slack];
  return github === undefined ? { slack } : { slack, github };
}
