import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { completed, releaseAfter, sha, started } from './given.ts';

export const playbook = playbookSchema.parse(
  parse(`playbook: held
title: Held
released-from: dev
roles: { manager: { title: Manager, from: starter }, lead: { title: Lead } }
stages:
  - stage: Ready
    steps:
      - together:
          - { check: no-open-issues, labelled: [blocker], as: issues, title: Blocking issues }
          - { check: workflow-succeeded, workflow: ci.yml, ref: dev, as: nightly, held: true }
          - { check: no-open-issues, labelled: [later], as: later, held: false }
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - { sign-off: lead, of: pr, as: signed }
  - stage: Release
    steps:
      - { action: merge-pull-request, of: pr, as: merged }
      - { action: create-tag, at: <merged.sha>, as: tagged }
      - { deploy: production, by: [manager], workflow: deploy.yml, as: deployed }
      - { checklist: lead, items: [{ say: It works }] }
`),
);
const issue = { number: 7, title: 'Data loss', url: 'https://github.com/acme/billing/issues/7', labels: ['blocker'] };
export const red = {
  type: 'RecordHeldLook',
  step: 'issues',
  attempt: 1,
  outcome: 'fail',
  sentence: '1 open issue stops the release: #7 "Data loss" (blocker).',
  facts: { 'open-issues': JSON.stringify([issue]) },
  before: undefined,
} as const;
export const relapse: ReleaseEvent = {
  type: 'CheckRelapsed',
  step: 'issues',
  outcome: 'fail',
  sentence: red.sentence,
  facts: red.facts,
};
export const ready = [
  started({ playbook, answers: {}, roles: { manager: ['U-maria'], lead: ['U-lena'] } }),
  completed('issues'),
  completed('nightly'),
  completed('later'),
] as const;
export const opened = [...ready, completed('pr', { number: '12', head: sha('a'), authors: 'ana-d' })] as const;
export const signed = [
  ...opened,
  { type: 'SignOffGiven', step: 'signed', by: 'U-lena', decision: 'approve', subject: sha('a') },
] as const;
export const seen = (step: string, before: string): ReleaseEvent => ({ type: 'CheckSeenGreen', step, before });
export const looked = (before: string) => [seen('issues', before), seen('nightly', before)] as const;
export const merged = [...signed, ...looked('merged'), completed('merged', { sha: sha('b') })] as const;
export const tagged = [...merged, ...looked('tagged'), completed('tagged', { sha: sha('b') })] as const;

const now = new Date('2026-11-20T06:00:00Z');
export const owed = (...events: readonly ReleaseEvent[]) =>
  owedBy(releaseAfter(...events), now)
    .filter(({ effect }) => effect === 'look-again' || effect === 'step')
    .map(({ key, polls }) => `${key.replace(/\.\d{13}$/, '')}${polls ? ' polls' : ''}`);
export const active = (...events: readonly ReleaseEvent[]) => {
  const release = releaseAfter(...events);
  return release.plan.filter(({ id }) => stepState(release, id).status === 'active').map(({ id }) => id);
};
