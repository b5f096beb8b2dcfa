import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { mirrorOf } from '../../src/release/mirror.ts';
import { nextDue } from '../../src/release/next-due.ts';
import { owedBy } from '../../src/release/owed.ts';
import { releaseAfter, sha, started, upTo } from './given.ts';

const soon = new Date('2026-11-20T05:30:00Z');
const keys = (...events: readonly ReleaseEvent[]): readonly string[] =>
  owedBy(releaseAfter(...events), soon).map((o) => o.key);
const mirrored = (state: string, description: string) =>
  ({ type: 'StatusMirrored', sha: sha('a'), state, description }) as const;

describe('what is owed', () => {
  it('is the card first, then one message at a time', () => {
    expect(keys(started()).filter((k) => k.startsWith('message'))).toEqual(['message.card']);
    expect(
      keys(started(), { type: 'MessagePosted', message: 'card', channel: 'C', ts: '1.0' }).filter((k) =>
        k.startsWith('message'),
      ),
    ).toEqual(['message.e1-checklist-release-manager']);
  });
  it('is every check of the group, and no checklist: people owe that', () => {
    expect(keys(started()).filter((k) => k.startsWith('step'))).toEqual([
      'step.feature-merged.tax-rounding.1',
      'step.branch-contains.1',
      'step.boxes-ticked.tax-rounding.1',
    ]);
  });
  it('is no merge before the status on the pull request says success', () => {
    expect(keys(...upTo.signed())).not.toContain('step.merged.1');
    const mirror = mirrorOf(releaseAfter(...upTo.signed()));
    expect(mirror).toMatchObject({ state: 'success', upToDate: false });
    expect(keys(...upTo.signed(), mirrored('success', mirror?.description ?? ''))).toContain('step.merged.1');
  });
  it('is no deployment before somebody pressed the button', () => {
    expect(keys(...upTo.published()).some((k) => k.startsWith('step'))).toBe(false);
    expect(keys(...upTo.published(), { type: 'DeployRequested', step: 'deployed', by: 'U-omar' })).toContain(
      'step.deployed.1',
    );
  });
  it('is only words while paused or over', () => {
    const paused = keys(started(), { type: 'ReleasePaused', by: 'U-maria', reason: 'lunch' });
    expect(paused).toEqual(['message.card', 'direct.U-maria.0']);
    expect(keys(...upTo.pullRequest(), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'no' })).toEqual([
      'message.card',
      `mirror.${sha('a')}.failure`,
      'direct.U-maria.0',
      'direct.U-lena.0', // to be looked for: a try may have posted it
    ]);
  });
  it('is a reminder once its deadline has passed, and the next one later', () => {
    const release = releaseAfter(...upTo.pullRequest());
    const due = nextDue(release);
    expect(due).toEqual(new Date('2026-11-20T05:35:00Z')); // the review request, 30 minutes after the pull request
    if (due === undefined) return;
    expect(owedBy(release, due).map((o) => o.key)).toContain('deadline.request-review.1.1');
    const reminded = releaseAfter(...upTo.pullRequest(), { type: 'DeadlinePassed', step: 'request-review', times: 1 });
    expect(owedBy(reminded, due).map((o) => o.key)).not.toContain('deadline.request-review.1.1');
    expect(nextDue(reminded)).toEqual(new Date('2026-11-20T06:05:00Z'));
  });
  it('watches the pull request until it is merged', () => {
    expect(keys(...upTo.pullRequest())).toContain('watch.pr');
    expect(keys(...upTo.merged())).not.toContain('watch.pr');
  });
});
