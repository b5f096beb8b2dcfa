import type { ActionStep, Step } from './playbook-steps.ts';

/** What later steps can read of each kind of action. */
export const factsOfActions: Readonly<Record<Extract<Step, { action: string }>['action'], readonly string[]>> = {
  'open-pull-request': ['number', 'url', 'head', 'title', 'authors', 'commits', 'pullRequests', 'changes', 'base'],
  'request-review': [],
  'merge-pull-request': ['sha', 'url', 'at'],
  'create-branch': ['branch', 'sha', 'url'],
  'create-tag': ['tag', 'sha', 'url'],
  'run-workflow': ['run', 'url'],
  'draft-release': ['id', 'url'],
  'publish-release': ['id', 'url', 'at'],
  'merge-back': ['sha', 'number', 'url'],
  'archive-evidence': ['number', 'url'],
  'retrospective-issue': ['number', 'url'],
  'tracking-issue': ['number', 'url'],
  'release-please': [
    'number',
    'url',
    'head',
    'title',
    'authors',
    'commits',
    'pullRequests',
    'changes',
    'base',
    'proposed',
    'hidden',
  ],
  'release-please-published': ['tag', 'sha', 'url', 'id', 'at'],
  'pin-commit': ['head', 'sha', 'url', 'authors', 'commits', 'pullRequests', 'changes'],
};

/** What later steps can read of a step, as in `<pr.url>`. */
export function factsOf(step: Step): readonly string[] {
  if ('action' in step) return factsOfActions[step.action];
  if ('check' in step) return step.check === 'changes-touch' ? ['touched'] : [];
  if ('announce' in step) return ['url'];
  return 'deploy' in step ? ['deployment', 'run', 'url', 'at'] : [];
}

/** Actions that leave the commit that is released, in one of its guises. */
const leavesCommit: ReadonlySet<string> = new Set<ActionStep['action']>([
  'open-pull-request',
  'release-please',
  'merge-pull-request',
  'create-tag',
  'release-please-published',
  'pin-commit',
]);

/** The facts of a step that name the commit that is released: for another version they stand for the commit of its tag. */
export function commitFactsOf(step: Step): readonly string[] {
  if (!('action' in step) || !leavesCommit.has(step.action)) return [];
  return factsOf(step).filter((fact) => fact === 'sha' || fact === 'head');
}
