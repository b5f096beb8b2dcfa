import { z } from 'zod';
import type { Release } from './release.ts';
import { currentStage } from './release.ts';
import { waitingOf } from './waiting.ts';

/** What lists show of a release without reading its events. */
export const releaseSummary = z.object({
  repository: z.string(),
  starter: z.string(),
  stage: z.string(),
  stages: z.object({ current: z.int(), of: z.int() }),
  waiting: z.array(z.object({ title: z.string(), people: z.array(z.string()), since: z.iso.datetime().optional() })),
  paused: z.object({ by: z.string(), reason: z.string(), since: z.iso.datetime() }).optional(),
  card: z.object({ channel: z.string(), ts: z.string() }).optional(),
});
export type ReleaseSummary = z.infer<typeof releaseSummary>;

export function summaryOf(release: Release): ReleaseSummary {
  const current = currentStage(release);
  const card = release.posted['card'];
  const { by, reason, at } = release.statusChange;
  return {
    repository: release.component.repository,
    starter: release.starter,
    stage: release.playbook.stages[current]?.stage ?? '',
    stages: { current: current + 1, of: release.playbook.stages.length },
    waiting: waitingOf(release).map((w) => ({
      title: w.title,
      people: [...w.people],
      ...(w.since === undefined ? {} : { since: w.since.toISOString() }),
    })),
    ...(release.status === 'paused'
      ? { paused: { by: by ?? 'slipway', reason: reason ?? '', since: at.toISOString() } }
      : {}),
    ...(card === undefined ? {} : { card }),
  };
}
