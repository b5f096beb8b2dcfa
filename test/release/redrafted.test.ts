import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { mergedNotes } from '../../src/release/notes-merge.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { releaseCard } from '../../src/views/release-card.ts';
import { completed, given, releaseAfter, sha, started } from './given.ts';

const playbook = playbookSchema.parse(
  parse(`playbook: drafted
title: Drafted
released-from: main
roles: { manager: { title: Manager, from: starter } }
stages:
  - stage: Release
    steps:
      - { action: pin-commit, ref: main, as: candidate }
      - { action: draft-release, at: <candidate.sha>, as: drafted }
      - { action: run-workflow, workflow: e2e.yml, ref: main, start: dispatch, inputs: { sha: <candidate.sha> }, as: tested }
      - { action: run-workflow, workflow: lint.yml, ref: main, start: dispatch, as: linted }
      - { checklist: manager, items: [{ say: Ready }] }
`),
);
const pinned = (digit: string, commits: string) =>
  completed('candidate', { head: sha(digit), sha: sha(digit), authors: 'x', commits, pullRequests: '1' });
const repinned: ReleaseEvent = {
  type: 'CommitRepinned',
  step: 'candidate',
  by: 'U-maria',
  reason: 'A fix came in',
  from: sha('a'),
};
const made = [
  started({ playbook, answers: {}, roles: { manager: ['U-maria'] } }),
  pinned('a', '2'),
  completed('drafted', { id: '1', url: 'https://x', sha: sha('a') }),
  completed('tested', { run: '2' }),
  completed('linted', { run: '3' }),
] as const;

describe('a commit that is pinned anew', () => {
  it('has made anew what was made of the one before, and nothing else', () => {
    const release = releaseAfter(...made, repinned, pinned('b', '3'));
    expect(stepState(release, 'drafted')).toMatchObject({
      status: 'active',
      attempt: 2,
      facts: { previous: sha('a') },
    });
    expect(stepState(release, 'tested')).toMatchObject({ status: 'pending', attempt: 2 });
    expect(stepState(release, 'linted').status).toBe('done');
  });

  it('is not done with what an earlier try of a step still reports of the one before', () => {
    const voided = [...made, repinned, pinned('b', '3')];
    for (const [step, facts] of [
      ['drafted', { id: '1' }],
      ['tested', { run: '2' }],
    ] as const) {
      const adopts = { type: 'RecordCompletion', step, how: 'adopted', sentence: 'It was run again', facts } as const;
      given(...voided)
        .when({ ...adopts, attempt: 1 })
        .yields();
      given(...voided)
        .when({ ...adopts, attempt: 2 })
        .yields({ type: 'StepCompleted', step, how: 'adopted', sentence: 'It was run again', facts });
    }
  });

  it('is what the card counts', () => {
    const card = (...events: readonly ReleaseEvent[]) =>
      JSON.stringify(releaseCard(releaseAfter(...made, ...events), 'https://github.com'));
    expect(card()).toContain('2 commits, 1 pull request');
    expect(card(repinned, pinned('b', '3'))).toContain('3 commits, 1 pull request');
  });
});

describe('notes that people edited', () => {
  const before = '## Features\n\n- one\n- two\n\n<!-- Slipway-Release: r -->';
  const after = '## Features\n\n- one\n- three\n\n## Fixes\n\n- four\n\n<!-- Slipway-Release: r -->';
  const edited = 'Hello\n\n## Features\n\n- the first\n- two\n\nBye\n\n<!-- Slipway-Release: r -->';

  it('get what is new below its heading, keep all else, and what is gone is named', () =>
    expect(mergedNotes(edited, before, after)).toEqual({
      text: 'Hello\n\n## Features\n\n- the first\n- two\n- three\n\nBye\n\n## Fixes\n\n- four\n\n<!-- Slipway-Release: r -->',
      added: ['- three', '- four'],
      gone: ['- two'],
    }));
});
