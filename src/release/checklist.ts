import { holds } from './answers.ts';
import { circumstancesOf } from './circumstances.ts';
import type { ChecklistItem } from './playbook-steps.ts';
import { plannedStep, type Release, stepState } from './release.ts';

/** The items that this release has to answer, by their number in the playbook from 0. */
export function itemsOf(release: Release, step: string): readonly (readonly [number: string, item: ChecklistItem])[] {
  const planned = plannedStep(release, step)?.step;
  if (planned === undefined || !('checklist' in planned)) throw new Error(`${step} is not a checklist.`);
  const circumstances = circumstancesOf(release);
  return planned.items
    .map((item, number) => [String(number), item] as const)
    .filter(([, item]) => holds(item.when, circumstances));
}

/** Whether every item is ticked, and every file given as evidence was read: nothing is signed on one that could not be. */
export function checklistComplete(release: Release, step: string): boolean {
  const { ticks } = stepState(release, step);
  return itemsOf(release, step).every(([number]) => {
    const tick = ticks[number];
    return tick !== undefined && (tick.file === undefined || tick.file.sha256 !== undefined);
  });
}
