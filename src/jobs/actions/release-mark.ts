/** The line by which Slipway knows again what it made for a release: in merge commits, tags and pull requests. */
export function markOf(release: string): string {
  return `Slipway-Release: ${release}`;
}

/** Whether a text carries the mark of this release, alone on a line or in a comment of its own. */
export function isMarked(text: string, release: string): boolean {
  const mark = markOf(release);
  return text.split(/\r?\n/).some((line) => line.trim() === mark || line.trim() === `<!-- ${mark} -->`);
}

/** Whether a text carries the mark of any release. */
export function carriesMark(text: string): boolean {
  return text.split(/\r?\n/).some((line) => /^\s*(?:<!-- )?Slipway-Release: \S+(?: -->)?\s*$/.test(line));
}
