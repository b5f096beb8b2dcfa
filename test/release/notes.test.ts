import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Commit, type MergedPullRequest, withPullRequestsOfHistory } from '../../src/release/changes.ts';
import { plainMarkdown } from '../../src/release/markdown.ts';
import { longestBody, notesOf, releaseNotes } from '../../src/release/notes.ts';

const sha = (n: number): string => n.toString(16).padStart(40, '0');
const commit = (n: number, message: string, more: Partial<Commit> = {}): Commit => ({
  sha: sha(n),
  message,
  url: `https://github.example/c/${n}`,
  parents: [sha(n - 1)],
  pullRequests: [],
  ...more,
});
const pull = (number: number, title: string, more: Partial<MergedPullRequest> = {}): MergedPullRequest => ({
  number,
  title,
  body: '',
  url: `https://github.example/pull/${number}`,
  labels: [],
  ...more,
});
const changes = (commits: readonly Commit[], pullRequests: readonly MergedPullRequest[] = [], truncated = false) => ({
  changes: { commits, pullRequests, truncated },
});

describe('release notes', () => {
  it('sorts commits by kind: type, !, footers', () => {
    const notes = notesOf(
      changes([
        commit(1, 'feat(tax): round half to even\n\nCloses #12'),
        commit(2, 'fix: no charge twice'),
        commit(3, 'feat!: drop v1 invoices'),
        commit(4, 'refactor: split\n\nBREAKING CHANGE: amounts are strings\nnot numbers\n\nRefs #3'),
        commit(5, 'chore: note\n\nDEPRECATED: /v1/charges'),
        commit(6, 'Tidy up'),
      ]),
    );
    expect(notes.map((n) => [n.kind, n.scope, n.text, n.issues, n.detail])).toEqual([
      ['Breaking changes', undefined, 'drop v1 invoices', [], undefined],
      ['Breaking changes', undefined, 'split', ['#3'], 'amounts are strings\nnot numbers'],
      ['Features', 'tax', 'round half to even', ['#12'], undefined],
      ['Fixes', undefined, 'no charge twice', [], undefined],
      ['Deprecations', undefined, 'note', [], undefined],
      ['Other', undefined, 'Tidy up', [], undefined],
    ]);
  });

  it('prefers a pull request to its commits, and leaves out merges and the release pull request', () => {
    const notes = notesOf({
      ...changes(
        [
          commit(1, 'wip', { pullRequests: [7] }),
          commit(2, 'Merge pull request #7 from acme/feature/x', { parents: [sha(0), sha(1)], pullRequests: [7, 9] }),
          commit(3, 'docs: loose', { pullRequests: [9] }),
        ],
        [pull(7, 'Export as CSV', { labels: ['enhancement'], author: 'ana-d' }), pull(9, 'Release billing 1.5.0')],
      ),
      releasePullRequest: 9,
    });
    expect(notes.map((n) => [n.kind, n.text, n.source, n.author])).toEqual([
      ['Features', 'Export as CSV', '#7', 'ana-d'],
      ['Other', 'docs: loose'.slice(6), sha(3).slice(0, 7), undefined],
    ]);
  });

  it('calls a pull request breaking when one of its commits is', () => {
    const [note] = notesOf(
      changes([commit(1, 'fix!: other unit', { pullRequests: [7] })], [pull(7, 'fix: units', { labels: ['bug'] })]),
    );
    expect(note).toMatchObject({ kind: 'Breaking changes', text: 'units', source: '#7' });
  });

  it('finds the pull request of each commit in the history itself', () => {
    const history = withPullRequestsOfHistory([
      commit(1, 'one', { parents: [sha(0)] }),
      commit(2, 'two', { parents: [sha(1)] }),
      commit(3, 'beside', { parents: [sha(0)] }),
      commit(4, 'Merge pull request #5 from acme/feature/y', { parents: [sha(3), sha(2)] }),
      commit(6, 'fix: squashed (#6)', { parents: [sha(4)] }),
    ]);
    expect(history.map((c) => c.pullRequests)).toEqual([[5], [5], [], [5], [6]]);
  });

  it('prints Markdown with references, authors and the foot', () => {
    const text = releaseNotes(
      changes(
        [],
        [pull(45, 'feat(api): add limits, see #44', { author: 'dependabot[bot]', body: 'Fixes #40\nCloses #45' })],
      ),
      '[All changes](https://github.example/compare)',
    );
    expect(text).toBe(
      '## Features\n\n- **api:** add limits, see #44 ([#45](https://github.example/pull/45)) (#40) by dependabot\\[bot\\]\n\n[All changes](https://github.example/compare)',
    );
  });

  it('stays within what GitHub takes, and says what it leaves out', () => {
    const many = Array.from({ length: 3000 }, (_, n) => pull(n + 1, `feat: ${'long '.repeat(20)}${n}`));
    const text = releaseNotes(changes([], many), 'the foot');
    expect(text.length).toBeLessThanOrEqual(longestBody);
    expect(text).toMatch(/…and \d+ more changes\.\n\nthe foot$/);
  });
});

describe('plain Markdown', () => {
  it.each([
    ['thanks @octocat', 'thanks @&#8203;octocat'],
    ['&#64;octocat', '&amp;#64;octocat'],
    ['<img src=x onerror=y>', '\\<img src=x onerror=y\\>'],
    ['![x](http://y)', '!\\[x\\](http://y)'],
    ['# big', '\\# big'],
    ['1. one', '1\\. one'],
    ['- [ ] task', '\\- \\[ \\] task'],
    ['snake_case and _emph_', 'snake_case and \\_emph\\_'],
    ['two\nlines', 'two lines'],
    ['fixes #12', 'fixes #12'],
  ])('%s', (typed, printed) => expect(plainMarkdown(typed)).toBe(printed));

  it('leaves no mention, tag or structure of whatever is typed, and each pull request on one line', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'ab1 @<>&#;[]()*_`~|!\\\n-.:$\u202e'), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(typed, { minLength: 1, maxLength: 8 }), (titles) => {
        const text = releaseNotes(
          changes(
            [],
            titles.map((title, n) => pull(n + 1, title, { author: 'x' })),
          ),
        );
        const items = text.split('\n').filter((line) => line !== '' && !line.startsWith('## '));
        expect(items).toHaveLength(titles.length);
        for (const item of items) {
          expect(item).toMatch(/^- .*\(\[#\d+\]\(https:[^()]*\)\) by x$/u);
          const told = item
            .slice(2)
            .replace(/\(\[#\d+\]\([^()]*\)\) by x$/, '')
            .replace(/^\*\*.*?:\*\* /, '');
          expect(told.replaceAll(/\\[\\`*{}[\]<>|~$_#.)+=-]/g, '')).not.toMatch(
            /[<>`[\]*~|]|@(?!&#8203;)|&(?!amp;|#8203;)/,
          );
        }
      }),
    );
  });
});
