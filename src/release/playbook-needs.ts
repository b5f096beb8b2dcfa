import { subjectOf } from './plan.ts';
import type { Playbook } from './playbook.ts';
import type { Step } from './playbook-steps.ts';
import { stepsIn } from './playbook-walk.ts';

/** A need, with the step that has it as people read it. */
interface Needed {
  readonly step: string;
}

/** A branch that must be there. */
export interface NeededBranch extends Needed {
  readonly branch: string;
}

/** A pull request that Slipway merges. */
export interface NeededMerge extends Needed {
  /** Undefined for a branch that is there only while Release Please proposes a release. */
  readonly from?: string | undefined;
  readonly into: string;
  readonly method: 'merge' | 'squash' | 'rebase';
}

/** A workflow that a playbook starts, that pushing the tag starts, or whose runs are only read. */
export interface NeededWorkflow extends Needed {
  /** File name under .github/workflows. */
  readonly file: string;
  readonly start: 'dispatch' | 'tag' | 'elsewhere';
  readonly inputs: readonly string[];
  /** The input by which Slipway finds its run again. */
  readonly idInput?: string | undefined;
  /** The branch that its Release Please has to look at, with its placeholders. */
  readonly targetBranch?: string | undefined;
}

/** A branch that Slipway makes: for a pull request of its own, or to release from. */
export interface OwnBranch extends Needed {
  /** An example of its name. */
  readonly branch: string;
  /** Whether it is made in any case, and committed to; else only where a merge back needs a person. */
  readonly always: boolean;
}

/** What a playbook asks of the component's repository, and of others. */
export interface PlaybookNeeds {
  readonly branches: readonly NeededBranch[];
  readonly merges: readonly NeededMerge[];
  /** Branches that take no other changes while the pull request from them is signed. */
  readonly frozen: readonly NeededBranch[];
  /** Branches that are merged into without a pull request. */
  readonly mergeBacks: readonly NeededBranch[];
  readonly ownBranches: readonly OwnBranch[];
  /** The steps that make the tag. */
  readonly tags: readonly Needed[];
  /** The steps that publish a release. */
  readonly releases: readonly Needed[];
  readonly workflows: readonly NeededWorkflow[];
  readonly environments: readonly (Needed & { readonly environment: string })[];
  /** Other repositories, with their placeholders. */
  readonly repositories: readonly (Needed & { readonly repository: string })[];
}

const placeholder = (text: string): boolean => text.includes('<');

/** A step as people read it, in quotation marks: where a fault will show. */
export function stepWords(step: Step): string {
  return `“${step.title ?? subjectOf(step)}”`;
}

function branchesOf(step: Step): readonly string[] {
  if ('check' in step && step.check === 'no-security-alerts')
    return step.of.includes('code-scanning') && step.ref !== undefined ? [step.ref] : [];
  if ('check' in step && step.check === 'branch-contains') return [step.branch, step.other];
  if ('check' in step && step.check === 'feature-merged') return [step.into];
  if ('check' in step && 'ref' in step && step.check !== 'workflow-succeeded' && step.check !== 'ci-green')
    return [step.ref]; // those may be of a commit
  if ('action' in step && step.action === 'pin-commit') return [step.ref];
  if ('action' in step && (step.action === 'open-pull-request' || step.action === 'merge-back'))
    return [step.from, step.to];
  if ('action' in step && step.action === 'release-please') return [step.to];
  return [];
}

function workflowOf(step: Step): NeededWorkflow | undefined {
  if ('check' in step && step.check === 'workflow-succeeded' && !placeholder(step.workflow))
    return { file: step.workflow, start: 'elsewhere', inputs: [], step: stepWords(step) };
  if ('action' in step && step.action === 'release-please' && step.start === 'scheduled')
    return { file: step.workflow, start: 'elsewhere', inputs: [], step: stepWords(step) };
  const runs = 'action' in step && (step.action === 'run-workflow' || step.action === 'release-please');
  const dispatched = 'deploy' in step || runs;
  if (!dispatched || step.workflow === undefined || placeholder(step.workflow)) return undefined;
  const { inputs = {} } = step;
  const idInput = Object.keys(inputs).find((name) => inputs[name]?.includes('<run-id>') === true);
  const start = 'deploy' in step || step.start === 'scheduled' ? 'dispatch' : step.start;
  const targetBranch = 'action' in step && step.action === 'release-please' ? step.to : undefined;
  return { file: step.workflow, start, inputs: Object.keys(inputs), idInput, targetBranch, step: stepWords(step) };
}

function ownBranchesOf(step: Step): readonly OwnBranch[] {
  if (!('action' in step)) return [];
  if (step.action === 'merge-back')
    return [{ branch: 'slipway/merge-back-1.0.0', always: false, step: stepWords(step) }];
  if (step.action === 'create-branch')
    return [{ branch: step.branch.replaceAll(/<[a-z.-]+>/g, '1'), always: false, step: stepWords(step) }];
  if (step.action !== 'archive-evidence') return [];
  return [{ branch: 'slipway/evidence-component-1.0.0', always: true, step: stepWords(step) }];
}

/** What must be there before a release by this playbook can go through. What its placeholders decide is left out. */
export function needsOf(playbook: Playbook): PlaybookNeeds {
  const all = stepsIn(playbook);
  const steps = all.map(({ step }) => step);
  const ofAction = (kind: string) => steps.filter((step) => 'action' in step && step.action === kind);
  const named = (kind: string) => ofAction(kind).map((step) => ({ step: stepWords(step) }));
  const released = { branch: playbook['released-from'], step: 'the start of a release' };
  const wanted = steps.flatMap((step) => branchesOf(step).map((branch) => ({ branch, step: stepWords(step) })));
  const branches = [...wanted, released].filter(({ branch }) => !placeholder(branch));
  return {
    branches: [...new Map([...branches].reverse().map((one) => [one.branch, one])).values()].reverse(),
    merges: steps.flatMap((step) => {
      if (!('action' in step && step.action === 'merge-pull-request')) return [];
      const opened = all.filter(({ name }) => name === step.of).map((one) => one.step);
      return opened.flatMap((one) =>
        'action' in one && one.action === 'open-pull-request'
          ? [{ from: one.from, into: one.to, method: step.method, step: stepWords(step) }]
          : 'action' in one && one.action === 'release-please'
            ? [{ into: one.to, method: step.method, step: stepWords(step) }]
            : [],
      );
    }),
    frozen: steps.flatMap((step) =>
      'action' in step && step.action === 'open-pull-request' && step.frozen !== undefined
        ? [{ branch: step.from, step: stepWords(step) }]
        : [],
    ),
    mergeBacks: steps.flatMap((step) =>
      'action' in step && step.action === 'merge-back' ? [{ branch: step.to, step: stepWords(step) }] : [],
    ),
    ownBranches: steps.flatMap(ownBranchesOf),
    tags: named('create-tag'),
    releases: named('publish-release'),
    workflows: steps.flatMap((step) => workflowOf(step) ?? []),
    environments: steps.flatMap((step) =>
      'deploy' in step && !placeholder(step.deploy) ? [{ environment: step.deploy, step: stepWords(step) }] : [],
    ),
    repositories: steps.flatMap((step) =>
      'check' in step && step.check === 'pull-request-merged' && step.repository !== undefined
        ? [{ repository: step.repository, step: stepWords(step) }]
        : [],
    ),
  };
}
