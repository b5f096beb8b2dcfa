import { itemsOf } from '../../release/checklist.ts';
import { plainMarkdown } from '../../release/markdown.ts';
import { fill } from '../../release/placeholders.ts';
import { type Release, stepState } from '../../release/release.ts';
import { taggedCommit } from '../../release/released-commit.ts';
import { titleOf, valuesOf } from '../../release/waiting.ts';
import { counted } from '../../release/wording.ts';
import { spanOf } from '../../views/dates.ts';
import { inZone } from '../../zoned-time.ts';
import { markOf } from './release-mark.ts';
import {
  delegatedLines,
  forcedLines,
  howDone,
  nameOf,
  nameOfStep,
  objectionLines,
  outsideLines,
  repinnedLines,
  text,
  voidedLines,
  waivedLines,
} from './retrospective-departures.ts';

const longestBody = 62_000; // characters; GitHub takes 65,536
/** What a section may have: as much as is usual, and so much that all of them fit. */
const sectionRooms = [7000, 4400] as const;

/** A heading with its lines, as many as there is room for; nothing where there are none. */
function part(heading: string, lines: readonly string[], room: number): readonly string[] {
  if (lines.length === 0) return [];
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > room) break;
    kept.push(line);
  }
  const rest = lines.length - kept.length;
  return [
    `## ${heading}`,
    '',
    ...kept,
    ...(rest === 0 ? [] : [`- and ${counted(rest, 'more line')} in the record`]),
    '',
  ];
}

function linked(words: string, url: string | undefined): string {
  return url === undefined || !/^https?:\/\/[^\s<>]+$/.test(url) ? words : `[${words}](<${url}>)`;
}

function headLines(release: Release, now: Date): readonly string[] {
  const zone = release.playbook['time-zone'];
  return [
    `- Version ${plainMarkdown(release.semver)}, tag ${plainMarkdown(release.tag)}, commit ${taggedCommit(release) ?? 'none'}${release.previousTag === undefined ? '' : `, after ${plainMarkdown(release.previousTag)}`}`,
    `- Started by ${nameOf(release, release.starter)}, ${inZone(release.startedAt, zone)}; ${spanOf(release.startedAt, now)} until this was written`,
    `- Playbook ${plainMarkdown(release.playbook.playbook)}, release ${plainMarkdown(release.id)}`,
  ];
}

/** What people did and what changed the world, with when, how long after what came before, and where it is seen. */
function timelineLines(release: Release): readonly string[] {
  const zone = release.playbook['time-zone'];
  const finished = release.plan.flatMap((planned) => {
    const { done, facts } = stepState(release, planned.id);
    return done === undefined ? [] : [{ planned, done, url: facts['url'] ?? done.link }];
  });
  const inTime = finished.sort((one, other) => one.done.at.getTime() - other.done.at.getTime());
  let before = release.startedAt;
  const lines = inTime.map(({ planned, done, url }) => {
    const after = spanOf(before, done.at);
    before = done.at;
    return `- ${inZone(done.at, zone)} (+${after}): ${linked(text(titleOf(release, planned)), url)}${howDone(release, planned)}`;
  });
  return [`- ${inZone(release.startedAt, zone)}: started`, ...lines];
}

function failureLines(release: Release): readonly string[] {
  const zone = release.playbook['time-zone'];
  return release.setbacks.flatMap(({ at, event }) => {
    if (event.type === 'StepFailed')
      return [`- ${inZone(at, zone)}: ${nameOfStep(release, event.step)} failed. ${text(event.sentence)}`];
    if (event.type === 'StepRetried')
      return [`- ${inZone(at, zone)}: ${nameOfStep(release, event.step)} retried by ${nameOf(release, event.by)}`];
    return [];
  });
}

function pauseLines(release: Release, now: Date): readonly string[] {
  const pauses = release.setbacks.filter(
    ({ event: { type } }) => type === 'ReleasePaused' || type === 'ReleaseResumed',
  );
  return pauses.flatMap(({ at, event }, n) => {
    if (event.type !== 'ReleasePaused') return [];
    const until = pauses.slice(n + 1).find((later) => later.event.type === 'ReleaseResumed')?.at ?? now;
    return [`- ${spanOf(at, until)}, by ${nameOf(release, event.by)}: ${text(event.reason)}`];
  });
}

function deferredLines(release: Release): readonly string[] {
  return release.plan.flatMap(({ id }) =>
    (stepState(release, id).settled ?? [])
      .filter(({ how }) => how === 'deferred')
      .map(
        ({ number, title, by, reason }) => `- #${number} ${text(title)}, by ${nameOf(release, by)}: ${text(reason)}`,
      ),
  );
}

/** What people wrote as evidence of a checklist's items. */
function evidenceLines(release: Release): readonly string[] {
  return release.plan.flatMap((planned) => {
    if (planned.kind !== 'checklist') return [];
    const { ticks } = stepState(release, planned.id);
    const values = valuesOf(release, planned);
    return itemsOf(release, planned.id).flatMap(([number, { say }]) => {
      const evidence = ticks[number]?.evidence;
      return evidence === undefined ? [] : [`- ${text(fill(say, values))}: ${text(evidence)}`];
    });
  });
}

/** A lesson as it stands in the issue, or in a comment on it. */
export function lessonLine(release: Release, lesson: number): string {
  const noted = release.lessons[lesson - 1];
  if (noted === undefined) throw new Error(`${release.id} has no lesson ${lesson}.`);
  return `${plainMarkdown(noted.text)} (${nameOf(release, noted.by)}, ${inZone(noted.at, release.playbook['time-zone'])})`;
}

const lessonsMark = /<!-- Slipway-Lessons: (\d+) -->/;

/** How many lessons an issue's text holds. */
export function lessonsIn(body: string): number {
  return Number(lessonsMark.exec(body)?.[1] ?? 0);
}

function factLines(release: Release, now: Date): readonly (readonly [heading: string, lines: readonly string[]])[] {
  return [
    ['The release', headLines(release, now)],
    ['Timeline', timelineLines(release)],
    ['What failed, and was tried again', failureLines(release)],
    ['Pauses', pauseLines(release, now)],
    ['Rejected, and changes asked', objectionLines(release)],
    ['Signatures that became void', voidedLines(release)],
    ['Commits pinned anew', repinnedLines(release)],
    ['Waived', waivedLines(release)],
    ['Done outside of Slipway', outsideLines(release)],
    ['Forced by break-glass', forcedLines(release)],
    ['Handed to others', delegatedLines(release)],
    ['Deferred issues', deferredLines(release)],
    ['What the checklists say', evidenceLines(release)],
    ['Lessons noted during the release', release.lessons.map((_, n) => `- ${lessonLine(release, n + 1)}`)],
  ];
}

/**
 * What the issue of the retrospective says: the release's own facts, the lessons noted so far, and room for what people
 * have to say. Everything typed by people is inert there.
 * @param key by which the issue is known again
 */
export function retrospectiveBody(release: Release, key: string, now: Date): string {
  const facts = factLines(release, now);
  const [usual, least] = sectionRooms.map((room) => facts.flatMap(([heading, lines]) => part(heading, lines, room)));
  const parts = (usual?.join('\n').length ?? 0) > longestBody ? least : usual;
  return [
    `What Slipway recorded of the release of ${plainMarkdown(release.component.name)} ${plainMarkdown(release.semver)}. Lessons noted later become comments.`,
    '',
    ...(parts ?? []),
    '## What went well',
    '',
    '## What did not',
    '',
    '## Actions',
    '',
    '- [ ] ',
    '',
    `<!-- Slipway-Lessons: ${release.lessons.length} -->`,
    `<!-- ${markOf(key)} -->`,
  ].join('\n');
}
