import { describe, expect, it } from 'vitest';
import { actionAloud } from '../../src/release/aloud-machine.ts';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { owedBy } from '../../src/release/owed.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { completed, given, releaseAfter, started } from './given.ts';

const playbook = playbookSchema.parse({
  playbook: 'lessons',
  title: 'Lessons',
  roles: { 'release-manager': { title: 'Release manager', from: 'starter' } },
  stages: [
    {
      stage: 'All',
      steps: [{ action: 'retrospective-issue', as: 'retro', labels: ['retrospective'], assign: 'release-manager' }],
    },
  ],
});
const begun = started({ playbook, answers: {} });
const note = (by: string, text: string) => ({ type: 'NoteLesson' as const, by, text });
const noted = (text: string): ReleaseEvent => ({ type: 'LessonNoted', by: 'U-tom', text });
const retro = (lessons: number) =>
  completed('retro', { number: '40', url: 'https://g.example/40', lessons: `${lessons}` });
const closed: ReleaseEvent = { type: 'ReleaseClosed' };
const keys = (...events: readonly ReleaseEvent[]) =>
  owedBy(releaseAfter(...events), new Date(0)).flatMap(({ key }) => (key.startsWith('lesson.') ? [key] : []));

describe('lessons', () => {
  it('are noted by anybody, while the release runs and afterwards where there is an issue', () => {
    given(begun).when(note('U-tom', ' Tag *earlier* ')).yields(noted('Tag *earlier*'));
    given(begun, retro(0), closed).when(note('U-tom', 'Later')).yields(noted('Later'));
    given(started(), { type: 'ReleaseCancelled', by: 'U-maria', reason: 'No' })
      .when(note('U-tom', 'Later'))
      .refused('not_running', /cancelled already, and Slipway opened no issue/);
    given(begun).when(note('U-tom', '  ')).refused('reason_missing');
    given(begun)
      .when(note('U-tom', 'x'.repeat(2001)))
      .refused('nothing_to_do', /at most 2000/);
    const many = Array.from({ length: 200 }, () => noted('Again'));
    given(begun, ...many)
      .when(note('U-tom', 'One more'))
      .refused('nothing_to_do', /200 lessons/);
  });

  it('those that the issue does not hold are owed to it as comments, once, also of a closed release', () => {
    expect(keys(begun, noted('One'))).toEqual([]);
    expect(keys(begun, noted('One'), noted('Two'), retro(1))).toEqual(['lesson.2']);
    expect(keys(begun, noted('One'), retro(1), closed, noted('Two'))).toEqual(['lesson.2']);
    expect(keys(begun, noted('One'), retro(0), { type: 'LessonAdded', lesson: 1 })).toEqual([]);
    given(begun, noted('One'), retro(0), closed)
      .when({ type: 'RecordLessonAdded', lesson: 1 })
      .yields({ type: 'LessonAdded', lesson: 1 });
    given(begun, noted('One'), retro(0), closed, { type: 'LessonAdded', lesson: 1 })
      .when({ type: 'RecordLessonAdded', lesson: 1 })
      .yields();
  });

  it('stand in the record', () => {
    expect(releaseRecord(releaseAfter(begun, noted('One'))).lessons).toEqual([
      { by: { slack: 'U-tom', github: 'tom-h' }, at: '2026-11-20T05:01:00.000Z', text: 'One' },
    ]);
  });

  it('have their issue in the playbook as it is read aloud', () => {
    const step = playbook.stages[0]?.steps[0];
    if (step === undefined || !('action' in step)) throw new Error('no action');
    expect(actionAloud(step, playbook)).toBe(
      'Slipway opens an issue for the retrospective, labelled retrospective, assigned to Release manager: what happened in the release, what failed, and the lessons that people noted.',
    );
  });
});
