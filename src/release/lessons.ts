import type { JobCommand, PersonCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import { type Refusal, refusal } from './refusal.ts';
import { isRunning, type Release, stepState } from './release.ts';

/** The fact of a `retrospective-issue` step that says how many lessons its text holds. */
export const lessonsFact = 'lessons';
const mostLessons = 200;
const longestLesson = 2000;

/** The release with what an event adds to its lessons. */
export function withLesson(release: Release, event: ReleaseEvent, at: Date): Release {
  if (event.type === 'LessonNoted') {
    const lesson = { by: event.by, at, text: event.text, added: false };
    return { ...release, lessons: [...release.lessons, lesson] };
  }
  if (event.type !== 'LessonAdded') return release;
  const lessons = release.lessons.map((one, n) => (n + 1 === event.lesson ? { ...one, added: true } : one));
  return { ...release, lessons };
}

/** The release with what its present state will not show remembered: a failure, a Retry, a pause, a waiver, a decision against it. */
export function withSetback(release: Release, event: ReleaseEvent, at: Date): Release {
  switch (event.type) {
    case 'SignOffGiven':
      if (event.decision === 'approve') return release;
      return { ...release, setbacks: [...release.setbacks, { at, event }] };
    case 'CheckWaived':
    case 'CommitRepinned':
    case 'StepFailed':
    case 'StepRetried':
    case 'ReleasePaused':
    case 'ReleaseResumed':
      return { ...release, setbacks: [...release.setbacks, { at, event }] };
    default:
      return release;
  }
}

/** The issue of the retrospective, and how many lessons its text holds; undefined before Slipway opened it. */
export function retrospectiveOf(
  release: Release,
): { readonly number: number; readonly lessons: number; readonly at: Date } | undefined {
  for (const { id, step } of release.plan) {
    if (!('action' in step) || step.action !== 'retrospective-issue') continue;
    const { done, facts } = stepState(release, id);
    if (done === undefined || facts['number'] === undefined) continue;
    return { number: Number(facts['number']), lessons: Number(facts[lessonsFact] ?? 0), at: done.at };
  }
  return undefined;
}

/** The lessons, from 1, that were noted after the issue's text was written and are not on it yet. */
export function lessonsToAdd(release: Release): readonly number[] {
  const issue = retrospectiveOf(release);
  if (issue === undefined) return [];
  return release.lessons.flatMap(({ added }, n) => (added || n < issue.lessons ? [] : [n + 1]));
}

/** Everybody may note a lesson; of a release that has ended, where there is an issue that it goes to. */
export function decideLesson(
  release: Release,
  { by, text }: Extract<PersonCommand, { type: 'NoteLesson' }>,
): readonly ReleaseEvent[] | Refusal {
  const said = text.trim();
  if (said === '') return refusal('reason_missing', 'Write what is to be remembered after the word note.');
  if (!isRunning(release) && retrospectiveOf(release) === undefined)
    return refusal(
      'not_running',
      `This release is ${release.status} already, and Slipway opened no issue for its retrospective to which the lesson could go.`,
    );
  if (said.length > longestLesson)
    return refusal('nothing_to_do', `A lesson has at most ${longestLesson} characters. Make two of it.`);
  if (release.lessons.length >= mostLessons)
    return refusal(
      'nothing_to_do',
      `${mostLessons} lessons are noted already. Write into the issue of the retrospective.`,
    );
  return [{ type: 'LessonNoted', by, text: said }];
}

/** A lesson became a comment, or GitHub refused it for good. */
export function lessonAdded(
  release: Release,
  { lesson, refused }: Extract<JobCommand, { type: 'RecordLessonAdded' }>,
): readonly ReleaseEvent[] {
  if (!lessonsToAdd(release).includes(lesson)) return [];
  return [{ type: 'LessonAdded', lesson, ...(refused === undefined ? {} : { refused }) }];
}
