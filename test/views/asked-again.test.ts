import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { askMessage } from '../../src/views/ask-message.ts';
import { completed, releaseAfter, sha, started } from '../release/given.ts';

const playbook = playbookSchema.parse(
  parse(`playbook: again
title: Again
released-from: main
roles: { manager: { title: Manager, from: starter }, lead: { title: Lead } }
stages:
  - stage: Release
    steps:
      - { action: pin-commit, ref: main, as: candidate }
      - { checklist: manager, as: list, items: [{ say: Ready }] }
      - { sign-off: lead, of: candidate, as: signed }
`),
);
const pinned = (digit: string) => completed('candidate', { head: sha(digit), sha: sha(digit), authors: 'x' });
const repinned = (digit: string): ReleaseEvent => ({
  type: 'CommitRepinned',
  step: 'candidate',
  by: 'U-maria',
  reason: 'A fix came in',
  from: sha(digit),
});
const ticked: ReleaseEvent = { type: 'ChecklistSaved', step: 'list', by: 'U-maria', ticks: { '0': { ticked: true } } };
const begun = [
  started({ playbook, answers: {}, roles: { manager: ['U-maria'], lead: ['U-lena'] } }),
  pinned('a'),
] as const;
const asks = (...events: readonly ReleaseEvent[]) =>
  JSON.stringify(askMessage(releaseAfter(...begun, ...events), 'signed', 'https://github.com'));

it('says that something is asked again only to those who were asked before', () => {
  const first = asks(repinned('a'), pinned('b'), ticked);
  expect(first).toContain('please review');
  expect(first).not.toContain('asked again');
  expect(asks(ticked, repinned('a'), pinned('b'))).toContain(
    'It is asked again: what was there before no longer counts.',
  );
});
