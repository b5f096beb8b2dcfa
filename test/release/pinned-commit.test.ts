import { describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { readPlaybook } from '../../src/release/read-playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { completed, given, releaseAfter, sha } from './given.ts';
import { approval, facts, joint, jointText, pinned, signedByAll, tagged } from './joint.ts';

const repin = { type: 'Repin', step: 'candidate', by: 'U-maria', reason: 'A fix came in' } as const;
const repinned: ReleaseEvent = {
  type: 'CommitRepinned',
  step: 'candidate',
  by: 'U-maria',
  reason: 'A fix came in',
  from: sha('a'),
};

describe('a pinned commit', () => {
  it('is what is signed, and a signature for another is refused', () => {
    const sign = { type: 'SignOff', step: 'signed', by: 'U-bob', decision: 'approve' } as const;
    given(...pinned())
      .when({ ...sign, subject: sha('a') })
      .yields(approval('U-bob'));
    given(...pinned())
      .when({ ...sign, subject: sha('b') })
      .refused('stale_subject', /The pinned commit has moved from bbbbbbb to aaaaaaa/);
  });

  it('is watched by nobody: it stays where it is', () => {
    const owed = owedBy(releaseAfter(...pinned()), new Date('2026-11-20T05:30:00Z'));
    expect(owed.filter((o) => o.effect === 'watch-pull-request')).toEqual([]);
  });

  it('is pinned anew by those who run the release, with a reason', () => {
    given(...signedByAll())
      .when(repin)
      .yields(repinned);
    given(...signedByAll())
      .when({ ...repin, by: 'U-bob' })
      .refused('not_entitled', /Only those who run this release/);
    given(...signedByAll())
      .when({ ...repin, reason: ' ' })
      .refused('reason_missing');
    given(...signedByAll())
      .when({ ...repin, step: 'ci' })
      .refused('not_current', /pins no commit/);
    given(...signedByAll(), repinned)
      .when(repin)
      .refused('not_current', /No commit is pinned at this moment/);
  });

  it('stays where the tag stands, or is being made', () => {
    given(...tagged())
      .when(repin)
      .refused('not_current', /The tag v1\.5\.0 stands already, so the release stays at aaaaaaa/);
    given(...signedByAll(), completed('issues'))
      .when(repin)
      .refused('not_current', /is being made at this moment/);
  });

  it('that is pinned anew is read again, and what was judged of the old one is void', () => {
    const release = releaseAfter(...signedByAll(), repinned);
    expect(stepState(release, 'candidate')).toMatchObject({
      status: 'active',
      attempt: 2,
      facts: { previous: sha('a') },
    });
    expect(stepState(release, 'signed')).toMatchObject({
      status: 'pending',
      signatures: [],
      voided: [{ by: 'U-bob' }, { by: 'U-cyd' }],
    });
    expect(stepState(release, 'ci')).toMatchObject({ status: 'pending', attempt: 2 });
    expect(stepState(release, 'list').status).toBe('done');
    const again = releaseAfter(
      ...signedByAll(),
      repinned,
      completed('candidate', { ...facts('b'), previous: sha('a') }),
    );
    expect(stepState(again, 'candidate').moves).toEqual([{ from: sha('a'), to: sha('b'), news: undefined }]);
    expect(again.outbox.at(-1)?.about).toEqual({ type: 'StepAsked', step: 'signed' });
  });

  it('is refused a signature that is read anew', () => {
    given(...pinned(), repinned)
      .when({ type: 'SignOff', step: 'signed', by: 'U-bob', decision: 'approve', subject: sha('a') })
      .refused('not_current');
  });
});

describe('the playbook', () => {
  const problems = (from: string, to: string) => {
    if (!jointText.includes(from)) throw new Error(`The playbook has no ${from}`);
    const read = readPlaybook(jointText.replace(from, to));
    return 'problems' in read ? read.problems.map(({ message, fix }) => `${message} ${fix}`) : [];
  };
  it('is read, and said aloud', () => {
    expect(problems('Joint', 'Joint')).toEqual([]);
    const aloud = playbookAloud(joint).replaceAll(/\s+/g, ' ');
    expect(aloud).toContain('Different people sign, one person of the role QA lead and one person of the role SRE:');
    expect(aloud).toContain('the commit of “The candidate”');
    expect(aloud).toContain('Then somebody else confirms it as SRE, each a different person; nothing starts before.');
    expect(aloud).toContain('Somebody else confirms it: Director or Manager.');
  });
  it.each([
    ['with: [sre], of', 'with: [sra], of', 'There is no role sra. Write sre.'],
    [
      'with: [sre], of',
      'with: [qa-lead], of',
      'The role qa-lead signs here already. Name it once; its quorum: says how many of it sign.',
    ],
    ['with: [sre], as: deployed', 'with: [sra], as: deployed', 'There is no role sra. Write sre.'],
    [
      'with: [sre], as: deployed',
      'with: [sre, sre], as: deployed',
      'The role sre confirms here already. Name it once.',
    ],
    ['break-glass: [director', 'break-glass: [directer', 'There is no role directer. Write director.'],
    ['of: candidate', 'of: ci', 'The step ci leaves no commit. There are: candidate.'],
  ])('tells what is wrong: %s → %s', (from, to, told) => {
    expect(problems(from, to)).toEqual([told]);
  });
  it('tells of two roles that the starter fills', () => {
    const text = jointText
      .replace('sre: { title: SRE }', 'sre: { title: SRE, from: starter }')
      .replace('qa-lead: { title: QA lead }', 'qa-lead: { title: QA lead, from: starter }');
    const read = readPlaybook(text);
    expect('problems' in read ? read.problems.map((p) => p.message) : []).toEqual([
      'The starter fills two of these roles, and one person signs in one role only.',
    ]);
  });
});
