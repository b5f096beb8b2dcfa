import type { ReleaseEvent } from '../../src/release/events.ts';
import { type Playbook, playbookSchema } from '../../src/release/playbook.ts';

/** A playbook that waits for open issues, and then for a checklist. */
export function issuesPlaybook(more: Readonly<Record<string, unknown>> = {}): Playbook {
  return playbookSchema.parse({
    playbook: 'issues',
    title: 'Issues',
    roles: {
      'release-manager': { title: 'Release manager', from: 'starter' },
      'backend-lead': { title: 'Backend lead' },
      operations: { title: 'Operations' },
    },
    stages: [
      {
        stage: 'Ready',
        steps: [
          {
            check: 'no-open-issues',
            as: 'issues',
            title: 'No blocker is open',
            labelled: ['release-blocker'],
            ...more,
          },
        ],
      },
      { stage: 'After', steps: [{ checklist: 'operations', items: [{ say: 'Metrics are normal' }] }] },
    ],
  });
}

/** The check reads these issues as open. */
export function stoppedBy(...numbers: readonly number[]): ReleaseEvent {
  const issues = numbers.map((number) => ({
    number,
    title: `Bad *thing* ${number} <!channel>`,
    url: `https://github.com/acme/billing/issues/${number}`,
    labels: ['release-blocker'],
  }));
  return {
    type: 'StepRead',
    step: 'issues',
    outcome: 'fail',
    sentence: `${numbers.length} open issues stop the release.`,
    facts: { 'open-issues': JSON.stringify(issues) },
  };
}
