import type { Tick } from './events.ts';
import type { ChecklistItem } from './playbook-steps.ts';
import { type Refusal, refusal } from './refusal.ts';
import { shortened } from './shortened.ts';
import type { TickState } from './step-state.ts';

/** Bytes that a file given as evidence may have: larger ones are refused, so that it can be read to its end. */
export const largestEvidence = 50_000_000;

/** A number as people type it, and as Slack's number field sends it. */
const number = /^-?\d{1,15}(\.\d{1,9})?$/;

/** An item in few words, for a sentence. */
export function itemWords({ say }: ChecklistItem): string {
  return `“${shortened(say, 160)}”`;
}

function withUnit({ unit }: ChecklistItem, text: string | number): string {
  return unit === undefined ? String(text) : `${text} ${unit}`;
}

/** "between 0 and 5 %": which numbers an item takes; undefined where any will do. */
export function rangeWords(item: ChecklistItem): string | undefined {
  const { 'at-least': least, 'at-most': most } = item;
  if (least !== undefined && most !== undefined) return `between ${least} and ${withUnit(item, most)}`;
  if (least !== undefined) return `at least ${withUnit(item, least)}`;
  return most === undefined ? undefined : `at most ${withUnit(item, most)}`;
}

/** What is wrong with a number given for an item; undefined for one that it takes. */
export function numberProblem(item: ChecklistItem, typed: string): string | undefined {
  if (!number.test(typed)) return 'This must be a number such as 12 or 0.5.';
  const value = Number(typed);
  const outside = value < (item['at-least'] ?? value) || value > (item['at-most'] ?? value);
  return outside
    ? `This must be ${rangeWords(item)}. If it is not, leave the item unticked and say so in the thread.`
    : undefined;
}

/** What is wrong with the size of a file; undefined for one that is taken. */
export function fileProblem(size: number): string | undefined {
  return size > largestEvidence ? 'A file may have at most 50 MB. Give a smaller one.' : undefined;
}

/** Whether what is asked for differs from what stands. A ticked file item without a new file keeps the file that it has. */
export function changesTick(before: TickState | undefined, tick: Tick): boolean {
  if ((before !== undefined) !== tick.ticked) return true;
  if (!tick.ticked) return false;
  if (before?.file !== undefined) return tick.file !== undefined && tick.file.id !== before.file.id;
  return tick.file !== undefined || (tick.evidence ?? '') !== (before?.evidence ?? '');
}

/** Why an item cannot be ticked like this; undefined where it can. */
export function mayNotTick(item: ChecklistItem, tick: Tick): Refusal | undefined {
  const { evidence: asked } = item;
  if (!tick.ticked || asked === undefined) return undefined;
  const missing = asked === 'file' ? tick.file === undefined : (tick.evidence ?? '').trim() === '';
  if (missing) return refusal('evidence_missing', `${itemWords(item)} needs evidence before it can be ticked.`);
  const problem =
    asked === 'file'
      ? fileProblem(tick.file?.size ?? 0)
      : asked === 'number'
        ? numberProblem(item, tick.evidence ?? '')
        : undefined;
  return problem === undefined ? undefined : refusal('evidence_unfit', `${itemWords(item)}: ${problem}`);
}

/** A size in bytes as people read it. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The evidence of a tick in words: what was typed, with its unit; a file with its size and its hash, once that is known. */
export function evidenceWords(item: ChecklistItem, { evidence, file }: TickState): string | undefined {
  if (file === undefined)
    return evidence === undefined ? undefined : item.evidence === 'number' ? withUnit(item, evidence) : evidence;
  const hash = file.sha256 === undefined ? 'hashing…' : `sha256 ${file.sha256}`;
  return `${shortened(file.name, 120)} (${sizeWords(file.size)}, ${hash})`;
}
