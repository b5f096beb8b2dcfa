import { type Changes, type Commit, isMerge, type MergedPullRequest, subjectLine } from './changes.ts';
import { plainMarkdown } from './markdown.ts';

const kinds = ['Breaking changes', 'Features', 'Fixes', 'Deprecations', 'Other'] as const;
type NoteKind = (typeof kinds)[number];

/** One line of the release notes, as people typed it: who prints it escapes it. */
export interface Note {
  readonly kind: NoteKind;
  readonly scope?: string | undefined;
  readonly text: string;
  /** What a BREAKING CHANGE footer says. */
  readonly detail?: string | undefined;
  /** Issues that it names besides those in its text, such as `#12`. */
  readonly issues: readonly string[];
  readonly author?: string | undefined;
  readonly url: string;
  /** `#45` of a pull request, else a short commit id. */
  readonly source: string;
}

export interface NotesWanted {
  readonly changes: Changes;
  /** The pull request of the release itself: it is not one of the changes. */
  readonly releasePullRequest?: number | undefined;
}

const header = /^(?<type>[a-z]+)(?:\((?<scope>[^()]{1,60})\))?(?<breaking>!)?:\s+(?<text>\S.*)$/i;
const breakingFooter = /^BREAKING[ -]CHANGE:\s*([\s\S]*?)(?=\n\s*\n|\n[\w-]+(?:: | #)|(?![\s\S]))/m;
const deprecationFooter = /^DEPRECAT(?:ED|ION):/m;
const reference = /(?<![\w&/])(?:[\w.-]+\/[\w.-]+)?#\d+\b/g;
const namesIssues = /^(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|see|issues?|part of)\b:?\s.*#\d/i;

const byType: Readonly<Record<string, NoteKind>> = {
  feat: 'Features',
  feature: 'Features',
  fix: 'Fixes',
  bugfix: 'Fixes',
  hotfix: 'Fixes',
  security: 'Fixes',
  deprecate: 'Deprecations',
  deprecation: 'Deprecations',
};
const byLabel: readonly (readonly [RegExp, NoteKind])[] = [
  [/^(?:type: ?)?breaking(?:[ -]change)?$/i, 'Breaking changes'],
  [/^(?:type: ?)?deprecat(?:ed|ion)$/i, 'Deprecations'],
  [/^(?:type: ?)?(?:feat|feature|enhancement)$/i, 'Features'],
  [/^(?:type: ?)?(?:bug|fix|bugfix|security)$/i, 'Fixes'],
];

interface Told {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

function issuesIn(text: string): readonly string[] {
  return text.match(reference) ?? [];
}

function kindOf({ body, labels }: Told, type: string, marked: boolean): NoteKind {
  const labelled = byLabel.find(([pattern]) => labels.some((label) => pattern.test(label.trim())))?.[1];
  if (marked || breakingFooter.test(body) || labelled === 'Breaking changes') return 'Breaking changes';
  if (deprecationFooter.test(body) || labelled === 'Deprecations') return 'Deprecations';
  return byType[type.toLowerCase()] ?? (type === '' ? labelled : undefined) ?? 'Other';
}

function readTold(told: Told): Pick<Note, 'kind' | 'scope' | 'text' | 'detail' | 'issues'> {
  const { type = '', scope, breaking, text = told.title } = header.exec(told.title)?.groups ?? {};
  const inBody = told.body.split('\n').filter((line) => namesIssues.test(line.trim()));
  const mentioned = new Set(issuesIn(told.title));
  const detail = breakingFooter.exec(told.body)?.[1]?.trim();
  return {
    kind: kindOf(told, type, breaking !== undefined),
    ...(scope === undefined ? {} : { scope }),
    text,
    ...(detail === undefined || detail === '' ? {} : { detail }),
    issues: [...new Set(inBody.flatMap(issuesIn))].filter((issue) => !mentioned.has(issue)),
  };
}

function ofPullRequest(pull: MergedPullRequest, commits: readonly Commit[]): Note {
  const { title, body, labels, author, url, number } = pull;
  const own = readTold({ title: title.trim(), body, labels });
  const worse = commits.map((c) => ofCommit(c)).find((note) => note.kind === 'Breaking changes');
  const kind = worse === undefined ? own.kind : 'Breaking changes';
  const issues = own.issues.filter((issue) => issue !== `#${number}`);
  return { ...own, kind, issues, detail: own.detail ?? worse?.detail, author, url, source: `#${number}` };
}

function ofCommit({ message, author, url, sha }: Commit): Note {
  const title = subjectLine(message);
  const body = message.trimStart().split('\n').slice(1).join('\n');
  return { ...readTold({ title, body, labels: [] }), author, url, source: sha.slice(0, 7) };
}

/**
 * What the changes come to, by kind: pull requests, and the commits that belong to none of them.
 * Commits and pull requests follow Conventional Commits (type, scope, `!`, BREAKING CHANGE); labels decide where a title does not.
 */
export function notesOf({ changes, releasePullRequest }: NotesWanted): readonly Note[] {
  const pulls = changes.pullRequests.filter((p) => p.number !== releasePullRequest);
  const known = new Set(pulls.map((p) => p.number));
  const commits = changes.commits.filter((c) => !isMerge(c));
  const loose = commits.filter((c) => !c.pullRequests.some((number) => known.has(number)));
  const notes = [
    ...pulls.map((p) =>
      ofPullRequest(
        p,
        commits.filter((c) => c.pullRequests.includes(p.number)),
      ),
    ),
    ...loose.map(ofCommit),
  ];
  return kinds.flatMap((kind) => notes.filter((note) => note.kind === kind));
}

function lineOf(note: Note): string {
  const scope = note.scope === undefined ? '' : `**${plainMarkdown(note.scope)}:** `;
  const link = `[${note.source}](${encodeURI(note.url)})`;
  const by = note.author === undefined ? '' : ` by ${plainMarkdown(note.author)}`;
  const issues = note.issues.length === 0 ? '' : ` (${note.issues.join(', ')})`;
  const detail = note.detail === undefined ? '' : `\n  ${plainMarkdown(note.detail)}`;
  return `- ${scope}${plainMarkdown(note.text)} (${link})${issues}${by}${detail}`;
}

/** Characters that GitHub takes as the body of a release. */
export const longestBody = 125_000;

function sectionsOf(lines: readonly (readonly [NoteKind, string])[]): string {
  return kinds
    .map((kind) => [kind, lines.filter(([of]) => of === kind).map(([, line]) => line)] as const)
    .filter(([, of]) => of.length > 0)
    .map(([kind, of]) => `## ${kind}\n\n${of.join('\n')}`)
    .join('\n\n');
}

/**
 * Release notes in GitHub's Markdown. Nothing typed into a title or a message becomes a mention, HTML or structure.
 * @param foot Markdown that stands below, kept whatever is left out; `room` bounds it all, in characters.
 */
export function releaseNotes(wanted: NotesWanted, foot = '', room = longestBody): string {
  const notes = notesOf(wanted);
  const kept: (readonly [NoteKind, string])[] = [];
  let left = room - foot.length - 400; // headings, and the sentence on what is left out
  for (const note of notes) {
    const line = lineOf(note);
    left -= line.length + 1;
    if (left < 0) break;
    kept.push([note.kind, line]);
  }
  const missing = notes.length - kept.length;
  const parts = [
    notes.length === 0 ? 'No changes were found.' : sectionsOf(kept),
    missing > 0 ? `…and ${missing} more changes.` : '',
    wanted.changes.truncated ? 'There are more commits than Slipway reads; the comparison shows all.' : '',
    foot,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
