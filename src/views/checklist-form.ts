import { z } from 'zod';
import type { Tick } from '../release/events.ts';
import type { ChecklistItem } from '../release/playbook-steps.ts';
import type { Release } from '../release/release.ts';
import { shortened } from '../release/shortened.ts';
import { fileProblem, numberProblem } from '../release/tick-evidence.ts';
import {
  type ChecklistShown,
  checklistIds,
  checklistShown,
  evidenceBlock,
  longestEvidence,
  printOf,
  tickBlock,
} from './checklist-modal.ts';
import { itemsOn } from './checklist-pages.ts';
import { webAddressOf } from './escape.ts';

const ticked = z.object({ [checklistIds.tick]: z.object({ selected_options: z.array(z.unknown()).default([]) }) });
const written = z.object({ [checklistIds.evidence]: z.object({ value: z.string().nullish() }) });
const uploaded = z.object({
  [checklistIds.evidence]: z.object({
    files: z.array(z.object({ id: z.string().max(60), name: z.string().nullish(), size: z.int().min(0) })).default([]),
  }),
});
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

const bare = 'Give the evidence, or take the tick away: this item cannot be ticked without it.';
const loose = 'Tick “Done” as well, or clear this: evidence is kept with the tick.';

/** One item as it was submitted, and its print as it was shown; undefined: it was not ticked. */
interface Given {
  readonly item: ChecklistItem;
  readonly isTicked: boolean;
  readonly before: string | undefined;
  /** What stands in its field, if it has one. */
  readonly field: unknown;
}

/** What a person did to an item: nothing, a change, or something that cannot be. */
type Did = { readonly tick: Tick } | { readonly error: string } | 'nothing';

function fileGiven({ item, isTicked, before, field }: Given): Did {
  const [file] = uploaded.safeParse(field).data?.[checklistIds.evidence].files ?? [];
  if (file === undefined) {
    if (isTicked) return before === undefined ? { error: bare } : 'nothing'; // the file that it has stays
    return before === undefined ? 'nothing' : { tick: { ticked: false } };
  }
  if (!isTicked) return { error: loose };
  const problem = fileProblem(file.size);
  if (problem !== undefined) return { error: problem };
  const name = shortened((file.name ?? '').trim(), 255) || 'a file without a name';
  return item.evidence === 'file'
    ? { tick: { ticked: true, file: { id: file.id, name, size: file.size } } }
    : 'nothing';
}

function typedProblem(item: ChecklistItem, isTicked: boolean, evidence: string): string | undefined {
  if (item.evidence === undefined) return undefined;
  if (evidence === '') return isTicked ? bare : undefined;
  if (!isTicked) return loose;
  if (item.evidence === 'number') return numberProblem(item, evidence);
  if (item.evidence === 'link' && (/\s/.test(evidence) || webAddressOf(evidence) === undefined))
    // an address and more is none
    return 'This must be a web address that begins with https:// (at most 2,000 characters).';
  return item.evidence === 'text' && evidence.length > longestEvidence
    ? `At most ${longestEvidence} characters.`
    : undefined;
}

function typedGiven({ item, isTicked, before, field }: Given): Did {
  const evidence = written.safeParse(field).data?.[checklistIds.evidence].value?.trim() ?? '';
  const takenAway = !isTicked && before === printOf(evidence);
  const problem = takenAway ? undefined : typedProblem(item, isTicked, evidence);
  if (problem !== undefined) return { error: problem };
  const same = isTicked ? before === printOf(evidence) : before === undefined;
  if (same) return 'nothing';
  return { tick: isTicked && evidence !== '' ? { ticked: true, evidence } : { ticked: isTicked } };
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
    const one = { item, isTicked, before: shown.ticked[number], field: given[block] };
    const did = item.evidence === 'file' ? fileGiven(one) : typedGiven(one);
    if (did === 'nothing') continue;
    if ('error' in did) errors[block] = did.error;
    else ticks[number] = did.tick;
  }
  return { ticks, errors };
}
