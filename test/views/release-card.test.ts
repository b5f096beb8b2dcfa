import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import type { Release } from '../../src/release/release.ts';
import { releaseCard } from '../../src/views/release-card.ts';
import { completed, sha } from '../release/given.ts';
import { billing, githubUrl } from './billing.ts';
import { messageAs } from './read.ts';

const shown = (release: Release): string => messageAs('lena', releaseCard(release, githubUrl));
const buttons = (release: Release): string => shown(release).split('\n').at(-1) ?? '';

const merging: readonly ReleaseEvent[] = [
  {
    type: 'StepFailed',
    step: 'merged',
    sentence: 'GitHub refuses to merge: conflicts',
    remedy: 'Resolve the conflicts, then Retry.',
    link: 'https://github.com/acme/billing/pull/12',
  },
  { type: 'ReleasePaused', by: 'slipway', reason: 'GitHub refuses to merge: conflicts', step: 'merged' },
];
const deploying: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U0OMAR' };
const outside: ReleaseEvent = {
  type: 'StepCompleted',
  step: 'checklist-operations',
  how: 'outside',
  by: 'U0OMAR',
  sentence: 'https://grafana.example/d/1',
};

describe('the release card', () => {
  it('says what is waited for, on whom, since and until when, in the notification too', () => {
    const text = shown(billing('pullRequest'));
    expect(text).toMatch(
      /^\(billing 1\.5\.0 is waiting for: CI of the pull request, Backend leads asked for review and Backend lead signs, by 2026-11-20 14:35 JST\.\)/,
    );
    expect(text).toContain('*🟢 Running* · stage 2 of 5: *Release pull request*');
    expect(text).toContain('✅ Ready · done\n▶️ *Release pull request* · now, 1 of 5 steps done\n⚪ Release · to come');
    expect(text).toMatch(/👤 Waiting: \*Backend lead signs\* · on @lena or @tom · since today .* · due today/);
  });

  it('links the reference documents, files on the released branch', () => {
    expect(shown(billing())).toContain(
      'Release principles (https://github.com/acme/billing/blob/dev/docs/references/saef-principles.md)',
    );
  });

  it('offers one thing to do now, and the rest in a menu', () => {
    expect(buttons(billing())).toBe('[Open checklist] [⋯ Details | Pause… | Done outside… | Cancel the release…]');
    expect(buttons(billing('pullRequest'))).toContain('[Review and sign] [⋯ Details');
    expect(buttons(billing('signed'))).toBe(
      '[Details] [⋯ Take back my signature… | Pause… | Done outside… | Cancel the release…]',
    );
    expect(buttons(billing('published'))).toContain('[Deploy 1.5.0 to production] [⋯');
    expect(buttons(billing('published', [deploying]))).toContain('[Details] [⋯');
    expect(buttons(billing('pullRequest', [{ type: 'ReleasePaused', by: 'U0MARIA', reason: 'Lunch' }]))).toBe(
      '[Resume] [⋯ Details | Done outside… | Cancel the release…]',
    );
  });

  it('of a failure says what, where, what to do, and offers Retry', () => {
    const text = shown(billing('signed', merging));
    expect(text).toContain('❌ Failed: *Merge into main*');
    expect(text).toContain(
      'GitHub refuses to merge: conflicts (https://github.com/acme/billing/pull/12)\n      *What to do:* Resolve the conflicts, then Retry.',
    );
    expect(text).toContain('[Retry] [⋯ Take back my signature… | Details | Done outside… | Cancel the release…]');
  });

  it('says who started a deployment and what it does', () => {
    const running: ReleaseEvent = {
      type: 'StepRead',
      step: 'deployed',
      outcome: 'wait',
      sentence: 'deploy.yml is running',
      link: 'https://github.com/run/3',
    };
    expect(shown(billing('published', [deploying, running]))).toMatch(
      /⏳ Waiting: \*Deploy to production\* · since .*\n +started by @omar today .*; deploy\.yml is running \(https:\/\/github\.com\/run\/3\)/,
    );
  });

  it('closes with durations, who signed, what was done by hand, and links', () => {
    const text = shown(
      billing('published', [
        deploying,
        completed('deployed', { url: 'https://github.com/run/3' }),
        outside,
        { type: 'ReleaseClosed' },
      ]),
    );
    expect(text).toContain('(billing 1.5.0 is released.)');
    expect(text).toContain('Took 17 min:');
    expect(text).toContain(
      'Ready 4 min · Release pull request 5 min · Release 4 min · Deploy 2 min · After the release 1 min',
    );
    expect(text).toMatch(/🖊️ Backend lead signs: @lena today .* for `aaaaaaa`/);
    expect(text).toContain('✋ Metrics and alarms: done outside by @omar: https://grafana.example/d/1');
    expect(text).toMatch(
      /🔗 Pull request #12 \(.*\) · GitHub release \(.*\) · Deployment to production \(https:\/\/github\.com\/run\/3\)/,
    );
    expect(text).toMatch(/\n\[Details\]$/);
  });

  it('of a cancelled release says by whom, why and what stays', () => {
    const text = shown(billing('pullRequest', [{ type: 'ReleaseCancelled', by: 'U0MARIA', reason: 'Wrong branch' }]));
    expect(text).toMatch(/\*🚫 Cancelled\* by @maria today .*: Wrong branch/);
    expect(text).toContain(
      '• Pull request #12 (https://github.com/acme/billing/pull/12) is not merged: close it if it is open and not wanted',
    );
  });

  it('says that GitHub does not show the status, where it refuses it', () => {
    const refused: ReleaseEvent = {
      type: 'StatusMirrored',
      sha: sha('a'),
      state: 'pending',
      description: 'x',
      refused: 'The app may not set statuses.',
    };
    expect(shown(billing('pullRequest', [refused]))).toContain(
      '⚠️ GitHub does not show the status of this release: The app may not set statuses.',
    );
  });

  it('of a release that was paused while its last step was done offers Resume', () => {
    const end: readonly ReleaseEvent[] = [
      deploying,
      { type: 'ReleasePaused', by: 'U0MARIA', reason: 'Lunch' },
      completed('deployed'),
      outside,
    ];
    const text = shown(billing('published', end));
    expect(text).toContain('(billing 1.5.0 is paused with every step done.)');
    expect(text).toContain('*Waiting for*\nResume: every step is done.');
    expect(text).toContain('[Resume]');
  });

  it('says so where nobody may do what is waited for', () => {
    const roles = { 'release-manager': ['U0MARIA'], 'backend-lead': ['U0MARIA'], operations: [] };
    expect(shown(billing('pullRequest', [], { roles }))).toContain(
      'on *nobody*: the role has no one who may; those who run the release can give it to somebody else with the word `role`',
    );
  });
});
