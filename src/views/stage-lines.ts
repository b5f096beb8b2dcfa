import { currentStage, isRunning, type Release, stepState } from '../release/release.ts';
import { counted } from '../release/wording.ts';
import { inertLine } from './escape.ts';
import { outsideLines } from './outside-lines.ts';

/** A stage that is done, and what in it was passed by nobody: what was forced is the louder. */
function doneLine(
  name: string,
  { waived, forced, outside }: Readonly<Record<'waived' | 'forced' | 'outside', number>>,
): string {
  const without = [
    ...(forced > 0 ? [`${forced} forced`] : []),
    ...(waived > 0 ? [`${counted(waived, 'check')} waived`] : []),
    ...(outside > 0 ? [`${outside} done outside`] : []),
  ];
  if (without.length === 0) return `✅ ${name} · done`;
  return `${forced > 0 ? '🚨' : waived > 0 ? '🟡' : '✋'} ${name} · done, ${without.join(', ')}`;
}

function stageLine(release: Release, number: number, here: number): string {
  const steps = release.plan.filter((p) => p.stage === number);
  const done = steps.filter((p) => stepState(release, p.id).status === 'done').length;
  const name = inertLine(release.playbook.stages[number]?.stage ?? '', 80);
  if (steps.length === 0) return `➖ ${name} · nothing to do in this release`;
  const by = (how: 'waived' | 'forced' | 'outside') =>
    steps.filter((p) => stepState(release, p.id).done?.how === how).length;
  if (done === steps.length)
    return doneLine(name, { waived: by('waived'), forced: by('forced'), outside: by('outside') });
  const count = `${done} of ${counted(steps.length, 'step')} done`;
  if (number === here && isRunning(release)) return `▶️ *${name}* · now, ${count}`;
  return isRunning(release) ? `⚪ ${name} · to come` : `⏹️ ${name} · ${done === 0 ? 'not begun' : count}`;
}

/** One line a stage: done, where the release stands, to come; below it what people did outside, by whom and with which evidence. Mrkdwn. */
export function stageLines(release: Release): readonly string[] {
  const here = currentStage(release);
  return release.playbook.stages.flatMap((_, number) => [
    stageLine(release, number, here),
    ...outsideLines(release, number).map((line) => `      ${line}`),
  ]);
}
