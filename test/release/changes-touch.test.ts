import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { referenceFindings } from '../../src/release/playbook-references.ts';
import { stepState } from '../../src/release/release.ts';
import { completed, releaseAfter, sha, started } from './given.ts';

const stages = (security: string, manager: string) => `
playbook: reviewed
title: Reviewed
released-from: dev
questions: { security: Is it security-impacting? }
roles: { manager: { title: Manager, from: starter }, security: { title: Security liaison } }
stages:
  - stage: Release
    steps:
      - { action: open-pull-request, from: dev, to: main, as: pr }
      - { check: changes-touch, paths: ['src/auth/**'], as: security-paths }
      - together:
          - { sign-off: security, of: pr, when: ${security} }
          - { checklist: manager, items: [{ say: Ready }, { say: Secrets rotated, when: ${manager} }] }
      - { action: merge-pull-request, of: pr }
`;
const playbook = playbookSchema.parse(parse(stages('security or security-paths', 'security-paths')));

const afterwards = (answer: boolean, ...events: readonly ReleaseEvent[]) =>
  releaseAfter(
    started({ playbook, answers: { security: answer }, roles: { manager: ['U-maria'], security: ['U-sara'] } }),
    completed('pr', { number: '12', head: sha('a') }),
    ...events,
  );
const read = (touched: 'yes' | 'no') => completed('security-paths', { touched });
const moved: ReleaseEvent = {
  type: 'HeadMoved',
  step: 'pr',
  from: sha('a'),
  to: sha('b'),
  sentence: 'moved',
  facts: {},
};
const ids = (release: ReturnType<typeof afterwards>) => release.plan.map(({ id }) => id);

describe('what the changes touch', () => {
  it('brings a step that is there only then', () => {
    expect(ids(afterwards(false))).not.toContain('sign-off-security');
    expect(ids(afterwards(false, read('no')))).not.toContain('sign-off-security');
    const release = afterwards(false, read('yes'));
    expect(ids(release)).toEqual([
      'pr',
      'security-paths',
      'sign-off-security',
      'checklist-manager',
      'merge-pull-request',
    ]);
    expect(stepState(release, 'sign-off-security').status).toBe('active');
  });

  it('is not asked where the answer at the start says so already', () =>
    expect(ids(afterwards(true, read('no')))).toContain('sign-off-security'));

  it('takes the step away again when a push is read as touching nothing', () => {
    const touching = afterwards(false, read('yes'), moved);
    expect(stepState(touching, 'security-paths').status).toBe('active');
    expect(ids(afterwards(false, read('yes'), moved, read('no')))).not.toContain('sign-off-security');
  });

  it('asks again for a checklist that was complete and has an item more', () => {
    const tick: ReleaseEvent = {
      type: 'ChecklistSaved',
      step: 'checklist-manager',
      by: 'U-maria',
      ticks: { 0: { ticked: true } },
    };
    expect(stepState(afterwards(false, read('no'), tick), 'checklist-manager').status).toBe('done');
    const more = afterwards(false, read('no'), tick, moved, read('yes'));
    expect(stepState(more, 'checklist-manager')).toMatchObject({ status: 'active', ticks: { 0: { by: 'U-maria' } } });
  });

  it('counts as touched where a person completed the check outside, who found nothing out', () => {
    const outside: ReleaseEvent = {
      type: 'StepCompleted',
      step: 'security-paths',
      how: 'outside',
      by: 'U-maria',
      sentence: 'Looked through it.',
    };
    expect(ids(afterwards(false, outside))).toContain('sign-off-security');
  });
});

describe('a condition on what the changes touch', () => {
  const findings = (text: string) => [...referenceFindings(playbookSchema.parse(parse(text)))].map((f) => f.message);

  it('is accepted after the check', () => expect(findings(stages('security-paths', 'not security'))).toEqual([]));

  it.each([
    ['an unknown name', stages('security-path', 'security'), 'There is no question security-path.'],
    [
      'another kind of step',
      stages('security or pr', 'security'),
      'The step pr answers no condition: only changes-touch does.',
    ],
    [
      'a step before the check',
      stages('security', 'security').replace('as: pr }', 'as: pr, when: security-paths }'),
      'What security-paths finds is not known before this step.',
    ],
    [
      'a check that is not read in every release',
      stages('security-paths', 'security').replace("['src/auth/**']", "['src/auth/**'], when: security"),
      'The step security-paths is not read in every release.',
    ],
  ])('is refused of %s', (_, text, message) => expect(findings(text)).toContain(message));
});
