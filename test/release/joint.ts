import { parse } from 'yaml';
import type { ReleaseEvent, ReleaseStarted } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { completed, sha, started } from './given.ts';

/** QA and SRE sign a pinned commit together; production is confirmed by somebody of SRE; directors may confirm break-glass. */
export const jointText = `
playbook: joint
title: Joint
roles:
  manager: { title: Manager, from: starter }
  qa-lead: { title: QA lead }
  sre: { title: SRE }
  director: { title: Director }
break-glass: [director, manager]
stages:
  - stage: Candidate
    steps:
      - { action: pin-commit, ref: main, as: candidate, title: The candidate }
      - together:
          - { check: workflow-succeeded, workflow: ci.yml, ref: <candidate.sha>, as: ci, title: CI }
          - { checklist: manager, as: list, items: [{ say: Ready, evidence: text }, { say: Told }] }
          - { sign-off: qa-lead, with: [sre], of: candidate, as: signed, title: Quality and operations }
      - { check: no-open-issues, labelled: [blocker], as: issues, title: No blockers }
      - { action: create-tag, at: <candidate.sha>, as: tagged, title: The tag }
  - stage: Production
    steps:
      - { deploy: production, by: [manager], with: [sre], as: deployed, title: Production }
`;
export const joint = playbookSchema.parse(parse(jointText));

/** ada is both, bob leads QA only, cyd is of SRE only; dan directs. */
export function begun(change: Partial<ReleaseStarted> = {}): ReleaseStarted {
  return started({
    playbook: joint,
    answers: {},
    roles: { manager: ['U-maria'], 'qa-lead': ['U-ada', 'U-bob'], sre: ['U-ada', 'U-cyd'], director: ['U-dan'] },
    ...change,
  });
}

export const facts = (digit: string) => ({
  head: sha(digit),
  sha: sha(digit),
  url: 'https://github.com/c',
  authors: 'x',
});
export const approval = (by: string, digit = 'a'): ReleaseEvent => ({
  type: 'SignOffGiven',
  step: 'signed',
  by,
  decision: 'approve',
  subject: sha(digit),
});
export const pinned = (...change: readonly Partial<ReleaseStarted>[]): readonly ReleaseEvent[] => [
  begun(change[0]),
  completed('candidate', facts('a')),
];
const ticked: ReleaseEvent = {
  type: 'ChecklistSaved',
  step: 'list',
  by: 'U-maria',
  ticks: { '0': { ticked: true, evidence: 'seen' }, '1': { ticked: true } },
};
/** Checked, ticked and signed: only the checks after it are left. */
export const signedByAll = (): readonly ReleaseEvent[] => [
  ...pinned(),
  completed('ci'),
  ticked,
  approval('U-bob'),
  approval('U-cyd'),
];
export const tagged = (): readonly ReleaseEvent[] => [
  ...signedByAll(),
  completed('issues'),
  completed('tagged', { tag: 'v1.5.0', sha: sha('a') }),
];
export { ticked };
