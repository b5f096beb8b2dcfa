import { z } from 'zod';
import type { Tick } from '../release/events.ts';
import type { Release } from '../release/release.ts';
import {
  type ChecklistShown,
  checklistIds,
  checklistShown,
  evidenceBlock,
  itemsOn,
  longestEvidence,
  printOf,
  tickBlock,
} from './checklist-modal.ts';
import { webAddressOf } from './escape.ts';

const ticked = z.object({ [checklistIds.tick]: z.object({ selected_options: z.array(z.unknown()).default([]) }) });
const written = z.object({ [checklistIds.evidence]: z.object({ value: z.string().nullish() }) });
const values = z.record(z.string(), z.unknown());

/** What a submitted checklist page says: the changes to what it was shown with, and what is wrong with it by block id. */
export interface ChecklistForm {
  readonly ticks: Readonly<Record<string, Tick>>;
  readonly errors: Readonly<Record<string, string>>;
}

/** What the modal was shown with; undefined for what {@link checklistModal} did not write. */
export function readChecklistShown(privateMetadata: string): ChecklistShown | undefined {
  try {
    return checklistShown.safeParse(JSON.parse(privateMetadata)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function problemOf(kind: 'link' | 'text', isTicked: boolean, evidence: string): string | undefined {
  if (evidence === '')
    return isTicked ? 'Give the evidence, or take the tick away: this item cannot be ticked without it.' : undefined;
  if (!isTicked) return 'Tick “Done” as well, or clear this: evidence is kept with the tick.';
  if (kind === 'link' && webAddressOf(evidence) === undefined)
    return 'This must be a web address that begins with https:// (at most 2,000 characters).';
  return kind === 'text' && evidence.length > longestEvidence ? `At most ${longestEvidence} characters.` : undefined;
}

/** Reads a submitted page. Only what differs from what was shown is a change, so that two people at once lose nothing. */
export function readChecklistForm(release: Release, shown: ChecklistShown, state: unknown): ChecklistForm {
  const given = values.parse(state);
  const ticks: Record<string, Tick> = {};
  const errors: Record<string, string> = {};
  for (const [number, item] of itemsOn(release, shown.step, shown.page)) {
    const box = ticked.safeParse(given[tickBlock(number, shown.drawn)]).data;
    if (box === undefined) continue; // not of the page as it was shown
    const isTicked = box[checklistIds.tick].selected_options.length > 0;
    const block = evidenceBlock(number, shown.drawn);
    const evidence = written.safeParse(given[block]).data?.[checklistIds.evidence].value?.trim() ?? '';
    const takenAway = !isTicked && shown.ticked[number] === printOf(evidence);
    const problem = item.evidence === undefined || takenAway ? undefined : problemOf(item.evidence, isTicked, evidence);
    if (problem !== undefined) errors[block] = problem;
    const before = shown.ticked[number];
    const same = isTicked ? before === printOf(evidence) : before === undefined;
    if (!same) ticks[number] = isTicked && evidence !== '' ? { ticked: true, evidence } : { ticked: isTicked };
  }
  return { ticks, errors };
}
