import { plainMarkdown } from '../../release/markdown.ts';
import { shortened } from '../../release/shortened.ts';
import { counted } from '../../release/wording.ts';
import type { Changes } from '../changes.ts';
import { markOf } from './release-mark.ts';

const mostListed = 100; // of each kind; with lines cut at 120 characters far below the 65,536 that GitHub takes
const invisible = '\u200b';
const closing = /\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?)(:?\s+)(?=#|gh-\d|https?:\/\/|[\w.-]+\/[\w.-]+#)/gi;

/** A text written by others, as plain text: GitHub notifies nobody, links nowhere and closes no issue because of it. */
function inert(text: string): string {
  return plainMarkdown(text).replaceAll(closing, `$1${invisible}$2`);
}

function byAuthor<T extends { readonly author: string }>(all: readonly T[], line: (one: T) => string): string[] {
  const lines: string[] = [];
  for (const [author, theirs] of Map.groupBy(all, ({ author }) => author))
    lines.push(`- ${inert(author)}`, ...theirs.map((one) => `  - ${line(one)}`));
  return lines;
}

interface Described {
  readonly id: string;
  readonly component: string;
  readonly version: string;
  readonly bump: string;
}

/** What the release pull request says: the pull requests and commits it aggregates, by author. Bounded. */
export function pullRequestBody({ id, component, version, bump }: Described, changes: Changes): string {
  const { commits, pullRequests, total, url } = changes;
  const pulls = pullRequests.slice(0, mostListed);
  const shown = commits.slice(-mostListed);
  const more = (rest: number, what: string) => (rest > 0 ? [`- [and ${counted(rest, `more ${what}`)}](${url})`] : []);
  return [
    `Release of ${inert(component)} ${version} (${bump}), run by Slipway. Merging by hand is noticed and recorded there.`,
    ...(pulls.length === 0 ? [] : ['', `### ${counted(pullRequests.length, 'pull request')}`, '']),
    ...byAuthor(pulls, ({ number, title }) => `#${number} ${inert(shortened(title, 120))}`),
    ...more(pullRequests.length - pulls.length, 'pull request'),
    '',
    `### ${counted(total, 'commit')}`,
    '',
    ...byAuthor(shown, ({ sha, subject }) => `${sha.slice(0, 7)} ${inert(shortened(subject, 120))}`),
    ...more(total - shown.length, 'commit'),
    '',
    `<!-- ${markOf(id)} -->`,
  ].join('\n');
}
