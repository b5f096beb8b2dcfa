import type { Step } from './playbook-steps.ts';

/** Whether a check stands on runs of GitHub Actions, which can be had again; any other is only read again. */
export function runsOnGitHub(step: Step): boolean {
  return 'check' in step && (step.check === 'ci-green' || step.check === 'workflow-succeeded');
}
