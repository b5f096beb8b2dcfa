import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { type Playbook, playbookSchema } from '../../src/release/playbook.ts';
import { refusal } from '../../src/release/refusal.ts';
import { detailsModal } from '../../src/views/details-modal.ts';
import { noticeModal } from '../../src/views/notice-modal.ts';
import { refusedText } from '../../src/views/refused-text.ts';
import { completed, releaseAfter, sha } from '../release/given.ts';
import { billingStarted, githubUrl, pullRequest } from './billing.ts';

const people = Array.from({ length: 40 }, (_, n) => `U0LEAD${n + 1}`);
const playbook: Playbook = playbookSchema.parse({
  playbook: 'everybody-signs',
  title: 'Everybody signs',
  roles: {
    'release-manager': { title: 'Release manager', from: 'starter' },
    north: { title: 'North', quorum: 20 },
    south: { title: 'South', quorum: 20 },
  },
  stages: [
    {
      stage: 'Signing',
      steps: [
        { action: 'open-pull-request', from: 'dev', to: 'main', as: 'pr' },
        { 'sign-off': 'north', with: ['south'], title: 'Everybody signs', of: 'pr', as: 'signed' },
        { action: 'merge-pull-request', of: 'pr', as: 'merged' },
      ],
    },
  ],
});
const roles = { 'release-manager': ['U0MARIA'], north: people.slice(0, 20), south: people.slice(20) };
const signedBy = (some: readonly string[]) =>
  releaseAfter(
    billingStarted({ playbook, answers: {}, roles }),
    completed('pr', pullRequest),
    ...some.map(
      (by): ReleaseEvent => ({ type: 'SignOffGiven', step: 'signed', by, decision: 'approve', subject: sha('a') }),
    ),
  );
const sectionOf = (blocks: readonly unknown[]) =>
  blocks.map((block) => JSON.stringify(block)).find((text) => text.includes('*Everybody signs*')) ?? '';

describe('forty signatures', () => {
  it('who signed is told as far as there is room, and how many more there are', () => {
    const done = refusedText(refusal('already_done', 'Signed.'), signedBy(people), 'signed');
    const notice = sectionOf(noticeModal('Not signed', done).blocks);
    const details = sectionOf(detailsModal(signedBy(people), 0, githubUrl).blocks);
    for (const shown of [notice, details]) {
      expect(shown).toContain('approved by <@U0LEAD1> (North)');
      expect(shown).toMatch(/… and \d+ more/);
      expect(shown.length).toBeLessThan(3000);
    }
  });

  it('while some are missing, those who have signed stand in the details', () => {
    expect(sectionOf(detailsModal(signedBy(people.slice(0, 39)), 0, githubUrl).blocks)).toContain(
      '<@U0LEAD39> (South)',
    );
  });
});
