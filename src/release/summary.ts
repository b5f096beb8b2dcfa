import { z } from 'zod';
import { affectedTag } from './affected-release.ts';
import { windowsAhead } from './deploy-window.ts';
import { waiversOf } from './entitlement.ts';
import type { Release } from './release.ts';
import { currentStage, plannedStep, stageName } from './release.ts';
import { openReviews, reviewersOf } from './reviews.ts';
import { isStuck, titleOf, waitingOf } from './waiting.ts';

/** What lists show of a release without reading its events. */
export const releaseSummary = z.object({
  repository: z.string(),
  starter: z.string(),
  stage: z.string(),
  stages: z.object({ current: z.int(), of: z.int() }),
  waiting: z.array(
    z.object({
      title: z.string(),
      people: z.array(z.string()),
      since: z.iso.datetime().optional(),
      /** Who may let the release go on without it: of a check that does not pass. */
      waivers: z.array(z.string()).optional(),
      due: z.iso.datetime().optional(),
    }),
  ),
  targetAt: z.iso.datetime().optional(),
  windows: z.array(z.object({ environment: z.string(), from: z.iso.datetime(), until: z.iso.datetime() })).optional(),
  /** The tag of the earlier release that this one patches; the store keeps one running release of each, and one that patches none. */
  patches: z.string().optional(),
  paused: z.object({ by: z.string(), reason: z.string(), since: z.iso.datetime() }).optional(),
  withdrawn: z.object({ by: z.string(), reason: z.string(), since: z.iso.datetime(), tag: z.string() }).optional(),
  card: z.object({ channel: z.string(), ts: z.string() }).optional(),
});
export type ReleaseSummary = z.infer<typeof releaseSummary>;

export function summaryOf(release: Release): ReleaseSummary {
  const current = currentStage(release);
  const card = release.posted['card'];
  const { by, reason, at } = release.statusChange;
  const windows = windowsAhead(release).map(({ environment, window: { from, until } }) => ({
    environment,
    from: from.toISOString(),
    until: until.toISOString(),
  }));
  const patches = affectedTag(release);
  return {
    repository: release.component.repository,
    starter: release.starter,
    stage: stageName(release, current),
    stages: { current: current + 1, of: release.playbook.stages.length },
    waiting: [
      ...waitingOf(release).map((w) => ({
        title: w.title,
        people: [...w.people],
        ...(w.since === undefined ? {} : { since: w.since.toISOString() }),
        ...(isStuck(w) ? { waivers: [...waiversOf(release, w.planned)] } : {}),
        ...(w.deadline === undefined ? {} : { due: w.deadline.toISOString() }),
      })),
      ...openReviews(release).map(({ step, at }) => {
        const planned = plannedStep(release, step);
        const title = `Review of what was forced: ${planned === undefined ? step : titleOf(release, planned)}`;
        return { title, people: [...reviewersOf(release, step)], since: at.toISOString() };
      }),
    ],
    ...(windows.length === 0 ? {} : { windows }),
    ...(release.targetAt === undefined ? {} : { targetAt: release.targetAt.toISOString() }),
    ...(patches === undefined ? {} : { patches }),
    ...(release.status === 'paused'
      ? { paused: { by: by ?? 'slipway', reason: reason ?? '', since: at.toISOString() } }
      : {}),
    ...(release.withdrawn === undefined
      ? {}
      : {
          withdrawn: {
            by: release.withdrawn.by,
            reason: release.withdrawn.reason,
            since: release.withdrawn.at.toISOString(),
            tag: release.tag,
          },
        }),
    ...(card === undefined ? {} : { card }),
  };
}
