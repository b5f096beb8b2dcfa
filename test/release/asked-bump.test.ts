import { describe, expect, it } from 'vitest';
import { askedBump, isLarger } from '../../src/release/asked-bump.ts';
import type { Commit, MergedPullRequest } from '../../src/release/changes.ts';

const commit = (n: number, message: string, ...pullRequests: readonly number[]): Commit => ({
  sha: n.toString(16).padStart(40, '0'),
  message,
  url: `https://github.example/c/${n}`,
  parents: [],
  pullRequests,
});
const pull = (number: number, title: string, more: Partial<MergedPullRequest> = {}): MergedPullRequest => ({
  number,
  title,
  body: '',
  url: `https://github.example/pull/${number}`,
  labels: [],
  ...more,
});
const asked = (commits: readonly Commit[], pullRequests: readonly MergedPullRequest[] = [], previous = '1.4.0') => {
  const { bump, because } = askedBump({ commits, pullRequests, truncated: false }, previous);
  return [bump, because.map(({ source }) => source).join(' ')];
};

describe('what changes ask a version to be raised by', () => {
  it.each([
    ['nothing at all', [], [], 'patch', ''],
    ['a fix', [commit(1, 'fix: a')], [], 'patch', '0000000'],
    ['a feature beside a fix', [commit(1, 'fix: a'), commit(2, 'feat(x): b')], [], 'minor', '0000000'],
    ['a feature by its label', [], [pull(1, 'Dark mode', { labels: ['enhancement'] })], 'minor', '#1'],
    ['a deprecation', [], [pull(1, 'feat: b', { body: 'DEPRECATED: a' })], 'minor', '#1'],
    ['what breaks, by !', [], [pull(1, 'feat: a'), pull(2, 'fix!: b')], 'major', '#2'],
    ['what breaks, by its label', [], [pull(1, 'fix: a', { labels: ['breaking change'] })], 'major', '#1'],
    ['what breaks, by a commit', [commit(1, 'x\n\nBREAKING CHANGE: y', 1)], [pull(1, 'fix: a')], 'major', '#1'],
    ['a silent title with a commit that says it', [commit(1, 'feat: a', 1)], [pull(1, 'A thing')], 'minor', '0000000'],
    ['a title that says what its commits come to', [commit(1, 'feat: a', 1)], [pull(1, 'fix: a')], 'patch', '#1'],
  ] as const)('%s', (_, commits, pulls, bump, because) => {
    expect(asked(commits, pulls)).toEqual([bump, because]);
  });

  it('before 1.0.0 what breaks asks for a minor version, as a feature does', () => {
    expect(asked([], [pull(1, 'feat!: a'), pull(2, 'feat: b'), pull(3, 'fix: c')], '0.9.3')).toEqual([
      'minor',
      '#1 #2',
    ]);
  });

  it('orders the bumps', () => {
    expect([isLarger('major', 'minor'), isLarger('minor', 'patch'), isLarger('patch', 'patch')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
