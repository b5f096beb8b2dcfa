import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlaybook } from '../../src/release/read-playbook.ts';

const small = `playbook: small
title: Small
time-zone: Asia/Tokyo
bump: { choices: [patch, minor], default: minor }
questions:
  features: { ask: Which features?, kind: folders, under: outputs/, several: true, each: feature }
  public: Is it announced?
roles:
  manager: { title: Manager, from: starter }
  lead: { title: Lead, not: [starter, author] }
stages:
  - stage: Pull request
    steps:
      - check: file-present
        path: outputs/<feature>/
        ref: dev
        for: features
      - action: open-pull-request
        from: dev
        to: main
        as: pr
      - together:
          - check: ci-green
            of: pr
            within: 60m
          - sign-off: lead
            of: pr
      - action: merge-pull-request
        of: pr
        as: merged
  - stage: After
    steps:
      - action: create-tag
        at: <merged.sha>
      - checklist: manager
        items:
          - say: Metrics are normal
            when: public
      - announce: changelog
        say: <component> <version> is out.
        when: public
`;

/** The small playbook with one text replaced by another. */
function edited(from: string, to: string): string {
  if (!small.includes(from)) throw new Error(`The small playbook has no ${from}`);
  return small.replace(from, to);
}

function problemsOf(text: string): readonly string[] {
  const read = readPlaybook(text);
  if ('playbook' in read) return [];
  return read.problems.map(({ line, column, message, fix }) => [`${line}:${column}`, message, fix].join(' ').trim());
}

describe('a playbook without mistakes', () => {
  it('is read', () => expect(problemsOf(small)).toEqual([]));
  it('is what Slipway ships', () =>
    expect(problemsOf(readFileSync('playbooks/backend-service.yml', 'utf8'))).toEqual([]));
});

const mistakes: readonly (readonly [what: string, from: string, to: string, ...problems: readonly string[]])[] = [
  ['a misspelt key of a step', 'from: dev', 'form: dev', '19:9 “form” is not known here. Write from.'],
  [
    'a misspelt kind of step',
    'sign-off: lead',
    'sing-off: lead',
    '26:13 A step has one of the keys together, check, action, checklist, sign-off, window, deploy, announce; this one has none. Write sign-off instead of sing-off.',
  ],
  [
    'a step of no kind',
    `- sign-off: lead
            of: pr`,
    '- wait: 5m',
    '26:13 A step has one of the keys together, check, action, checklist, sign-off, window, deploy, announce; this one has none.',
  ],
  [
    'text where a step stands',
    `- sign-off: lead
            of: pr`,
    '- sign-off',
    '26:13 A step is a map with one of the keys together, check, action, checklist, sign-off, window, deploy, announce.',
  ],
  [
    'a check that does not exist',
    'ci-green',
    'ci-gren',
    '23:20 “check” cannot be "ci-gren". It is one of: branch-contains, feature-merged, boxes-ticked, file-present, ci-green, pull-request-merged, file-valid, changelog-entry, values-agree, release-present, http-answers, date-fresh, workflow-succeeded, no-security-alerts, labels-accurate, milestone-complete, no-open-issues, bump-fits, changes-touch, config-changes-noted. Write ci-green.',
  ],
  [
    'an action that does not exist',
    'open-pull-request',
    'open-pr',
    '18:17 “action” cannot be "open-pr". It is one of: open-pull-request, request-review, merge-pull-request, create-branch, create-tag, run-workflow, publish-release, draft-release, merge-back, archive-evidence, retrospective-issue, tracking-issue, release-please, release-please-published, pin-commit.',
  ],
  [
    'a check without its name',
    'check: ci-green',
    'check:',
    '23:19 “check” is empty. It is one of: branch-contains, feature-merged, boxes-ticked, file-present, ci-green, pull-request-merged, file-valid, changelog-entry, values-agree, release-present, http-answers, date-fresh, workflow-succeeded, no-security-alerts, labels-accurate, milestone-complete, no-open-issues, bump-fits, changes-touch, config-changes-noted.',
  ],
  [
    'a key that is missing',
    `        to: main
`,
    '',
    '18:9 “to” is missing. Add to: and text.',
  ],
  ['a key that is empty', 'to: main', 'to:', '20:12 “to” is empty. It is text.'],
  [
    'a key of another kind of step',
    'within: 60m',
    'method: merge',
    '25:13 “method” is not known here. Known here: check, title, as, for, when, within, done-outside, page, links, waive, re-run, held, of, ref.',
  ],
  [
    'a step of two kinds',
    'within: 60m',
    'sign-off: lead',
    '25:13 “sign-off” begins another one. Put - before it, on a line of its own.',
  ],
  [
    'together within together',
    `- check: ci-green
            of: pr
            within: 60m`,
    '- together: []',
    '23:13 “together” cannot stand here. Move it one level up.',
  ],
  [
    'a duration',
    'within: 60m',
    'within: 1 hour',
    '25:21 “within” must be a number with m, h or d, such as 45m, 8h or 3d; here it is "1 hour".',
  ],
  ['a number for text', 'title: Small', 'title: 2', `2:8 “title” is text, not 2. Put it in quotes: '2'.`],
  [
    'a misspelt word of a list',
    'not: [starter, author]',
    'not: [starter, auther]',
    '10:39 Entry 2 of “not” cannot be "auther". It is one of: starter, author. Write author.',
  ],
  ['yes for true', 'several: true', 'several: yes', '6:78 “several” is true or false, not "yes". Write true.'],
  [
    'a placeholder in braces',
    'say: <component> <version> is out.',
    'say: {version}',
    '40:14 {version} without quotes is a map in YAML, so “say” is no text. A placeholder is written <version>.',
  ],
  [
    'a placeholder in braces inside text',
    'say: <component> <version> is out.',
    'say: "Released {version} today"',
    '40:14 {version} is not filled in. Write <version>.',
  ],
  [
    'a role in capitals',
    '  lead: {',
    '  Lead: {',
    '10:3 “Lead” must be lower-case words joined by hyphens, such as backend-lead.',
  ],
  [
    'a role that nobody has',
    'checklist: manager',
    'checklist: manger',
    '35:20 There is no role manger. Write manager.',
  ],
  [
    'a role that nobody has and nothing near',
    'checklist: manager',
    'checklist: auditors',
    '35:20 There is no role auditors. There are: manager, lead.',
  ],
  ['a sign-off by no role', 'sign-off: lead', 'sign-off: leed', '26:23 There is no role leed. Write lead.'],
  [
    'a pull request that no step opens',
    `            of: pr
            within`,
    `            of: pullrequest
            within`,
    '24:17 There is no step pullrequest. There are: pr.',
  ],
  [
    'a step that opens no pull request',
    `      - action: merge-pull-request
        of: pr`,
    `      - action: merge-pull-request
        of: tag`,
    '29:13 There is no step tag. There are: pr.',
  ],
  [
    'a pull request that nothing merges',
    `      - action: merge-pull-request
        of: pr
        as: merged
  - stage: After
    steps:
      - action: create-tag
        at: <merged.sha>
`,
    `  - stage: After
    steps:
`,
    '18:9 No step merges the pull request pr, which other steps are about. Add action: merge-pull-request, of: pr.',
  ],
  [
    'a merge that is misspelt is not told to be lacking too',
    'merge-pull-request',
    'merge-pr',
    '28:17 “action” cannot be "merge-pr". It is one of: open-pull-request, request-review, merge-pull-request, create-branch, create-tag, run-workflow, publish-release, draft-release, merge-back, archive-evidence, retrospective-issue, tracking-issue, release-please, release-please-published, pin-commit.',
  ],
  [
    'a pull request that is merged only sometimes',
    'as: merged',
    `as: merged
        when: public`,
    '31:15 The pull request pr is merged only when public. Take this when: away.',
  ],
  [
    'a merge beside a sign-off',
    `      - action: merge-pull-request
        of: pr
        as: merged
`,
    `          - action: merge-pull-request
            of: pr
            as: merged
`,
    '28:13 The pull request pr is merged beside its sign-off by lead, and so without it. Move the merge to a place after the sign-off.',
  ],
  [
    'a merge before a sign-off',
    '      - checklist: manager',
    `      - sign-off: manager
        of: pr
      - checklist: manager`,
    '28:9 The pull request pr is merged before its sign-off by manager, and so without it. Move the merge to a place after the sign-off.',
  ],
  [
    'more questions than a form has room for',
    'questions:\n',
    `questions:\n${Array.from({ length: 88 }, (_, n) => `  q${n}: Is it so?\n`).join('')}`,
    '5:1 The start form would ask 90 questions and for the people of 1 role; Slack has room for 89 of them together. Ask less at the start: a checklist may ask the rest later.',
  ],
  [
    'a name given twice',
    'as: merged',
    'as: pr',
    '30:13 Another step is named pr already. Name this one otherwise.',
    '34:13 <merged.sha>: there is no step merged. There are: pr.',
  ],
  [
    'for a question with one answer',
    'for: features',
    'for: public',
    '17:14 The question public has one answer, so nothing can be repeated for each. There are: features.',
  ],
  [
    'each without for',
    `        for: features
`,
    '',
    '15:15 <feature> is one of several; this step is not repeated for each. Add for: features.',
  ],
  [
    'a condition on no question',
    '        when: public',
    '        when: pubic',
    '38:19 There is no question pubic. Write public.',
  ],
  [
    'a condition on no question in an item',
    '            when: public',
    '            when: pubic',
    '38:19 There is no question pubic. Write public.',
  ],
  [
    'a condition that is none',
    '        when: public',
    '        when: public and features',
    '38:19 “public and features” is no condition. Write the name of a question, “not” and the name, or “bump is major”; several are joined by “or”.',
  ],
  [
    'a condition on a bump',
    '        when: public',
    '        when: bump is major',
    '38:19 No release of this playbook is major. The choices are: patch, minor.',
  ],
  [
    'a default that is no choice',
    'default: minor',
    'default: major',
    '4:43 The default major is not among the choices. Write one of: patch, minor.',
  ],
  ['a time zone', 'Asia/Tokyo', 'Asia/Tokio', '3:12 There is no time zone Asia/Tokio. Write Asia/Tokyo.'],
  ['another time zone', 'Asia/Tokyo', 'JST+9', '3:12 There is no time zone JST+9. Write one such as Asia/Tokyo.'],
  ['a fact of no step', '<merged.sha>', '<merge.sha>', '34:13 <merge.sha>: there is no step merge. Write merged.'],
  [
    'a fact that a step has not',
    '<merged.sha>',
    '<merged.commit>',
    '34:13 <merged.commit>: the step merged has no commit. There are: sha, url, at.',
  ],
  [
    'a fact of a later step',
    'outputs/<feature>/',
    'outputs/<merged.sha>/',
    '15:15 <merged.sha>: the step merged comes later. Take the fact of an earlier step.',
  ],
  [
    'a placeholder that stands for nothing',
    '<version> is out',
    '<verson> is out',
    '40:14 <verson> stands for nothing. Write <version>, or name the value of slipway.yml otherwise.',
  ],
  [
    'a text with a colon',
    'say: Metrics are normal',
    'say: Metrics: all normal',
    `37:18 A second key stands on this line. A text that holds ': ' stands in quotes.`,
  ],
  [
    'a text that begins with a star',
    'path: outputs/<feature>/',
    'path: *.md',
    '15:15 *.md stands for an anchor, and there is none of that name. A text that begins with * stands in quotes.',
  ],
  [
    'a text that begins with a backtick',
    'path: outputs/<feature>/',
    'path: `x`',
    '15:15 A text cannot begin with this character. Put it in quotes.',
  ],
  [
    'a tab',
    `    steps:
      - action: create-tag`,
    `	steps:
      - action: create-tag`,
    '32:1 Here is a tab. Indent by spaces.',
  ],
  ['a quote that is not closed', 'title: Small', 'title: "Small', '2:8 This quote is not closed.'],
  [
    'a key given twice',
    'title: Small',
    `title: Small
title: Smaller`,
    '3:1 This key was given already. Keep one of them.',
  ],
  [
    'indentation',
    '        at: <merged.sha>',
    '       at: <merged.sha>',
    '34:1 The indentation does not fit what stands above. Entries of a list begin with - in one column.',
  ],
  [
    'a title too long',
    'title: Small',
    'title: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    '2:8 “title” has at most 60 characters; here it has 70.',
  ],
  ['a link without text', '            when: public', '            link:', '38:18 “link” is empty. It is text.'],
  [
    'folders of where',
    ', under: outputs/',
    '',
    '6:13 It offers folders, but does not say of which folder. Add under: outputs/.',
  ],
  [
    'several of one kind',
    'kind: folders, under: outputs/, ',
    '',
    '6:46 Of kind text there is one answer. Several answers can be chosen of kind folders only.',
  ],
  [
    'a question that is a list',
    'Is it announced?',
    '[Is it announced?]',
    '7:11 “public” is text or a map, not a list.',
  ],
  [
    'a tag without version',
    'title: Small',
    `title: Small
tag: v1`,
    '3:6 “tag” must hold <version>; here it is "v1".',
  ],
  ['quorum', 'not: [starter, author]', 'quorum: 0', '10:32 “quorum” is at least 1, not 0.'],
  [
    'pr later',
    `      - action: open-pull-request
        from: dev
        to: main
        as: pr
      - together:
`,
    `      - together:
          - action: open-pull-request
            from: dev
            to: main
            as: pr
`,
    '24:17 The pull request pr is not opened before this step. Move it to an earlier place.',
    '27:17 The pull request pr is not opened before this step. Move it to an earlier place.',
  ],
];

describe('a mistake is told at its place, with what would be right', () => {
  it.each(mistakes)('%s', (_, from, to, ...problems) => expect(problemsOf(edited(from, to))).toEqual(problems));
});

describe('mistakes are told all at once', () => {
  it('those of words, of shape and of meaning together, in the order of the file', () => {
    const text = small
      .replace('title: Small', 'title: Small\ntitle: Smaller')
      .replace('Asia/Tokyo', 'Asia/Tokio')
      .replace('to: main', 'too: main')
      .replace('sign-off: lead', 'sign-off: leed')
      .replace('checklist: manager', 'checklst: manager');
    expect(problemsOf(text)).toEqual([
      '3:1 This key was given already. Keep one of them.',
      '4:12 There is no time zone Asia/Tokio. Write Asia/Tokyo.',
      '21:9 “too” is not known here. Write to.',
      '27:23 There is no role leed. Write lead.',
      '36:9 A step has one of the keys together, check, action, checklist, sign-off, window, deploy, announce; this one has none. Write checklist instead of checklst.',
    ]);
  });

  it('of a file that is no playbook at all', () => {
    expect(problemsOf('')).toEqual(['1:1 The file is empty.']);
    expect(problemsOf('- a\n')).toEqual(['1:1 The file is a map, not a list.']);
    expect(problemsOf('playbook: x\n')).toEqual([
      '1:1 “title” is missing. Add title: and text.',
      '1:1 “roles” is missing. Add roles: and a map.',
      '1:1 “stages” is missing. Add stages: and a list.',
    ]);
  });
});

describe('YAML that readers disagree about', () => {
  it('“on” is no key anywhere', () =>
    expect(problemsOf(edited('            when: public', '            on: public'))).toEqual([
      '38:13 “on” is not known here. Some YAML readers take “on” for true, so it is nowhere used. Known here: say, link, evidence, unit, at-least, at-most, when.',
    ]));
  it('aliases that multiply are told, not followed', () => {
    const bomb = ['a0: &a0 [x]', ...[1, 2, 3, 4, 5, 6].map((i) => `a${i}: &a${i} [${`*a${i - 1}, `.repeat(5)}]`)];
    expect(problemsOf(bomb.join('\n'))).toEqual([
      '1:1 It has more aliases, or aliases of aliases, than are resolved (100).',
    ]);
  });
  it('an anchor and its alias are read', () =>
    expect(
      problemsOf(
        edited('not: [starter, author]', 'not: &both [starter, author]').replace(
          'stages:',
          '  other: { title: Other, not: *both }\nstages:',
        ),
      ),
    ).toEqual([]));
});

describe('whatever stands in the file', () => {
  const shipped = readFileSync('playbooks/backend-service.yml', 'utf8');
  const lines = shipped.split('\n');
  const places = fc.nat(lines.length - 1);
  const junk = fc.constantFrom(
    '',
    '- ',
    'x: y',
    '    - check: nothing',
    'of: pr',
    '{',
    '"',
    '* a',
    '? b',
    '\t',
    '<<: 1',
    '__proto__: 1',
  );
  const edits = fc.array(
    fc.oneof(
      fc.record({ at: places, by: junk }),
      fc.record({ at: places, by: places.map((other) => lines[other] ?? '') }),
      fc.record({ at: places, by: fc.string({ maxLength: 30 }) }),
    ),
    { minLength: 1, maxLength: 4 },
  );

  it('is read or told at a place in it; reading never throws', () => {
    fc.assert(
      fc.property(edits, (made) => {
        const changed = [...lines];
        for (const { at, by } of made) changed[at] = by;
        const text = changed.join('\n');
        const read = readPlaybook(text);
        if ('playbook' in read) return;
        expect(read.problems.length).toBeGreaterThan(0);
        for (const { line, column, message } of read.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).toMatch(/[.…]$/);
          expect(message).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
