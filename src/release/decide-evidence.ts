import { itemsOf } from './checklist.ts';
import type { JobCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import { isRunning, plannedStep, type Release, stepState } from './release.ts';
import { itemWords } from './tick-evidence.ts';

type Report = Extract<JobCommand, { type: 'RecordEvidenceHash' | 'RecordEvidenceLost' }>;

/** A file given as evidence was read, or cannot be: recorded once, and only while its item still stands on it. */
export function decideEvidence(release: Release, c: Report): readonly ReleaseEvent[] {
  const planned = plannedStep(release, c.checklist);
  if (!isRunning(release) || planned?.kind !== 'checklist') return [];
  const tick = stepState(release, planned.id).ticks[c.item];
  if (tick?.file === undefined || tick.file.id !== c.file || tick.file.sha256 !== undefined) return [];
  const about = { step: planned.id, item: c.item, file: c.file };
  if (c.type === 'RecordEvidenceHash') return [{ type: 'EvidenceHashed', ...about, sha256: c.sha256 }];
  const item = itemsOf(release, planned.id).find(([number]) => number === c.item)?.[1];
  const what = item === undefined ? '' : ` ${itemWords(item)} is no longer ticked.`;
  return [{ type: 'EvidenceLost', ...about, by: tick.by, sentence: `${c.sentence}${what}` }];
}
