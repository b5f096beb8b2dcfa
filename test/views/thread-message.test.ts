import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import type { Message, Release } from '../../src/release/release.ts';
import { threadMessage } from '../../src/views/thread-message.ts';
import { sha, signed } from '../release/given.ts';
import { billing, githubUrl } from './billing.ts';
import { messageAs } from './read.ts';

function shown(release: Release, find: (message: Message) => boolean): string | undefined {
  const owed = release.outbox.filter(find).at(-1);
  if (owed === undefined) throw new Error('It owes no such message.');
  const message = threadMessage(release, owed, githubUrl);
  return message === undefined ? undefined : messageAs('lena', message);
}
const ask = (step: string) => (m: Message) => m.about.type === 'StepAsked' && m.about.step === step;
const of = (type: ReleaseEvent['type']) => (m: Message) => m.about.type === type;
const moved: ReleaseEvent = {
  type: 'HeadMoved',
  step: 'pr',
  from: sha('a'),
  to: sha('c'),
  sentence: 'ana-d pushed 1 commit',
  link: 'https://github.com/acme/billing/compare/a...c',
  facts: {},
};

describe('an ask', () => {
  it('of a sign-off names the leads, component, version, due time and commit', () => {
    const text = shown(billing('pullRequest'), ask('sign-off-backend-lead'));
    expect(text).toContain(
      '(@lena and @tom (one of you): please review billing 1.5.0 and sign: Backend lead signs, by 2026-11-20 22:05 JST.)',
    );
    expect(text).toContain(
      'Pull request #12: Release 1.5.0 (https://github.com/acme/billing/pull/12) · 7 commits · at `aaaaaaa`',
    );
    expect(text).toContain('[Review and sign]');
  });

  it('of a deployment shows the rollout plan and what to watch', () => {
    expect(shown(billing('published'), ask('deployed'))).toContain(
      '*Rollout plan*\nCanary, then all\n*What to watch after the deployment*\nError rate\n[Deploy 1.5.0 to production]',
    );
  });

  it('that a delegate pressed says for whom', () => {
    const pressed: ReleaseEvent = { type: 'DeployRequested', step: 'deployed', by: 'U0MARIA', for: 'U0OMAR' };
    expect(shown(billing('published', [pressed]), of('DeployRequested'))).toContain('started by @maria for @omar.');
  });

  it('to force something that a delegate asked says for whom', () => {
    const asked: ReleaseEvent = {
      type: 'BreakGlassAsked',
      step: 'ci-green',
      by: 'U0MARIA',
      for: 'U0OMAR',
      reason: 'x',
    };
    expect(shown(billing('pullRequest', [asked]), of('BreakGlassAsked'))).toContain('@maria for @omar asks to force');
  });

  it('that was done before it was posted is not posted', () => {
    expect(shown(billing('signed'), ask('sign-off-backend-lead'))).toBeUndefined();
    expect(
      shown(
        billing('pullRequest', [{ type: 'ReleaseCancelled', by: 'U0MARIA', reason: 'x' }]),
        ask('sign-off-backend-lead'),
      ),
    ).toBeUndefined();
  });

  it('goes to those who run the release where nobody holds the role', () => {
    const roles = { 'release-manager': ['U0MARIA'], 'backend-lead': [], operations: ['U0OMAR'] };
    expect(shown(billing('pullRequest', [], { roles }), ask('sign-off-backend-lead'))).toContain(
      '@maria (nobody who may do this holds the role Backend lead): please review',
    );
  });
});

describe('the timeline', () => {
  it('tells what moved and what that makes void', () => {
    const text = shown(billing('signed', [moved]), of('HeadMoved'));
    expect(text).toContain(
      '♻️ Changed: *Release pull request dev → main* moved from `aaaaaaa` to `ccccccc` · ana-d pushed 1 commit (https://github.com/acme/billing/compare/a...c)',
    );
    expect(text).toContain('Signatures and checks of the old commit no longer count.');
    expect(text).toContain('@lena: your signature is void; please look at what changed.');
  });

  it('tells of a failure to those who can retry it', () => {
    const failed: ReleaseEvent = {
      type: 'StepFailed',
      step: 'tagged',
      sentence: 'The tag v1.5.0 exists at another commit',
      remedy: 'Choose another version.',
    };
    const text = shown(billing('merged', [failed]), of('StepFailed'));
    expect(text).toContain('(billing 1.5.0: ❌ Failed: Tag v1.5.0 · The tag v1.5.0 exists at another commit)');
    expect(text).toContain(
      '*What to do:* Choose another version.\nThe release is paused; @maria can retry it or cancel.\n[Retry]',
    );
  });

  it.each<[string, ReleaseEvent, string]>([
    [
      'made',
      { type: 'StepCompleted', step: 'merged', how: 'made', sentence: 'Merged', link: 'https://github.com/c' },
      '✅ Done: *Merge into main* · Merged (https://github.com/c)',
    ],
    [
      'adopted',
      { type: 'StepCompleted', step: 'merged', how: 'adopted', sentence: 'Merged by ana-d' },
      '✅ Done by hand, and found: *Merge into main* · Merged by ana-d',
    ],
    [
      'outside',
      { type: 'StepCompleted', step: 'merged', how: 'outside', by: 'U0MARIA', sentence: 'I merged it' },
      '✋ Done outside by @maria: *Merge into main* · I merged it',
    ],
    [
      'red',
      { type: 'StepRead', step: 'merged', outcome: 'fail', sentence: 'A check is red' },
      '🔴 Red: *Merge into main* · A check is red\n@maria: it has to be mended; Slipway reads it again by itself.',
    ],
    ['retried', { type: 'StepRetried', step: 'merged', by: 'U0MARIA' }, '🔁 Retried by @maria: *Merge into main*'],
    ['paused', { type: 'ReleasePaused', by: 'U0MARIA', reason: 'Lunch' }, '⏸️ Paused by @maria: Lunch'],
    ['resumed', { type: 'ReleaseResumed', by: 'U0MARIA' }, '▶️ Resumed by @maria.'],
    [
      'cancelled',
      { type: 'ReleaseCancelled', by: 'U0MARIA', reason: 'No' },
      '🚫 Cancelled by @maria: No\n• Pull request #12',
    ],
  ])('tells what was %s', (_, event, text) => {
    expect(shown(billing('signed', [event]), of(event.type))).toContain(text);
  });

  it('tells the starter what changes a signer asks for', () => {
    const changes: ReleaseEvent = { ...signedBy('U0TOM'), decision: 'changes', comment: 'Tests are missing' };
    const text = shown(billing('pullRequest', [changes]), of('SignOffGiven'));
    expect(text).toContain(
      '✋ Changes asked by @tom: *Backend lead signs* for `aaaaaaa`. “Tests are missing”\n@maria: push what is asked for',
    );
  });
});

function signedBy(by: string) {
  const event = signed(by, sha('a'));
  if (event.type !== 'SignOffGiven') throw new Error('A signature is SignOffGiven.');
  return event;
}

describe('a reminder', () => {
  const passed = (step: string, times: number): ReleaseEvent => ({ type: 'DeadlinePassed', step, times });

  it('goes to those who are waited for, later also to those who run the release', () => {
    const once = shown(billing('pullRequest', [passed('sign-off-backend-lead', 1)]), of('DeadlinePassed'));
    expect(once).toMatch(
      /⏰ @lena and @tom: \*Backend lead signs\* of \*billing 1\.5\.0\* has waited for \d+ min, longer than is normal\./,
    );
    const twice = shown(
      billing('pullRequest', [passed('sign-off-backend-lead', 1), passed('sign-off-backend-lead', 2)]),
      of('DeadlinePassed'),
    );
    expect(twice).toContain('⏰ @lena, @tom and @maria:');
  });

  it('of what a machine does goes to those who run the release', () => {
    expect(shown(billing('pullRequest', [passed('ci-green', 1)]), of('DeadlinePassed'))).toContain(
      '⏰ @maria: *CI of the pull request*',
    );
  });

  it('of what was done meanwhile is not posted', () => {
    expect(
      shown(billing('pullRequest', [passed('sign-off-backend-lead', 1), signedBy('U0LENA')]), of('DeadlinePassed')),
    ).toBeUndefined();
  });
});
