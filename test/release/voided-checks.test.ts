import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { completed, releaseAfter, sha, started } from './given.ts';

const playbook = playbookSchema.parse(
  parse(`
playbook: voided
title: Voided
released-from: dev
roles: { manager: { title: Manager, from: starter } }
stages:
  - stage: Release
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - together:
          - { check: labels-accurate, one-of: ['type:*'], as: labels }
          - { check: bump-fits, as: bump }
          - { check: no-security-alerts, of: [code-scanning], as: alerts }
          - { check: no-security-alerts, of: [code-scanning], ref: main, as: alerts-of-main }
          - { check: workflow-succeeded, workflow: e2e.yml, ref: <pr.head>, as: end-to-end }
          - { check: workflow-succeeded, workflow: nightly.yml, ref: dev, as: nightly }
          - { check: milestone-complete, milestone: <version>, as: milestone }
      - { action: merge-pull-request, of: pr }
`),
);
const checks = ['labels', 'bump', 'alerts', 'alerts-of-main', 'end-to-end', 'nightly', 'milestone'];

it.each([
  ['a push makes void what was read of the head, and nothing else', false, ['alerts-of-main', 'milestone']],
  ['a head that is merged makes none of them void', true, checks],
])('%s', (_, merged, kept) => {
  const release = releaseAfter(
    started({ playbook, answers: {}, roles: { manager: ['U-maria'] } }),
    completed('pr', { number: '12', head: sha('a') }),
    ...checks.map((id) => completed(id)),
    {
      type: 'HeadMoved',
      step: 'pr',
      from: sha('a'),
      to: sha('b'),
      sentence: 'moved',
      facts: {},
      ...(merged ? { merged } : {}),
    },
  );
  expect(checks.filter((id) => stepState(release, id).status === 'done')).toEqual(kept);
});
