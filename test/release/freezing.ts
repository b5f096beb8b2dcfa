import type { ReleaseEvent } from '../../src/release/events.ts';
import { type Playbook, playbookSchema } from '../../src/release/playbook.ts';
import { backendService, started, upTo } from './given.ts';

/** backend-service, whose dev is frozen while it is signed. */
export const freezing: Playbook = playbookSchema.parse({
  ...backendService,
  stages: backendService.stages.map((stage) => ({
    ...stage,
    steps: stage.steps.map((step) =>
      'action' in step && step.action === 'open-pull-request'
        ? { ...step, frozen: 'while-signed', 'except-labels': ['freeze-exempt'] }
        : step,
    ),
  })),
});

/** The story of given.ts with that playbook. */
export function frozenTo(moment: keyof typeof upTo): readonly ReleaseEvent[] {
  return [started({ playbook: freezing }), ...upTo[moment]().slice(1)];
}

export const frozen: ReleaseEvent = { type: 'BranchFrozen', step: 'pr', branch: 'dev', held: 1 };
