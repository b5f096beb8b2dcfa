import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { owedSince } from '../../src/release/owed-since.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { completed, given, releaseAfter, sha, started } from './given.ts';

const playbook = playbookSchema.parse(
  parse(`
playbook: rerun
title: Rerun
released-from: dev
roles: { manager: { title: Manager, from: starter }, lead: { title: Lead } }
stages:
  - stage: Release
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - together:
          - { check: ci-green, of: pr, as: ci, re-run: [lead] }
          - { check: bump-fits, as: bump }
      - { action: merge-pull-request, of: pr, as: merged }
`),
);
const begun = [
  started({ playbook, answers: {}, roles: { manager: ['U-maria'], lead: ['U-lena'] } }),
  completed('pr', { number: '12', head: sha('a') }),
] as const;
const rerun = (by: string, step = 'ci') => ({ type: 'RerunCheck', step, by }) as const;
const asked = (by = 'U-lena'): ReleaseEvent => ({ type: 'CheckRerunAsked', step: 'ci', by });
const answered: ReleaseEvent = {
  type: 'CheckRerunAnswered',
  step: 'ci',
  askedBy: 'U-lena',
  sentence: 'What failed in CI runs again.',
};
const answer = (ask: number, attempt = 1) =>
  ({ type: 'RecordRerun', step: 'ci', attempt, ask, sentence: 'What failed in CI runs again.' }) as const;
const debts = (...events: readonly ReleaseEvent[]) =>
  owedBy(releaseAfter(...begun, ...events), new Date('2026-11-20T05:10:00Z'))
    .filter(({ effect }) => effect === 'rerun-check')
    .map(({ key }) => key);

it('those who run the release may ask for it, and the roles that the playbook names besides', () => {
  given(...begun)
    .when(rerun('U-maria'))
    .yields(asked('U-maria'));
  given(...begun)
    .when(rerun('U-lena'))
    .yields(asked());
  given(...begun)
    .when(rerun('U-omar'))
    .refused('not_entitled', /^Only those who run this release, and the role Lead, may have this check run again\.$/);
  given(...begun)
    .when(rerun('U-lena', 'bump'))
    .refused('not_entitled', /^Only those who run this release may have this check run again\.$/);
});

it('only a check that is waited for, and one wish at a time', () => {
  const failed: ReleaseEvent = { type: 'StepFailed', step: 'ci', sentence: 'No permission.', remedy: 'Grant it.' };
  given(...begun, asked())
    .when(rerun('U-maria'))
    .refused('already_done', /^It was asked for already/);
  given(...begun, asked(), answered)
    .when(rerun('U-maria'))
    .yields(asked('U-maria'));
  given(...begun, completed('ci'))
    .when(rerun('U-maria'))
    .refused('already_done');
  given(...begun, failed)
    .when(rerun('U-maria'))
    .refused('not_current', /Retry it/);
  given(begun[0])
    .when(rerun('U-maria', 'pr'))
    .refused('not_current', /^Only a check can be run again/);
  given(...begun)
    .when(rerun('U-maria', 'merged'))
    .refused('not_current');
  given(...begun, { type: 'ReleasePaused', by: 'U-maria', reason: 'Lunch' })
    .when(rerun('U-maria'))
    .refused('paused');
});

it('is owed once a wish, from when it was asked for, and no more once it was answered or is moot', () => {
  expect(debts()).toEqual([]);
  expect(debts(asked())).toEqual(['rerun.ci.1.1']);
  expect(debts(asked(), answered)).toEqual([]);
  expect(debts(asked(), answered, asked())).toEqual(['rerun.ci.1.2']);
  expect(debts(asked(), completed('ci'))).toEqual([]);
  const moved: ReleaseEvent = { type: 'HeadMoved', step: 'pr', from: sha('a'), to: sha('b'), sentence: 'm', facts: {} };
  expect(debts(asked(), moved)).toEqual([]);
  const failed: ReleaseEvent = { type: 'StepFailed', step: 'ci', sentence: 'No permission.', remedy: 'Grant it.' };
  expect(debts(asked(), failed, { type: 'StepRetried', step: 'ci', by: 'U-maria' })).toEqual([]);
  const release = releaseAfter(...begun, asked());
  const [debt] = owedBy(release, new Date('2026-11-20T05:10:00Z')).filter(({ effect }) => effect === 'rerun-check');
  if (debt === undefined) throw new Error('nothing is owed');
  expect(owedSince(release, debt)).toEqual(new Date('2026-11-20T05:02:00Z'));
});

it('its answer counts for its own wish, once, and is told', () => {
  given(...begun, asked())
    .when(answer(1))
    .yields(answered);
  given(...begun, asked())
    .when(answer(2))
    .yields();
  given(...begun, asked())
    .when(answer(1, 2))
    .yields();
  given(...begun, asked(), answered)
    .when(answer(1))
    .yields();
  given(...begun, asked(), completed('ci'))
    .when(answer(1))
    .yields();
  const { outbox } = releaseAfter(...begun, asked(), answered);
  expect(outbox.filter(({ about }) => about.type === 'CheckRerunAsked')).toEqual([]);
  expect(outbox.at(-1)?.about).toEqual(answered);
});
