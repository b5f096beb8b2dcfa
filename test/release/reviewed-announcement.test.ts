import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { readPlaybook } from '../../src/release/read-playbook.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { type Release, stepState } from '../../src/release/release.ts';
import { waitedFor } from '../../src/release/waits-for.ts';
import { completed, given, releaseAfter, started } from './given.ts';

const text = `
playbook: told
title: Told
roles: { manager: { title: Manager, from: starter }, voice: { title: Communications } }
stages:
  - stage: Tell
    steps:
      - { announce: changelog, title: Stakeholders, reviewed-by: [voice], say: 'Out is <version>', as: told }
`;
const playbook = playbookSchema.parse(parse(text));
const begun = started({ playbook, answers: {}, roles: { manager: ['U-maria'], voice: ['U-sara'] } });
const facts = { draft: 'Out is 1.5.0', notes: '• all' };
const sentence = 'It is written.';
const written: ReleaseEvent = { type: 'StepRead', step: 'told', outcome: 'wait', sentence, facts };
const posts = (by: string, edited?: string, attempt = 1) =>
  ({ type: 'PostAnnouncement', step: 'told', by, attempt, text: edited }) as const;
const reviewed = (edited?: string): ReleaseEvent => ({
  type: 'AnnouncementReviewed',
  step: 'told',
  by: 'U-sara',
  ...(edited === undefined ? {} : { text: edited }),
});
const waits = (release: Release) => [...waitedFor(release).keys()];
const asks = (release: Release) => release.outbox.filter(({ about }) => about.type === 'StepAsked').length;
const works = (release: Release) =>
  owedBy(release, new Date('2026-11-20T05:30:00Z')).some(({ effect }) => effect === 'step');

describe('an announcement that is reviewed first', () => {
  it('is written by Slipway, then waits for its role, then is posted by Slipway', () => {
    const start = releaseAfter(begun);
    expect([works(start), waits(start), asks(start)]).toEqual([true, [], 0]);
    const shown = releaseAfter(begun, written);
    expect([works(shown), waits(shown), asks(shown)]).toEqual([false, ['U-sara'], 1]);
    const posted = releaseAfter(begun, written, reviewed());
    expect([works(posted), waits(posted), asks(posted)]).toEqual([true, [], 1]);
  });

  it('is posted by its role, as it was shown or as it was edited, once', () => {
    given(begun, written).when(posts('U-sara')).yields(reviewed());
    given(begun, written).when(posts('U-sara', ' Better \n')).yields(reviewed('Better'));
    given(begun, written)
      .when(posts('U-maria'))
      .refused('not_entitled', /^Only the role Communications may do this\.$/);
    given(begun, written)
      .when(posts('U-sara', '  '))
      .refused('nothing_to_do', /^Write what is to be posted/);
    given(begun)
      .when(posts('U-sara'))
      .refused('not_current', /still writing/);
    given(begun, written, reviewed())
      .when(posts('U-sara'))
      .refused('already_done', /reviewed it already/);
    given(begun, written, reviewed(), completed('told'))
      .when(posts('U-sara'))
      .refused('already_done', /done already/);
  });

  it('that was shown before it was written anew is not posted', () => {
    given(begun, written)
      .when(posts('U-sara', 'Mine', 0))
      .refused('not_current', /written anew since.+Copy what you typed/);
  });

  it('is posted as it was reviewed when Slack refused it first', () => {
    const again = releaseAfter(
      begun,
      written,
      reviewed('Better'),
      { type: 'StepFailed', step: 'told', sentence: 'No.', remedy: 'Invite Slipway.' },
      { type: 'ReleasePaused', by: 'slipway', reason: 'No.', step: 'told' },
      { type: 'StepRetried', step: 'told', by: 'U-maria' },
      { type: 'ReleaseResumed', by: 'U-maria' },
    );
    expect(stepState(again, 'told')).toMatchObject({ status: 'active', reviewed: { by: 'U-sara', text: 'Better' } });
    expect([works(again), waits(again)]).toEqual([true, []]);
  });

  it('is written once: what is read later changes nothing of what people are shown', () => {
    given(begun, written)
      .when({
        type: 'RecordReading',
        step: 'told',
        attempt: 1,
        outcome: 'wait',
        sentence,
        facts: { draft: 'Another' },
      })
      .yields();
  });

  it('stands in the record with who had it posted', () => {
    const [step] = releaseRecord(releaseAfter(begun, written, reviewed('Better'))).steps;
    expect(step).toMatchObject({ facts, reviewed: { by: { slack: 'U-sara' }, text: 'Better' } });
  });

  it('is read aloud', () => {
    expect(playbookAloud(playbook)).toContain(
      'Communications reviews what Slipway posts to the channel changelog, may edit',
    );
    const read = readPlaybook(text.replace('reviewed-by: [voice]', 'reviewed-by: [vice]'));
    expect('problems' in read ? read.problems.map(({ message }) => message) : []).toEqual(['There is no role vice.']);
  });
});
