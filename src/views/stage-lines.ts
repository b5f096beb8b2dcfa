import { currentStage, isRunning, type Release, stepState } from '../release/release.ts';
import { counted } from '../release/wording.ts';
import { inertLine } from './escape.ts';

/** One line a stage: done, where the release stands, to come. Mrkdwn. */
export function stageLines(release: Release): readonly string[] {
  const here = currentStage(release);
  return release.playbook.stages.map(({ stage }, number) => {
    const steps = release.plan.filter((p) => p.stage === number);
    const done = steps.filter((p) => stepState(release, p.id).status === 'done').length;
    const name = inertLine(stage, 80);
    if (steps.length === 0) return `➖ ${name} · nothing to do in this release`;
    if (done === steps.length) return `✅ ${name} · done`;
    const count = `${done} of ${counted(steps.length, 'step')} done`;
    if (number === here && isRunning(release)) return `▶️ *${name}* · now, ${count}`;
    return isRunning(release) ? `⚪ ${name} · to come` : `⏹️ ${name} · ${done === 0 ? 'not begun' : count}`;
  });
}
