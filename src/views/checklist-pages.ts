import { itemsOf } from '../release/checklist.ts';
import type { PlannedStep } from '../release/plan.ts';
import type { ChecklistItem } from '../release/playbook-steps.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';

/** An item of a checklist with its number in the playbook from 0. */
export type Entry = readonly [number: string, item: ChecklistItem];

const mostItems = 20; // a page: more than that nobody reads at once
// A modal holds 100 blocks and 250 KB (https://docs.slack.dev/surfaces/modals); the rest is its head, its notice and its links.
const [mostBlocks, mostBytes] = [94, 215_000];
const longestPiece = 2850; // of the 3,000 that a section's text may have

/** What escaping makes more of: at the most five characters (`&amp;`), or seven bytes (a marker between two zero-width spaces). */
const growing = /[&<>@*_~`"\\\n\t]/g;
const beyondAscii = /\P{ASCII}/gu;

/** Characters that a piece of text has once it is escaped, at the most. */
function escapedLength(text: string): number {
  return text.length + 4 * (text.match(growing)?.length ?? 0);
}

/** Bytes that it takes in a view, at the most. */
function escapedBytes(text: string): number {
  return text.length + 6 * (text.match(growing)?.length ?? 0) + 2 * (text.match(beyondAscii)?.length ?? 0);
}

/** Where to break a piece that is full: at its last space if one is near its end. */
function breakAt(piece: string): number {
  const space = Math.max(piece.lastIndexOf(' '), piece.lastIndexOf('\n'));
  return space > piece.length * 0.8 ? space + 1 : piece.length;
}

/** A text in pieces that each fit into a section once they are escaped; together they are the whole text. */
export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (escapedLength(rest) > longestPiece) {
    let [at, length] = [0, 0];
    for (const character of rest) {
      length += escapedLength(character);
      if (length > longestPiece) break;
      at += character.length;
    }
    const piece = rest.slice(0, breakAt(rest.slice(0, at)));
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return rest === '' ? pieces : [...pieces, rest];
}

/** What an item takes of a page at the most, whatever people answer to it: the pages must not move while they do. */
function sizeOf({ say, link, evidence }: ChecklistItem): { readonly blocks: number; readonly bytes: number } {
  const linked = link === undefined ? 0 : Math.min(3600, link.length * 9 + 900);
  const asked = evidence === undefined ? 0 : 6500;
  const blocks = (escapedLength(say) <= longestPiece ? 1 : piecesOf(say).length) + 1 + (evidence === undefined ? 0 : 1);
  return { blocks, bytes: 1500 + escapedBytes(say) + linked + asked };
}

/** What was laid out: the same items are asked for at each click. */
const laidOut = new WeakMap<PlannedStep, readonly (readonly Entry[])[]>();

/** The pages of a checklist: as many items each as a modal surely holds, 20 at most. At least one page. */
export function checklistPages(release: Release, step: string): readonly (readonly Entry[])[] {
  const planned = plannedStep(release, step);
  const known = planned === undefined ? undefined : laidOut.get(planned);
  if (known !== undefined) return known;
  const pages: Entry[][] = [];
  let left = { items: 0, blocks: 0, bytes: 0 };
  for (const entry of itemsOf(release, step)) {
    const size = sizeOf(entry[1]);
    if (left.items < 1 || left.blocks < size.blocks || left.bytes < size.bytes) {
      pages.push([]);
      left = { items: mostItems, blocks: mostBlocks, bytes: mostBytes };
    }
    pages.at(-1)?.push(entry);
    left = { items: left.items - 1, blocks: left.blocks - size.blocks, bytes: left.bytes - size.bytes };
  }
  if (pages.length === 0) pages.push([]);
  if (planned !== undefined) laidOut.set(planned, pages);
  return pages;
}

export function pagesOf(release: Release, step: string): number {
  return checklistPages(release, step).length;
}

/** The items of a page, from 0. */
export function itemsOn(release: Release, step: string, page: number): readonly Entry[] {
  return checklistPages(release, step)[page] ?? [];
}

/** The first page with something left to tick. */
export function firstOpenPage(release: Release, step: string): number {
  const { ticks } = stepState(release, step);
  const found = checklistPages(release, step).findIndex((page) => page.some(([n]) => ticks[n] === undefined));
  return Math.max(0, found);
}
