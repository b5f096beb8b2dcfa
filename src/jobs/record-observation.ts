import type { Execute } from '../execute.ts';
import { type Release, stepState } from '../release/release.ts';
import type { Observation } from './watch-pull-request.ts';

/** Records what became of the release pull request that `step` opened, on the step that is to merge it. */
export async function recordObservation(
  execute: Execute,
  release: Release,
  step: string,
  seen: Observation,
): Promise<void> {
  const merge = release.plan.find(
    (p) => 'action' in p.step && p.step.action === 'merge-pull-request' && p.step.of === step,
  );
  if (merge === undefined || seen.kind === 'unchanged' || seen.kind === 'merged-by-slipway') return;
  const told = {
    step: merge.id,
    attempt: stepState(release, merge.id).attempt,
    sentence: seen.sentence,
    link: seen.link,
  };
  switch (seen.kind) {
    case 'head-moved':
      await execute(release.id, {
        type: 'RecordHeadMoved',
        step,
        to: seen.to,
        sentence: seen.sentence,
        link: seen.link,
        facts: seen.facts,
        news: seen.news,
      });
      return;
    case 'merged-by-hand': // other commits than those signed: what was signed for them is void, and is asked for again
      if (!seen.asShown)
        await execute(release.id, {
          type: 'RecordHeadMoved',
          step,
          to: seen.head,
          sentence: seen.sentence,
          link: seen.link,
          facts: seen.more,
          news: seen.more['changes'],
          merged: true,
        });
      await execute(release.id, { type: 'RecordCompletion', how: 'adopted', facts: seen.facts, ...told });
      return;
    case 'misproposed':
    case 'closed':
      await execute(release.id, { type: 'RecordFailure', remedy: seen.remedy, ...told });
  }
}
