import type { KnownBlock } from '@slack/types';
import { isYes } from '../release/answers.ts';
import { fill, placeholdersIn, type Values } from '../release/placeholders.ts';
import { type Release, stepState } from '../release/release.ts';
import type { StepState } from '../release/step-state.ts';
import { inZone } from '../zoned-time.ts';
import { context, fitting, section } from './blocks.ts';
import { cut, inert, link } from './escape.ts';
import type { MessageView } from './message.ts';
import { noteLines } from './note-lines.ts';

const notesRoom = 8000; // a message's blocks hold about 13,200 characters in all

/** A fact that is a time (`<published.at>`); of a step that was done outside, when it was said to be. */
function timeOf(release: Release, name: string, value: string | undefined): Date | undefined {
  if (!name.endsWith('.at')) return undefined;
  const step = release.steps[name.slice(0, -'.at'.length)];
  const at = value === undefined ? step?.done?.at : new Date(value);
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at;
}

/** Whether it is a question for a text, or for several, that was answered with nothing. */
function isLeftEmpty(release: Release, name: string): boolean {
  const question = release.playbook.questions[name];
  return question !== undefined && question.kind !== 'yes-no' && !isYes(release.answers[name]);
}

/** The values of an announcement's placeholders as mrkdwn: times in the playbook's zone, with it named; everything else inert. */
function shownValues(release: Release, say: string, values: Values): Values {
  const shown = placeholdersIn(say).flatMap((name) => {
    const value = values[name];
    const at = timeOf(release, name, value);
    if (at !== undefined) return [[name, inZone(at, release.playbook['time-zone'])] as const];
    if (value !== undefined && isLeftEmpty(release, name)) return [[name, 'None'] as const];
    return value === undefined ? [] : [[name, inert(value, 1000)] as const];
  });
  return Object.fromEntries(shown);
}

/** Placeholders of the text that this release has no value for. */
export function missingValues(release: Release, say: string, values: Values): readonly string[] {
  const shown = shownValues(release, say, values);
  return placeholdersIn(say).filter((name) => shown[name] === undefined);
}

interface Announced {
  /** The playbook's text, which may hold markup of its own: whoever writes the playbook may shout, nobody else. */
  readonly say: string;
  readonly values: Values;
  /** Release notes in GitHub's Markdown. */
  readonly notes?: string | undefined;
}

/** An announcement before it is posted. Mrkdwn: what of it was typed is inert. */
export interface Written {
  readonly text: string;
  readonly notes?: string | undefined;
}

function noteBlocks(release: Release, notes: string): readonly KnownBlock[] {
  const lines = notes.split('\n');
  const sections: string[][] = [[]];
  for (const line of lines) {
    const last = sections.at(-1) ?? [];
    if (last.join('\n').length + line.length + 1 > 2900) sections.push([cut(line, 2900)]);
    else last.push(line);
  }
  const page = release.plan.find(
    (p) => 'action' in p.step && (p.step.action === 'publish-release' || p.step.action === 'release-please-published'),
  );
  const url = page === undefined ? undefined : stepState(release, page.id).facts['url'];
  return [
    ...sections.filter((s) => s.length > 0).map((s) => section(...s)),
    ...(url === undefined ? [] : [context(`📄 ${link(url, 'All notes on GitHub')}`)]),
  ];
}

/** The playbook's text with its values, and the notes where it asks for them. */
export function writtenAnnouncement(release: Release, { say, values, notes }: Announced): Written {
  const text = fitting(fill(say.trim(), shownValues(release, say, values)).split('\n'));
  return { text, ...(notes === undefined ? {} : { notes: fitting(noteLines(notes), notesRoom) }) };
}

/** An announcement that was written to be reviewed, as it stands in the log; undefined before it is. */
export function writtenIn({ facts }: StepState): Written | undefined {
  const { draft, notes } = facts;
  return draft === undefined ? undefined : { text: draft, ...(notes === undefined ? {} : { notes }) };
}

/** What an announcement's channel reads. */
export function announcement(release: Release, { text, notes }: Written): MessageView {
  return {
    text,
    blocks: [section(...text.split('\n')), ...(notes === undefined ? [] : noteBlocks(release, notes))],
  };
}
