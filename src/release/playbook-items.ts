import type { Finding } from './finding.ts';
import type { Playbook } from './playbook.ts';
import type { ChecklistItem } from './playbook-steps.ts';
import { stepsIn } from './playbook-walk.ts';

const ofNumbers = ['unit', 'at-least', 'at-most'] as const;

function* itemFindings(item: ChecklistItem, path: Finding['path']): Generator<Finding> {
  for (const key of ofNumbers)
    if (item[key] !== undefined && item.evidence !== 'number')
      yield {
        path: [...path, key],
        part: 'key',
        message: `Only a number has “${key}”.`,
        fix: 'Add evidence: number, or take it away.',
      };
  const { 'at-least': least, 'at-most': most } = item;
  if (least !== undefined && most !== undefined && least > most)
    yield {
      path: [...path, 'at-least'],
      message: `No number is at least ${least} and at most ${most}.`,
      fix: 'Write the smaller one as at-least.',
    };
}

/** Items of checklists whose evidence cannot be given as it is asked for. */
export function* evidenceFindings(playbook: Playbook): Generator<Finding> {
  for (const { step, path } of stepsIn(playbook))
    if ('checklist' in step)
      for (const [i, item] of step.items.entries()) yield* itemFindings(item, [...path, 'items', i]);
}
