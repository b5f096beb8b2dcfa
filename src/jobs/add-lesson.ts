import type { Execute } from '../execute.ts';
import { retrospectiveOf } from '../release/lessons.ts';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { Release } from '../release/release.ts';
import { isMarked, markOf } from './actions/release-mark.ts';
import { lessonLine } from './actions/retrospective-body.ts';
import { farSkewMs } from './clock-skew.ts';

export interface AddLessonClient {
  issueComments(repository: string, number: number, since: Date): Promise<readonly string[]>;
  commentIssue(repository: string, number: number, body: string): Promise<void>;
  /** True for one caller and once, in whatever process. */
  firstTime(key: string): Promise<boolean>;
}

interface AddLessonPorts {
  readonly execute: Execute;
  readonly github: AddLessonClient;
  now(): Date;
}

const lostFor = 2 * 60_000; // ms in which a comment whose request may have got lost can still appear

async function comment({ github, now }: AddLessonPorts, release: Release, lesson: number): Promise<void> {
  const issue = retrospectiveOf(release);
  const noted = release.lessons[lesson - 1];
  if (issue === undefined || noted === undefined) return;
  const { repository } = release.component;
  const key = `${release.id}.lesson.${lesson}`;
  const there = await github.issueComments(repository, issue.number, new Date(noted.at.getTime() - farSkewMs));
  if (there.some((body) => isMarked(body, key))) return;
  const time = Math.floor((now().getTime() - noted.at.getTime()) / lostFor);
  if (!(await github.firstTime(`comment:${key}:${time}`)))
    throw new Outage(`GitHub's answer about the comment with lesson ${lesson} got lost; it is looked for.`);
  const said = `Noted for the retrospective: ${lessonLine(release, lesson)}`;
  await github.commentIssue(repository, issue.number, `${said}\n\n<!-- ${markOf(key)} -->`);
}

/** Adds a lesson that came after the issue of the retrospective was opened, as a comment on it, once. What GitHub refuses for good is told. */
export async function addLesson(ports: AddLessonPorts, release: Release, lesson: number): Promise<void> {
  try {
    await comment(ports, release, lesson);
    await ports.execute(release.id, { type: 'RecordLessonAdded', lesson });
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error;
    await ports.execute(release.id, { type: 'RecordLessonAdded', lesson, refused: error.message });
  }
}
