import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { nextTag, type StartFacts } from '../../src/release/start-facts.ts';
import { summaryOf } from '../../src/release/summary.ts';
import { withdrawalPlan } from '../../src/release/withdrawal.ts';
import { withdrawalTold } from '../../src/views/withdrawn-lines.ts';
import { backendService, completed, given, releaseAfter, started, upTo } from './given.ts';

const withdraw = (by: string, reason = ' Invoices are *lost* ') => ({ type: 'Withdraw' as const, by, reason });
const withdrawn: ReleaseEvent = { type: 'ReleaseWithdrawn', by: 'U-maria', reason: 'Invoices are *lost*' };
const closed: ReleaseEvent = { type: 'ReleaseClosed' };
const page = completed('published', { id: '9', url: 'https://g.example/r', at: '2026-11-20T06:00:00Z' });
const done = (task: string): ReleaseEvent => ({ type: 'WithdrawalCarriedOut', task, sentence: 'Done.' });
const tasks = (...events: readonly ReleaseEvent[]) =>
  owedBy(releaseAfter(...events), new Date(0)).flatMap((one) => (one.effect === 'withdrawal' ? [one.task] : []));

const platformStart = (withdraw: Readonly<Record<string, boolean>>) =>
  started({
    playbook: playbookSchema.parse({
      playbook: 'small-platform',
      title: 'Small platform',
      withdraw,
      roles: { 'release-manager': { title: 'Release manager', from: 'starter' } },
      stages: [
        {
          stage: 'All',
          steps: [
            { action: 'release-please', workflow: 'release-please.yml', to: 'main', as: 'pr' },
            { action: 'merge-pull-request', of: 'pr', as: 'merged' },
            {
              action: 'release-please-published',
              of: 'pr',
              tags: ['v<version>', 'charts-v<version>'],
              as: 'published',
            },
          ],
        },
      ],
    }),
  });
const upToPlatform: readonly ReleaseEvent[] = [
  platformStart({ 'revert-tag': true }),
  completed('pr', { number: '12', head: 'a'.repeat(40) }),
  completed('merged', { sha: 'b'.repeat(40) }),
  completed('published', { id: '9', tag: 'v1.5.0', sha: 'b'.repeat(40), url: 'https://g.example/r' }),
];
const withdrawnBadly = { type: 'ReleaseWithdrawn', by: 'U-maria', reason: 'Sessions are lost' } as const;

describe('a release is withdrawn', () => {
  it('by those who run it, once its tag is made, while it runs and after it has ended', () => {
    given(...upTo.tagged())
      .when(withdraw('U-maria'))
      .yields(withdrawn);
    given(...upTo.tagged(), { type: 'ReleasePaused', by: 'U-maria', reason: 'Hm' })
      .when(withdraw('U-maria'))
      .yields(withdrawn);
    given(...upTo.published(), closed)
      .when(withdraw('U-maria'))
      .yields(withdrawn);
    given(...upTo.tagged(), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'Hm' })
      .when(withdraw('U-maria'))
      .yields(withdrawn);
    given(...upTo.tagged())
      .when(withdraw('U-lena'))
      .refused('not_entitled');
    given(...upTo.tagged())
      .when(withdraw('U-maria', ' '))
      .refused('reason_missing');
    given(...upTo.merged())
      .when(withdraw('U-maria'))
      .refused('nothing_to_do', /no tag v1\.5\.0 yet.*Cancel/);
    given(started(), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'Hm' })
      .when(withdraw('U-maria'))
      .refused('nothing_to_do', /no tag v1\.5\.0, so there/);
    given(...upTo.tagged(), withdrawn)
      .when(withdraw('U-maria'))
      .refused('nothing_to_do', /withdrawn already: Invoices/);
  });

  it('ends with it, and so does all that it owed; lists and record know it', () => {
    const release = releaseAfter(...upTo.tagged(), withdrawn);
    expect(release.status).toBe('cancelled');
    expect(owedBy(release, new Date(0)).filter(({ effect }) => effect === 'step')).toEqual([]);
    given(...upTo.tagged(), withdrawn)
      .when({ type: 'Resume', by: 'U-maria' })
      .refused('not_running');
    expect(releaseAfter(...upTo.published(), closed, withdrawn).status).toBe('closed');
    expect(summaryOf(release).withdrawn).toMatchObject({ by: 'U-maria', tag: 'v1.5.0', reason: 'Invoices are *lost*' });
    expect(releaseRecord(releaseAfter(...upTo.tagged(), withdrawn, done('release-page'))).withdrawn).toMatchObject({
      by: { slack: 'U-maria', github: 'maria-r' },
      reason: 'Invoices are *lost*',
    });
  });

  it('what it takes back is owed one after the other, the page before the tag, each once', () => {
    const playbook = { ...backendService, withdraw: { 'revert-tag': true } };
    const [first, ...rest] = upTo.tagged();
    if (first?.type !== 'ReleaseStarted') throw new Error('A story begins with its start.');
    const begun: readonly ReleaseEvent[] = [
      started({ playbook, answers: { ...first.answers, public: true } }),
      ...rest,
      page,
      completed('announce-changelog', { url: 'https://s.example', ts: '1.2', channel: 'C-changelog' }),
    ];
    expect(withdrawalPlan(releaseAfter(...begun))).toEqual(['release-page', 'announcement.announce-changelog', 'tag']);
    expect(tasks(...begun)).toEqual([]);
    expect(tasks(...begun, withdrawn)).toEqual(['release-page']);
    expect(tasks(...begun, withdrawn, done('release-page'))).toEqual(['announcement.announce-changelog']);
    expect(tasks(...begun, withdrawn, done('release-page'), done('announcement.announce-changelog'))).toEqual(['tag']);
    const all = [done('release-page'), done('announcement.announce-changelog'), done('tag')];
    expect(tasks(...begun, withdrawn, ...all)).toEqual([]);
    given(...begun, withdrawn)
      .when({ type: 'RecordWithdrawal', task: 'release-page', sentence: 'Done.' })
      .yields(done('release-page'));
    given(...begun, withdrawn, done('release-page'))
      .when({ type: 'RecordWithdrawal', task: 'release-page', sentence: 'Done.' })
      .yields();
    given(...begun)
      .when({ type: 'RecordWithdrawal', task: 'release-page', sentence: 'Done.' })
      .yields();
  });

  it('takes back each tag that Release Please made of it, with its page, and says so', () => {
    const release = releaseAfter(...upToPlatform, withdrawnBadly);
    const pages = ['release-page', 'release-page.charts-v1.5.0'];
    expect(withdrawalPlan(release)).toEqual([...pages, 'tag', 'tag.charts-v1.5.0']);
    const lines = withdrawalTold(release, withdrawnBadly).join('\n');
    expect(lines).toContain('The GitHub release charts-v1.5.0 is marked as withdrawn');
    expect(lines).toContain('The tag charts-v1.5.0 is deleted');
    expect(tasks(...upToPlatform, withdrawnBadly, done('release-page'))).toEqual(['release-page.charts-v1.5.0']);
    const all = [...pages, 'tag', 'tag.charts-v1.5.0'].map(done);
    expect(tasks(...upToPlatform, withdrawnBadly, ...all)).toEqual([]);
    expect(releaseRecord(releaseAfter(...upToPlatform, withdrawnBadly, ...all)).withdrawn?.carriedOut).toHaveProperty([
      'tag.charts-v1.5.0',
    ]);
    const keeps = releaseAfter(platformStart({ 'revert-tag': false }), ...upToPlatform.slice(1), withdrawnBadly);
    expect(withdrawalPlan(keeps)).toEqual(pages);
    expect(withdrawalTold(keeps, withdrawnBadly).join('\n')).toContain(
      'The tags v1.5.0 and charts-v1.5.0 stay, and the version is not used again.',
    );
  });

  it('only where the playbook says so its tag is taken back, which is read aloud', () => {
    expect(withdrawalPlan(releaseAfter(...upTo.tagged()))).toEqual([]);
    expect(playbookAloud(backendService)).not.toContain('withdraws');
    expect(playbookAloud({ ...backendService, withdraw: { 'revert-tag': true } })).toContain('delete that tag');
  });
});

it('the version of a withdrawn release is never the next one, whether its tag stays or not', () => {
  const facts: StartFacts = {
    latest: { tag: 'v1.4.2', version: '1.4.2' },
    withdrawn: { tag: 'v1.5.0', version: '1.5.0' },
    tags: ['v1.4.2'],
    head: 'a'.repeat(40),
    changes: { commits: 3, pullRequests: 1, lines: [], authors: [] },
    folders: {},
    readAt: new Date(0),
  };
  expect((['patch', 'minor', 'major'] as const).map((bump) => nextTag('v<version>', facts, bump).version)).toEqual([
    '1.5.1',
    '1.6.0',
    '2.0.0',
  ]);
});
