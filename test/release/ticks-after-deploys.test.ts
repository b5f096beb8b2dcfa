import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { completed, releaseAfter, sha, started } from './given.ts';

const playbook = playbookSchema.parse(
  parse(`
playbook: staged
title: Staged
released-from: main
roles: { manager: { title: Manager, from: starter }, qa: { title: QA } }
stages:
  - stage: Candidate
    steps:
      - { action: pin-commit, ref: main, as: candidate }
      - { checklist: manager, items: [{ say: Notes are drafted }], as: notes }
  - stage: Staging
    steps:
      - { deploy: staging, workflow: deploy.yml, at: <candidate.sha>, by: [manager], as: staged }
      - { checklist: qa, items: [{ say: Smoke tests passed }], as: smoke }
  - stage: Sign-offs
    steps:
      - { sign-off: qa, of: candidate }
`),
);
const ticked = (step: string, by: string): ReleaseEvent => ({
  type: 'ChecklistSaved',
  step,
  by,
  ticks: { '0': { ticked: true } },
});
const smokeTested: readonly ReleaseEvent[] = [
  started({ playbook, answers: {}, roles: { manager: ['U-maria'], qa: ['U-bob'] } }),
  completed('candidate', { head: sha('a'), sha: sha('a') }),
  ticked('notes', 'U-maria'),
  { type: 'DeployRequested', step: 'staged', by: 'U-maria' },
  completed('staged', {}),
  ticked('smoke', 'U-bob'),
];
const repinned: ReleaseEvent = {
  type: 'CommitRepinned',
  step: 'candidate',
  by: 'U-maria',
  reason: 'A fix came in',
  from: sha('a'),
};

it('what was ticked of a deployment is ticked anew once a commit pinned anew is deployed; what came before it stays', () => {
  const before = releaseAfter(...smokeTested);
  expect(stepState(before, 'smoke')).toMatchObject({ status: 'done', attempt: 1 });
  const after = releaseAfter(...smokeTested, repinned);
  expect(stepState(after, 'staged')).toMatchObject({ status: 'pending', attempt: 2 });
  expect(stepState(after, 'smoke')).toMatchObject({ status: 'pending', attempt: 2, ticks: {} });
  expect(stepState(after, 'notes')).toMatchObject({ status: 'done', attempt: 1 });
  const deployed: readonly ReleaseEvent[] = [
    completed('candidate', { head: sha('b'), sha: sha('b') }),
    { type: 'DeployRequested', step: 'staged', by: 'U-maria' },
    completed('staged', {}),
  ];
  const again = releaseAfter(...smokeTested, repinned, ...deployed);
  expect(stepState(again, 'smoke').status).toBe('active');
  expect(again.outbox.at(-1)?.about).toEqual({ type: 'StepAsked', step: 'smoke' });
});

it('what was done outside is somebody’s word, and stands', () => {
  const outside: ReleaseEvent = {
    type: 'StepCompleted',
    step: 'smoke',
    how: 'outside',
    by: 'U-bob',
    sentence: 'Tested by hand, see https://ci.example/1',
  };
  const after = releaseAfter(...smokeTested.slice(0, -1), outside, repinned);
  expect(stepState(after, 'smoke').status).toBe('done');
});
