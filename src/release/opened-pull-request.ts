import type { ActionStep, Step } from './playbook-steps.ts';

type Opens = Extract<ActionStep, { action: 'open-pull-request' | 'release-please' }>;

/** Whether a step brings a release pull request, which is then signed, watched and merged: Slipway's own, or Release Please's. */
export function opensPullRequest(step: Step): step is Opens {
  return 'action' in step && (step.action === 'open-pull-request' || step.action === 'release-please');
}

/** The branch whose moves make void what was read of it: the one that is merged, or what Release Please makes its own of. */
export function branchBehind(step: Step): string | undefined {
  if (!opensPullRequest(step)) return undefined;
  return step.action === 'open-pull-request' ? step.from : step.to;
}
