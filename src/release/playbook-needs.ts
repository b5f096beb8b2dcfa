import type { Playbook } from './playbook.ts';
import { stepsIn } from './playbook-walk.ts';

/** A workflow that a playbook starts by hand, as it were. */
export interface NeededWorkflow {
  /** File name under .github/workflows. */
  readonly file: string;
  readonly inputs: readonly string[];
  /** The input by which Slipway finds its run again. */
  readonly idInput?: string | undefined;
}

/** What a playbook asks of the component's repository, and of others. */
export interface PlaybookNeeds {
  readonly branches: readonly string[];
  /** How pull requests are merged, and into which branch. */
  readonly merges: readonly { readonly into: string; readonly method: 'merge' | 'squash' | 'rebase' }[];
  readonly workflows: readonly NeededWorkflow[];
  /** Other repositories, with their placeholders. */
  readonly repositories: readonly string[];
}

function once<T>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function workflowOf(file: string, inputs: Readonly<Record<string, string>> = {}): NeededWorkflow {
  const idInput = Object.keys(inputs).find((name) => inputs[name]?.includes('<run-id>') === true);
  return { file, inputs: Object.keys(inputs), ...(idInput === undefined ? {} : { idInput }) };
}

/** What must be there before a release by this playbook can go through. Branches with placeholders are left out. */
export function needsOf(playbook: Playbook): PlaybookNeeds {
  const all = stepsIn(playbook);
  const steps = all.map(({ step }) => step);
  const actions = steps.filter((step) => 'action' in step);
  const opened = (name: string) =>
    all.flatMap((one) =>
      one.name === name && 'action' in one.step && one.step.action === 'open-pull-request' ? [one.step.to] : [],
    );
  const branches = steps.flatMap((step) => {
    if ('check' in step && step.check === 'branch-contains') return [step.branch, step.other];
    if ('check' in step && step.check === 'feature-merged') return [step.into];
    if ('check' in step && (step.check === 'boxes-ticked' || step.check === 'file-present')) return [step.ref];
    if ('action' in step && (step.action === 'open-pull-request' || step.action === 'merge-back'))
      return [step.from, step.to];
    return [];
  });
  return {
    branches: once([playbook['released-from'], ...branches].filter((branch) => !branch.includes('<'))),
    merges: once(
      actions.flatMap((step) =>
        step.action === 'merge-pull-request' ? opened(step.of).map((into) => ({ into, method: step.method })) : [],
      ),
    ),
    workflows: once([
      ...actions.flatMap((step) =>
        step.action === 'run-workflow' && step.start === 'dispatch' ? [workflowOf(step.workflow, step.inputs)] : [],
      ),
      ...steps.flatMap((step) =>
        'deploy' in step && step.workflow !== undefined ? [workflowOf(step.workflow, step.inputs)] : [],
      ),
    ]),
    repositories: once(
      steps.flatMap((step) => ('check' in step && step.check === 'pull-request-merged' ? [step.repository] : [])),
    ),
  };
}
