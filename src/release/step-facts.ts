import type { Step } from './playbook-steps.ts';

const byAction: Readonly<Record<Extract<Step, { action: string }>['action'], readonly string[]>> = {
  'open-pull-request': ['number', 'url', 'head', 'title', 'authors', 'commits', 'pullRequests', 'changes', 'base'],
  'request-review': [],
  'merge-pull-request': ['sha', 'url', 'at'],
  'create-tag': ['tag', 'sha', 'url'],
  'run-workflow': ['run', 'url'],
  'publish-release': ['id', 'url', 'at'],
  'merge-back': ['sha', 'number', 'url'],
  'archive-evidence': ['number', 'url'],
};

/** What later steps can read of a step, as in `<pr.url>`. */
export function factsOf(step: Step): readonly string[] {
  if ('action' in step) return byAction[step.action];
  if ('announce' in step) return ['url'];
  return 'deploy' in step ? ['deployment', 'run', 'url', 'at'] : [];
}
