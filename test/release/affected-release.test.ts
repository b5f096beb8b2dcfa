import { describe, expect, test } from 'vitest';
import { affectedReleases, releasedAs } from '../../src/release/affected-release.ts';
import { type IssueLook, issueNumber } from '../../src/release/asked-issue.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { meaningFindings } from '../../src/release/playbook-meaning.ts';
import { answerMistakes, versionMistake } from '../../src/release/start-answers.ts';
import type { StartFacts } from '../../src/release/start-facts.ts';

const written = {
  playbook: 'hotfix',
  title: 'Hotfix',
  bump: { choices: ['patch'], default: 'patch' },
  questions: {
    issue: { ask: 'Which issue?', kind: 'issue' },
    affected: { ask: 'Which release?', kind: 'tag' },
  },
  roles: { steward: { title: 'Steward', from: 'starter' } },
  stages: [
    {
      stage: 'Fix',
      steps: [{ action: 'create-branch', branch: 'hotfix/<issue>', from: '<affected>', as: 'branched' }],
    },
  ],
};
const playbook = playbookSchema.parse(written);

const given = (tags: readonly string[], withdrawnTags: readonly string[] = []): StartFacts => ({
  latest: { tag: 'v1.2.0', version: '1.2.0' },
  tags,
  withdrawnTags,
  head: 'a'.repeat(40),
  changes: { commits: 0, pullRequests: 0, lines: [], authors: [] },
  folders: {},
  readAt: new Date('2026-11-02T09:00:00Z'),
});
const tags = ['v1.0.3', 'v1.1.0', 'v1.2.0', 'v1.3.0-rc1', 'vault'];
const mistake = (facts: StartFacts, affected: string | undefined) =>
  answerMistakes(playbook, { issue: '12', affected }, facts).get('affected');

describe('a hotfix', () => {
  test.each([
    ['v1.1.0', { version: '1.1.1', tag: 'v1.1.1', previousTag: 'v1.1.0' }],
    ['v1.2.0', { version: '1.2.1', tag: 'v1.2.1', previousTag: 'v1.2.0' }],
    ['v1.0.3', { version: '1.0.4', tag: 'v1.0.4', previousTag: 'v1.0.3' }],
  ])('of %s is the patch after it, whatever was released since', (affected, yields) => {
    expect(mistake(given(tags), affected)).toBeUndefined();
    expect(releasedAs(playbook, given(tags), 'patch', { affected })).toEqual(yields);
  });

  test('needs nothing new on the branch: the fix comes after its start', () => {
    expect(versionMistake(playbook, 'patch', given(tags))).toBeUndefined();
  });

  test('is offered of releases, the highest first, not of what was withdrawn', () => {
    const offered = affectedReleases(playbook, given([...tags, 'v1.10.0'], ['v1.2.0'])).map(({ tag }) => tag);
    expect(offered).toEqual(['v1.10.0', 'v1.1.0', 'v1.0.3']);
  });

  test('of what is patched already is refused, and the newest of that line named', () => {
    expect(mistake(given([...tags, 'v1.1.1', 'v1.1.2']), 'v1.1.0')).toBe(
      'v1.1.0 is patched already: v1.1.1 exists. Choose v1.1.2, and patch that.',
    );
  });

  test('does not use the number of one that was withdrawn, whether its tag is still there or not', () => {
    for (const there of [tags, [...tags, 'v1.1.1']]) {
      const facts = given(there, ['v1.1.1']);
      expect(mistake(facts, 'v1.1.0')).toBeUndefined();
      expect(releasedAs(playbook, facts, 'patch', { affected: 'v1.1.0' }).version).toBe('1.1.2');
    }
  });

  test.each([
    [undefined, tags, 'Choose the release that is affected.'],
    ['v9.9.9', tags, 'There is no release v9.9.9 any more. Choose again.'],
    ['v1.1.0', ['vault'], 'Nothing is released yet, so there is nothing to patch.'],
  ])('of %s among %j is refused', (affected, there, sentence) => {
    expect(mistake(given(there), affected)).toBe(sentence);
  });
});

describe('the issue', () => {
  const repository = 'acme/platform';
  test.each([
    ['12', 12],
    [' #12 ', 12],
    ['acme/platform#12', 12],
    ['https://github.com/acme/platform/issues/12', 12],
    ['https://github.com/acme/billing/issues/12', undefined],
    ['0', undefined],
    ['1.2', undefined],
    ['login broken', undefined],
  ])('%s means %s', (text, number) => {
    expect(issueNumber(text, repository)).toBe(number);
  });

  test.each<[IssueLook | undefined, string | undefined]>([
    [{ kind: 'there', url: 'https://x' }, undefined],
    [{ kind: 'missing' }, 'acme/platform has no issue #12. Write the number of one that is there, or open it first.'],
    [
      { kind: 'pull-request' },
      '#12 of acme/platform is a pull request. Write the number of the issue that it is about.',
    ],
    [
      { kind: 'unread', sentence: 'GitHub answers 503.' },
      'GitHub does not say whether there is an issue #12: GitHub answers 503. Press Start again in a moment.',
    ],
  ])('that GitHub calls %o', (look, sentence) => {
    const looks = look === undefined ? {} : { issue: look };
    const mistakes = answerMistakes(playbook, { issue: '#12', affected: 'v1.1.0' }, given(tags), { repository, looks });
    expect(mistakes.get('issue')).toBe(sentence);
  });

  test('is asked for', () => {
    const mistakes = answerMistakes(playbook, { issue: '', affected: 'v1.1.0' }, given(tags), {
      repository,
      looks: {},
    });
    expect(mistakes.get('issue')).toBe('This needs an answer.');
  });
});

describe('a playbook of hotfixes', () => {
  const messages = (change: object) =>
    [...meaningFindings(playbookSchema.parse({ ...written, ...change }))].map(({ message }) => message);
  const { affected } = written.questions;

  test('is right', () => {
    expect(messages({})).toEqual([]);
  });

  test('is a patch, asks once, and always', () => {
    expect(messages({ bump: { choices: ['patch', 'minor'], default: 'patch' } })).toEqual([
      'The release is the patch after the tag that affected asks for.',
    ]);
    expect(messages({ questions: { ...written.questions, other: affected } })).toEqual([
      'affected asks already which release is patched.',
    ]);
    expect(messages({ questions: { ...written.questions, affected: { ...affected, optional: true } } })).toEqual([
      'Without an answer nobody knows which release is patched.',
    ]);
  });

  test('makes its branch, on which no folders can be offered before', () => {
    const checklist = { checklist: 'steward', items: [{ say: 'Fixed <issue> of <affected>' }] };
    expect(messages({ stages: [{ stage: 'Fix', steps: [checklist] }] })).toEqual([
      'No step makes the branch on which the release is patched.',
    ]);
    const folders = { ask: 'Which features?', kind: 'folders', under: 'outputs/' };
    expect(messages({ questions: { ...written.questions, folders } })).toEqual([
      'The branch of a hotfix is not there yet when it starts, so no folders on it can be offered.',
    ]);
  });
});
