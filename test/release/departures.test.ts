import { describe, expect, it } from 'vitest';
import { retrospectiveBody } from '../../src/jobs/actions/retrospective-body.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import type { Release } from '../../src/release/release.ts';
import { clickedBoxes } from '../../src/release/tracking-boxes.ts';
import { trackingSection } from '../../src/release/tracking-section.ts';
import { summaryLines } from '../../src/views/closed-summary.ts';
import { completed, releaseAfter, sha, started } from './given.ts';

const playbook = playbookSchema.parse({
  playbook: 'gated-small',
  title: 'Gated small',
  'released-from': 'main',
  roles: {
    'release-manager': { title: 'Release manager', from: 'starter' },
    'qa-lead': { title: 'QA Lead' },
    sre: { title: 'SRE' },
  },
  stages: [
    {
      stage: 'Ready',
      steps: [
        { action: 'pin-commit', title: 'What is released', ref: 'main', as: 'candidate' },
        {
          check: 'no-security-alerts',
          as: 'scans',
          title: 'Security scans',
          of: ['code-scanning'],
          waive: ['release-manager'],
        },
        { check: 'ci-green', title: 'CI', as: 'ci', ref: 'main' },
      ],
    },
    {
      stage: 'Sign-offs',
      steps: [
        {
          together: [
            { 'sign-off': 'qa-lead', title: 'Quality', as: 'quality', of: 'candidate', confirms: ['Tested'] },
            { 'sign-off': 'sre', title: 'Operations', as: 'operations', of: 'candidate', confirms: ['Capacity'] },
          ],
        },
      ],
    },
  ],
});

const github = { 'U-maria': 'maria-r', 'U-lena': 'lena-b', 'U-omar': 'omar-o', 'U-sara': 'sara-s' };
const pinned = (head: string) => completed('candidate', { head, sha: head, url: 'https://github.example/c' });
const waived: ReleaseEvent = {
  type: 'CheckWaived',
  step: 'scans',
  by: 'U-lena',
  reason: 'A *false* alarm, @everyone',
  said: { outcome: 'fail', sentence: '1 alert is open.' },
};
const outside: ReleaseEvent = {
  type: 'StepCompleted',
  step: 'ci',
  how: 'outside',
  by: 'U-maria',
  sentence: 'Run on my machine',
};
const decides = (
  step: string,
  by: string,
  decision: 'approve' | 'reject' | 'changes',
  comment?: string,
  holder?: string,
): ReleaseEvent => ({
  type: 'SignOffGiven',
  step,
  by,
  decision,
  subject: sha('c'),
  ...(comment === undefined ? {} : { comment }),
  ...(holder === undefined ? {} : { for: holder }),
});

/** A release in which everything that can go another way does, and which closes all the same. */
function told(): Release {
  return releaseAfter(
    started({
      playbook,
      component: { ...started().component, github },
      roles: { 'release-manager': ['U-maria'], 'qa-lead': ['U-sara'], sre: ['U-omar'] },
    }),
    pinned(sha('a')),
    { type: 'CommitRepinned', step: 'candidate', by: 'U-maria', reason: 'The fix of <b>#9</b> is in', from: sha('a') },
    pinned(sha('c')),
    waived,
    outside,
    {
      type: 'DelegationGiven',
      role: 'qa-lead',
      from: 'U-sara',
      to: 'U-lena',
      until: '2026-11-21T05:00:00.000Z',
      reason: 'On a *plane*',
    },
    decides('quality', 'U-lena', 'changes', 'Name the *devices*', 'U-sara'),
    decides('quality', 'U-lena', 'approve', undefined, 'U-sara'),
    decides('operations', 'U-omar', 'reject', 'No room\n## left'),
    { type: 'StepFailed', step: 'operations', sentence: 'The sign-off was refused.', remedy: 'Retry.' },
    { type: 'ReleasePaused', by: 'slipway', reason: 'The sign-off was refused.', step: 'operations' },
    { type: 'StepRetried', step: 'operations', by: 'U-maria' },
    { type: 'ReleaseResumed', by: 'U-maria' },
    decides('operations', 'U-omar', 'approve', 'Twice the room now'),
    { type: 'ReleaseClosed' },
  );
}

function sectionOf(body: string, heading: string): string {
  return body.split(`## ${heading}\n\n`)[1]?.split('\n\n')[0] ?? '';
}

describe('what went another way than the playbook says', () => {
  it('stands in the retrospective with by whom, when and why', () => {
    const body = retrospectiveBody(told(), 'key', new Date('2026-11-20T09:00:00Z'));
    expect(sectionOf(body, 'Waived')).toBe(
      '- 2026-11-20 05:04 UTC: Security scans, waived by lena-b: A \\*false\\* alarm, @&#8203;everyone (it had said: 1 alert is open.)',
    );
    expect(sectionOf(body, 'Commits pinned anew')).toBe(
      '- 2026-11-20 05:02 UTC: What is released, pinned anew by maria-r, away from aaaaaaa: The fix of \\<b\\>#9\\</b\\> is in',
    );
    expect(sectionOf(body, 'Rejected, and changes asked').split('\n')).toEqual([
      '- 2026-11-20 05:07 UTC: Quality, changes asked by lena-b for sara-s at ccccccc: Name the \\*devices\\*',
      '- 2026-11-20 05:09 UTC: Operations, rejected by omar-o at ccccccc: No room ## left',
    ]);
    expect(sectionOf(body, 'Done outside of Slipway')).toBe(
      '- 2026-11-20 05:05 UTC: CI, said by maria-r to be done: Run on my machine',
    );
    expect(sectionOf(body, 'Handed to others')).toBe(
      '- 2026-11-20 05:06 UTC: QA Lead, by sara-s to lena-b until 2026-11-21 05:00 UTC: On a \\*plane\\*',
    );
    const timeline = sectionOf(body, 'Timeline');
    expect(timeline).toContain('Security scans, not passed: waived by lena-b');
    expect(timeline).toContain('CI, done outside of Slipway, as said by maria-r');
    expect(timeline).toContain('Quality, by lena-b for sara-s');
  });

  it('stands in the tracking issue, where no line of it is taken for a box', () => {
    const section = trackingSection(told());
    for (const line of [
      '**Security scans**: not passed, waived by lena-b, 2026-11-20T05:04Z: A \\*false\\* alarm, @&#8203;everyone',
      '**CI**: done outside, as said by maria-r, 2026-11-20T05:05Z: Run on my machine',
      '- pinned anew by maria-r, 2026-11-20T05:02Z, away from aaaaaaa: The fix of \\<b\\>#9\\</b\\> is in',
      '- lena-b for sara-s: changes asked at ccccccc, 2026-11-20T05:07Z: Name the \\*devices\\* (no longer stands)',
      '- lena-b for sara-s: approved at ccccccc, 2026-11-20T05:08Z',
      '- omar-o: rejected at ccccccc, 2026-11-20T05:09Z: No room ## left (no longer stands)',
      '- omar-o: approved at ccccccc, 2026-11-20T05:14Z: Twice the room now',
      '- QA Lead: lena-b for sara-s, 2026-11-20T05:06Z to 2026-11-21T05:00Z: On a \\*plane\\*',
    ])
      expect(section.split('\n')).toContain(line);
    expect(clickedBoxes(told(), section)).toEqual([]);
  });

  it('says on the closed card for whom a delegate signed', () => {
    expect(summaryLines(told()).join('\n')).toMatch(/Quality: <@U-lena> for <@U-sara> .* for `ccccccc`/);
  });

  it('says that a waiver which a moved commit made void no longer stands', () => {
    const release = releaseAfter(
      started({ playbook, component: { ...started().component, github } }),
      pinned(sha('a')),
      waived,
      { type: 'CommitRepinned', step: 'candidate', by: 'U-maria', reason: 'The fix is in', from: sha('a') },
    );
    const body = retrospectiveBody(release, 'key', new Date('2026-11-20T09:00:00Z'));
    expect(sectionOf(body, 'Waived')).toMatch(/\(it had said: 1 alert is open\.; void since\)$/);
    expect(trackingSection(release)).toContain('- waived by lena-b, 2026-11-20T05:02Z, void since: A ');
  });
});
