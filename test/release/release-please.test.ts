import { describe, expect, it } from 'vitest';
import type { Commit } from '../../src/release/changes.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { hiddenChanges, listedTypes } from '../../src/release/hidden-changes.ts';
import { mayNotCompleteOutside } from '../../src/release/may-complete-outside.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { meaningFindings } from '../../src/release/playbook-meaning.ts';
import { needsOf } from '../../src/release/playbook-needs.ts';
import { versionInManifest, versionInTitle } from '../../src/release/proposed-version.ts';
import { plannedStep, stepState } from '../../src/release/release.ts';
import { releasePullRequest, taggedCommit } from '../../src/release/released-commit.ts';
import { completed, releaseAfter, started } from './given.ts';

const steps: readonly Readonly<Record<string, unknown>>[] = [
  { check: 'values-agree', ref: 'main', files: [{ file: 'v.yaml', at: 'v' }], say: '<version>', as: 'values' },
  { action: 'release-please', to: 'main', as: 'pr' },
  {
    together: [
      { check: 'ci-green', of: 'pr', as: 'ci' },
      { 'sign-off': 'lead', of: 'pr', as: 'signed' },
    ],
  },
  { action: 'merge-pull-request', of: 'pr', as: 'merged' },
  { action: 'release-please-published', of: 'pr', as: 'published' },
];
const written = {
  playbook: 'trial',
  title: 'Trial',
  'released-from': 'main',
  roles: { lead: { title: 'Lead' } },
  stages: [{ stage: 'All', steps }],
};
const playbook = playbookSchema.parse(written);
const [old, fresh] = ['a'.repeat(40), 'b'.repeat(40)];
const proposed = {
  number: '4',
  head: old,
  url: 'https://github.com/acme/platform/pull/4',
  base: 'main',
  proposed: '1.5.0',
};
const begun = started({ playbook, answers: {}, roles: { lead: ['U-lena'] } });
const lenaSigns: ReleaseEvent = {
  type: 'SignOffGiven',
  step: 'signed',
  by: 'U-lena',
  decision: 'approve',
  subject: old,
};
const open = [begun, completed('values'), completed('pr', proposed)];

describe('the version that Release Please proposes', () => {
  it.each([
    ['chore(main): release 1.2.3', '1.2.3'],
    ['chore(main): release charts v2.0.0-rc.1', '2.0.0-rc.1'],
    ['chore: release main', undefined],
    ['chore: release 1.2', undefined],
  ])('of the title %s', (title, version) => expect(versionInTitle(title)).toBe(version));

  it.each([
    [{ '.': '1.2.0', charts: '1.2.0' }, { '.': '1.1.0', charts: '1.1.0' }, '1.2.0'],
    [{ '.': '1.2.0', charts: '3.0.0' }, { '.': '1.1.0', charts: '2.0.0' }, '1.2.0'],
    [{ api: '1.2.0', web: '4.0.0' }, { api: '1.1.0', web: '4.0.0' }, '1.2.0'],
    [{ api: '1.2.0', web: '4.1.0' }, { api: '1.1.0', web: '4.0.0' }, undefined],
  ])('of the manifest %j', (now, before, version) =>
    expect(versionInManifest(JSON.stringify(now), JSON.stringify(before))).toBe(version),
  );

  it('of no manifest, or of one that is none', () => {
    expect(versionInManifest(undefined, undefined)).toBeUndefined();
    expect(versionInManifest('no', '{}')).toBeUndefined();
  });
});

describe('what a changelog of Release Please leaves out', () => {
  const commit = (message: string, more: Partial<Commit> = {}): Commit => ({
    sha: message,
    message,
    url: '',
    parents: ['p'],
    pullRequests: [],
    ...more,
  });
  const subjects = (all: readonly string[], config?: string) =>
    hiddenChanges(
      all.map((one) => commit(one)),
      listedTypes(config),
    ).map(({ message }) => message);

  it('are types that it hides, and commits without one; not what breaks', () => {
    expect(
      subjects([
        'feat: a',
        'fix(x): b',
        'chore: c',
        'ci: d',
        'tidy up',
        'refactor!: e',
        'docs: f\n\nBREAKING CHANGE: g',
        'chore: h\n\nRelease-As: 1.0.0',
      ]),
    ).toEqual(['chore: c', 'ci: d', 'tidy up']);
  });

  it('is what its configuration says', () => {
    const config = JSON.stringify({
      'changelog-sections': [
        { type: 'chore', section: 'Chores' },
        { type: 'feat', hidden: true },
      ],
    });
    expect(subjects(['feat: a', 'chore: c'], config)).toEqual(['feat: a']);
    expect(subjects(['feat: a', 'chore: c'], 'no JSON')).toEqual(['chore: c']);
  });

  it('are no merges', () =>
    expect(hiddenChanges([commit('Merge branch main', { parents: ['a', 'b'] })], listedTypes(undefined))).toEqual([]));
});

describe('a release through Release Please', () => {
  it('a push over its pull request voids signatures, its checks, and what was read of the branch', () => {
    const moved = releaseAfter(...open, completed('ci'), lenaSigns, {
      type: 'HeadMoved',
      step: 'pr',
      from: old,
      to: fresh,
      sentence: 'Moved',
      facts: { ...proposed, head: fresh },
    });
    expect(stepState(moved, 'pr')).toMatchObject({ status: 'done', facts: { head: fresh } });
    expect(['values', 'ci', 'signed'].map((id) => stepState(moved, id).status)).toEqual([
      'active',
      'pending',
      'pending',
    ]);
    expect(stepState(moved, 'signed').voided).toMatchObject([{ by: 'U-lena', subject: old }]);
  });

  it('has its pull request and its tag on record', () => {
    const tagged = completed('published', { tag: 'v1.5.0', sha: fresh });
    const release = releaseAfter(...open, completed('ci'), lenaSigns, completed('merged', { sha: fresh }), tagged);
    expect(releasePullRequest(release)).toMatchObject({ number: '4' });
    expect(taggedCommit(release)).toBe(fresh);
  });

  it.each(['pr', 'published'])('%s is done on GitHub, and not said to be done', (id) => {
    const release = releaseAfter(...open);
    const planned = plannedStep(release, id);
    if (planned === undefined) throw new Error(`no ${id}`);
    expect(mayNotCompleteOutside(release, planned, 'U-maria')?.sentence).toMatch(/Do it on GitHub/);
  });

  it('needs its branch and its workflow', () => {
    const needs = needsOf(playbook);
    expect(needs.branches.map(({ branch }) => branch)).toEqual(['main']);
    expect(needs.workflows).toMatchObject([{ file: 'release-please.yml', start: 'dispatch' }]);
    expect(needs.merges).toMatchObject([{ into: 'main', method: 'merge' }]);
    expect(needs.merges[0]?.from).toBeUndefined();
  });
});

describe('a playbook', () => {
  const mistakes = (change: readonly Readonly<Record<string, unknown>>[]) =>
    [...meaningFindings(playbookSchema.parse({ ...written, stages: [{ stage: 'All', steps: change }] }))].map(
      ({ message }) => message,
    );

  it('is right', () => expect(mistakes(steps)).toEqual([]));

  it('names the tag of the release, after the merge of what Release Please opened', () => {
    expect(
      mistakes(steps.with(4, { action: 'release-please-published', of: 'pr', tags: ['charts-v<version>'] })),
    ).toEqual(["None of the tags is the release's own, v<version>."]);
    expect(mistakes([...steps.slice(0, 3), { together: steps.slice(3) }])).toEqual([
      'Release Please releases pr once it is merged, and that comes later.',
    ]);
    expect(mistakes(steps.with(1, { action: 'open-pull-request', from: 'dev', to: 'main', as: 'pr' }))).toEqual([
      "The step pr opens a pull request of Slipway's, which Release Please does not release.",
    ]);
  });
});
