import type { Commit } from '../git/commits.ts';

const header = /^(?<type>[a-z]+)(?:\((?<scope>[^()]*)\))?(?<breaking>!)?:\s+(?<text>\S.*)$/i;
const footer = /^BREAKING[ -]CHANGE:/m;
const sections: Readonly<Record<string, string>> = {
  feat: 'Features',
  feature: 'Features',
  fix: 'Bug Fixes',
  perf: 'Performance Improvements',
  revert: 'Reverts',
};
const breakingSection = '⚠ BREAKING CHANGES';

interface Entry {
  readonly section: string;
  readonly line: string;
}

/** What Release Please reads of a commit; undefined for one that follows no convention. */
function readCommit(message: string) {
  const groups = header.exec(message.split('\n')[0] ?? '')?.groups;
  if (groups === undefined) return undefined;
  return {
    type: groups['type']?.toLowerCase() ?? '',
    scope: groups['scope'],
    text: groups['text'] ?? '',
    breaks: groups['breaking'] !== undefined || footer.test(message),
  };
}

/** The version that the commits ask for: a `Release-As:` footer says it, else what they are. Undefined where none is to be shown. */
export function nextVersion(before: string, commits: readonly Commit[]): string | undefined {
  const asked = commits
    .map(({ message }) => /^Release-As:\s*v?(\S+)/im.exec(message)?.[1])
    .find((one) => one !== undefined);
  if (asked !== undefined) return asked;
  const read = commits.flatMap(({ message }) => readCommit(message) ?? []);
  if (!read.some(({ type, breaks }) => breaks || sections[type] !== undefined)) return undefined;
  const [major = 0, minor = 0, patch = 0] = before.split('.').map(Number);
  const breaks = read.some((one) => one.breaks);
  if (breaks && major > 0) return `${major + 1}.0.0`;
  if (breaks || read.some(({ type }) => type === 'feat' || type === 'feature')) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

function entriesOf({ message, sha }: Commit, page: string): readonly Entry[] {
  const read = readCommit(message);
  if (read === undefined) return [];
  const scope = read.scope === undefined ? '' : `**${read.scope}:** `;
  const text = read.text.replace(/ \(#(\d+)\)$/, ` ([#$1](${page}/issues/$1))`);
  const line = `* ${scope}${text} ([${sha.slice(0, 7)}](${page}/commit/${sha}))`;
  const section = sections[read.type];
  return [
    ...(read.breaks ? [{ section: breakingSection, line: `* ${scope}${read.text}` }] : []),
    ...(section === undefined ? [] : [{ section, line }]),
  ];
}

/** The section of a version, as Release Please writes it. */
export function changelogOf(
  commits: readonly Commit[],
  {
    page,
    before,
    after,
    day,
  }: { readonly page: string; readonly before: string; readonly after: string; readonly day: string },
): string {
  const entries = commits.flatMap((commit) => entriesOf(commit, page));
  const parts = [breakingSection, ...new Set(Object.values(sections))].flatMap((section) => {
    const lines = entries.filter((one) => one.section === section).map(({ line }) => line);
    return lines.length === 0 ? [] : [`### ${section}\n\n${lines.join('\n')}`];
  });
  return [`## [${after}](${page}/compare/v${before}...v${after}) (${day})`, ...parts].join('\n\n');
}
