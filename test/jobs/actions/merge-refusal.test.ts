import { expect, test } from 'vitest';
import { mergeRefusal } from '../../../src/jobs/actions/merge-refusal.ts';

const rules = (...lines: readonly string[]): string =>
  `Repository rule violations found\n\n${lines.map((line) => `${line}\n\n`).join('')}`;

test.each([
  'Required status check "ci" is pending.',
  'Required status check "slipway/release" is expected.',
  '2 of 3 required status checks are expected.',
  '2 of 3 required status checks have not succeeded: 1 pending and 1 expected.',
  rules('Required status check "ci" is pending.'),
  'Merge already in progress',
])('waits where only a check is pending: %s', (message) => {
  expect(mergeRefusal(message, true)).toMatchObject({ kind: 'wait' });
});

test.each([
  ['Required status check "ci" is failing.', 'Get the required checks green'],
  ['2 of 3 required status checks have not succeeded: 1 failing and 1 expected.', 'Get the required checks green'],
  ['At least 1 approving review is required by reviewers with write access.', 'Give the reviews'],
  ['1 review requesting changes by reviewers with write access.', 'Give the reviews'],
  ['Merge commits are not allowed on this repository.', 'Allow this merge method'],
  [rules('Squash merges are not allowed on this repository.'), 'Allow this merge method'],
  [rules('Changes must be made through the merge queue'), 'Add the pull request to the merge queue'],
  ['This branch is out-of-date with the base branch.', 'Merge the base branch into the head branch'],
  ['Pull Request is still a draft', 'Mark the pull request ready for review'],
  ['A conversation must be resolved before this pull request can be merged.', 'Resolve the open conversations'],
  [rules('Cannot update this protected ref.'), "Let Slipway's GitHub identity merge"],
  [rules('Required status check "ci" is pending.', 'At least 1 approving review is required.'), 'Give the reviews'],
  ['The moon is in the wrong place', 'Put right on GitHub what this names'],
])('asks for a person: %s', (message, remedy) => {
  expect(mergeRefusal(message, true)).toMatchObject({ kind: 'final', remedy: expect.stringContaining(remedy) });
});

test('tells a conflict from what GitHub has not worked out yet', () => {
  expect(mergeRefusal('Pull Request is not mergeable', undefined)).toMatchObject({ kind: 'wait' });
  expect(mergeRefusal('Pull Request is not mergeable', false)).toMatchObject({
    kind: 'final',
    why: 'It conflicts with its base branch',
  });
});
