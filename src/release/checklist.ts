import { readWhen } from './answers.ts';
import type { ChecklistItem } from './playbook-steps.ts';
import { plannedStep, type Release, stepState } from './release.ts';

/** The items that this release has to answer, by their number in the playbook from 0. */
export function itemsOf(release: Release, step: string): readonly (readonly [number: string, item: ChecklistItem])[] {
  const planned = plannedStep(release, step)?.step;
  if (planned === undefined || !('checklist' in planned)) throw new Error(`${step} is not a checklist.`);
  return planned.items
    .map((item, number) => [String(number), item] as const)
    .filter(
      ([, item]) => item.when === undefined || readWhen(item.when)?.holds(release.answers, release.bump) === true,
    );
}

/** Whether every item is ticked. */
export function checklistComplete(release: Release, step: string): boolean {
  const { ticks } = stepState(release, step);
  return itemsOf(release, step).every(([number]) => ticks[number] !== undefined);
}
