import { isYes } from './answers.ts';
import { plainMarkdown } from './markdown.ts';
import { longestBody, type NotesWanted, releaseNotes } from './notes.ts';
import { fill, placeholdersIn } from './placeholders.ts';
import type { Release } from './release.ts';
import { valuesOf } from './waiting.ts';

/** Placeholders of the notes besides those of every text: what changed, and the day on which the notes are written. */
export const notesPlaceholders = ['changes', 'date'] as const;

/** What people typed: their lines and list items stay, anything else of Markdown is inert. */
function typed(text: string): string {
  const lines = text.split('\n').map((line) => {
    const item = /^\s*[-*•]\s+(\S.*)$/.exec(line)?.[1];
    return item === undefined ? plainMarkdown(line) : `- ${plainMarkdown(item)}`;
  });
  return lines.join('\n').trim();
}

function filled(text: string, release: Release, date: string): string {
  const unanswered = Object.keys(release.playbook.questions).filter(
    (name) => release.playbook.questions[name]?.kind === 'text' && !isYes(release.answers[name]),
  );
  const values = { ...valuesOf(release), ...Object.fromEntries(unanswered.map((name) => [name, ''])), date };
  const lines = text.trim().split('\n');
  return typed(lines.map((line) => fill(line, values)).join('\n'));
}

/**
 * The release notes by the playbook's `notes:`, a heading each in its order; without it, by kind of change. GitHub's Markdown.
 * @param date the day of the release as `2026-11-20`, in the playbook's time zone.
 * @param foot Markdown that stands below, kept whatever is left out.
 */
export function notesBody(
  release: Release,
  wanted: NotesWanted,
  { date, foot }: { date: string; foot: string },
): string {
  const sections = Object.entries(release.playbook.notes ?? {});
  if (sections.length === 0) return releaseNotes(wanted, foot);
  const others = sections.map(([heading, text]): readonly [string, string | undefined] => [
    `## ${plainMarkdown(heading)}`,
    placeholdersIn(text).includes('changes') ? undefined : filled(text, release, date) || 'None.',
  ]);
  const room =
    longestBody - foot.length - others.reduce((sum, [head, text]) => sum + head.length + (text?.length ?? 0) + 8, 0);
  const changes = releaseNotes(wanted, '', Math.max(1000, room)).replaceAll(/^## /gm, '### ');
  const parts = others.map(([head, text]) => `${head}\n\n${text ?? changes}`);
  return [...parts, foot].filter((part) => part !== '').join('\n\n');
}
