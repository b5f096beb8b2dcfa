import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { completed, given, releaseAfter, sha, started } from './given.ts';

const playbook = playbookSchema.parse(
  parse(`
playbook: apart
title: Apart
released-from: main
roles:
  manager: { title: Manager, from: starter }
  qa: { title: QA, stand-in: leads, stand-in-after: 1h }
  sec: { title: Security }
  leads: { title: Leads }
stages:
  - stage: All
    steps:
      - { action: pin-commit, ref: main, as: candidate }
      - { check: changes-touch, paths: ['auth/**'], as: touching }
      - { deploy: staging, by: [qa], with: [sec], at: <candidate.sha>, as: staged }
      - { sign-off: qa, with: [sec], of: candidate, as: signed }
  - stage: List
    steps:
      - { checklist: manager, items: [{ say: One }, { say: Two, when: touching }], as: list }
`),
);
const roles = { manager: ['U-maria'], qa: ['U-qa'], sec: ['U-sec'], leads: ['U-lead-1', 'U-lead-2'] };
const pinned = completed('candidate', { head: sha('a'), sha: sha('a') });
const touching = (touched: 'yes' | 'no') => completed('touching', { touched });
const begun = [started({ playbook, roles, answers: {} }), pinned, touching('yes')];
const requested: ReleaseEvent = { type: 'DeployRequested', step: 'staged', by: 'U-qa' };
const repinned: ReleaseEvent = {
  type: 'CommitRepinned',
  step: 'candidate',
  by: 'U-maria',
  reason: 'a fix',
  from: sha('a'),
};
const approve = (by: string): ReleaseEvent => ({
  type: 'SignOffGiven',
  step: 'signed',
  by,
  decision: 'approve',
  subject: sha('a'),
});

describe('a stand-in', () => {
  const toSign = [...begun, completed('staged')];
  const escalated = (step: string): ReleaseEvent => ({ type: 'Escalated', step, role: 'leads' });

  it('stands in for its own role, and for no other that signs with it', () => {
    const release = releaseAfter(...toSign, escalated('signed'), approve('U-lead-1'), approve('U-lead-2'));
    expect(stepState(release, 'signed').status).toBe('active');
    given(...toSign, escalated('signed'), approve('U-lead-1'), approve('U-sec'))
      .when({ type: 'SaveChecklist', step: 'list', by: 'U-maria', ticks: { 0: { ticked: true } } })
      .yields({ type: 'ChecklistSaved', step: 'list', by: 'U-maria', ticks: { 0: { ticked: true } } });
  });

  it('presses, but does not confirm in the place of another role', () =>
    given(...begun, escalated('staged'), { ...requested, by: 'U-lead-1' })
      .when({ type: 'ConfirmDeploy', step: 'staged', by: 'U-lead-2', attempt: 1 })
      .refused('not_entitled'));
});

it('a deployment that needs two is completed outside by nobody alone', () =>
  given(...begun)
    .when({ type: 'CompleteOutside', step: 'staged', by: 'U-qa', evidence: 'by hand' })
    .refused('not_entitled', /nobody can complete it alone/));

describe('a commit that is pinned anew', () => {
  it('is deployed anew: what was deployed of the old one does not count', () => {
    const release = releaseAfter(...begun, completed('staged'), repinned);
    expect(stepState(release, 'staged')).toMatchObject({ status: 'pending', attempt: 2 });
  });

  it('is not deployed on a press for the old one', () => {
    const confirmed: ReleaseEvent = { type: 'DeployConfirmed', step: 'staged', by: 'U-sec' };
    const release = releaseAfter(
      ...begun,
      requested,
      confirmed,
      repinned,
      completed('candidate', { head: sha('b'), sha: sha('b') }),
      touching('yes'),
    );
    const { status, requested: pressed, confirmed: by } = stepState(release, 'staged');
    expect({ status, pressed, by }).toEqual({ status: 'active', pressed: undefined, by: [] });
  });
});

it('a checklist whose last open item goes away is done', () => {
  const one: ReleaseEvent = { type: 'ChecklistSaved', step: 'list', by: 'U-maria', ticks: { 0: { ticked: true } } };
  const signed = [completed('staged'), approve('U-qa'), approve('U-sec')];
  const waiting = releaseAfter(...begun, ...signed, one);
  expect(stepState(waiting, 'list').status).toBe('active');
  const anew = [repinned, completed('candidate', { head: sha('b'), sha: sha('b') }), touching('no')];
  expect(stepState(releaseAfter(...begun, ...signed, one, ...anew), 'list')).toMatchObject({
    status: 'done',
    done: { by: 'U-maria' },
  });
});
