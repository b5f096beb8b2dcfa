import type { JobCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import { plannedStep, type Release } from './release.ts';

type Report = Extract<JobCommand, { type: 'RecordTracking' | 'RecordTickUndone' }>;

/** What was written into the tracking issue, or put back in it. What stands there already is not recorded again. */
export function decideTracking(release: Release, c: Report): readonly ReleaseEvent[] {
  if (c.type === 'RecordTickUndone') {
    if (plannedStep(release, c.checklist)?.kind !== 'checklist') return [];
    const { checklist: step, item, ticked, login, sentence } = c;
    return [{ type: 'TrackedTickUndone', step, item, ticked, sentence, ...(login === undefined ? {} : { login }) }];
  }
  if (plannedStep(release, c.tracking) === undefined) return [];
  const known = release.tracked[c.tracking];
  if (known?.print === c.print && known.refused === c.refused) return [];
  const refused = c.refused === undefined ? {} : { refused: c.refused };
  return [{ type: 'TrackingWritten', step: c.tracking, print: c.print, ...refused }];
}
