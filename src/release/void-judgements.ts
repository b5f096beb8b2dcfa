import { branchBehind } from './opened-pull-request.ts';
import { placeholdersIn } from './placeholders.ts';
import type { CheckKind, Step } from './playbook-steps.ts';
import { plannedStep, type Release, stepState } from './release.ts';
import { taggedCommit } from './released-commit.ts';
import type { Completion, StepState, VoidedWaiver } from './step-state.ts';
import { textsIn } from './values-needed.ts';

/** A step of which nothing has happened. */
export const untouched: StepState = {
  status: 'pending',
  attempt: 1,
  facts: {},
  ticks: {},
  signatures: [],
  confirmed: [],
  moves: [],
  reminders: 0,
  held: 0,
  red: false,
  toldUnreadable: false,
  voided: [],
  standIns: [],
  voidedWaivers: [],
};

/** The release with something of one of its steps changed. */
export function withStep(release: Release, id: string, change: Partial<StepState>): Release {
  return { ...release, steps: { ...release.steps, [id]: { ...stepState(release, id), ...change } } };
}

/** The branches that a check read. */
function branchesRead(step: Step, released: string): readonly (string | undefined)[] {
  if (!('check' in step)) return [];
  return [
    'ref' in step ? step.ref : undefined,
    step.check === 'no-security-alerts' && step.ref === undefined ? released : undefined,
    'branch' in step ? step.branch : undefined,
    'into' in step ? step.into : undefined,
  ];
}

/** The branch whose head a step made the release's commit. */
function branchOf(step: Step | undefined): string | undefined {
  if (step === undefined || !('action' in step)) return undefined;
  return step.action === 'pin-commit' ? step.ref : branchBehind(step);
}

/** Checks of all that is released. */
const headReaders = new Set<CheckKind>(['labels-accurate', 'bump-fits', 'changes-touch']);

/** Facts of a pull request or a pinned commit that are others for another commit. */
const ofCommit = new Set(['head', 'sha', 'title', 'commits', 'pullRequests', 'changes']);

/** Whether any text of a step names the commit, or what it brings. */
function namesCommit(step: Step, name: string): boolean {
  const named = [...textsIn(step)].flatMap(([, text]) => placeholdersIn(text));
  return named.some((one) => one.startsWith(`${name}.`) && ofCommit.has(one.slice(name.length + 1)));
}

/** Whether a step stands on the head of the pull request or the pinned commit, or on all that is to be released with it. */
function readsHead(step: Step, pullRequest: string, moved: string | undefined): boolean {
  if ('action' in step && step.action === 'draft-release') return step.at === moved || namesCommit(step, pullRequest);
  if ('action' in step)
    return step.action === 'run-workflow' && (step.ref.includes(`<${pullRequest}.`) || namesCommit(step, pullRequest));
  if ('deploy' in step) return step.at?.includes(`<${pullRequest}.`) === true || namesCommit(step, pullRequest);
  if (!('check' in step)) return false;
  if (headReaders.has(step.check)) return true;
  return ('ref' in step && step.ref?.includes(`<${pullRequest}.`) === true) || namesCommit(step, pullRequest);
}

/** The waiver by which a step is done, if it is. */
function waiverOf(done: Completion | undefined, head: string): readonly VoidedWaiver[] {
  if (done?.how !== 'waived' || done.by === undefined) return [];
  return [{ by: done.by, reason: done.sentence, at: done.at, head }];
}

/** A step that is judged anew. What of it no longer counts stays to be told. */
function judgedAnew({ attempt, asked, done, signatures, voided, voidedWaivers }: StepState, head?: string): StepState {
  return {
    ...untouched,
    attempt: attempt + 1,
    asked,
    voided: [...voided, ...signatures],
    voidedWaivers: [...voidedWaivers, ...(head === undefined ? [] : waiverOf(done, head))],
  };
}

/** The checklists that were answered of a deployment which is made anew: in its stage, after it. Smoke tests of the old commit say nothing of the new one. */
function ticksAfterDeploys({ plan, steps: before }: Release, after: Release['steps']): readonly string[] {
  const undone = plan.filter(
    ({ id, step }) => 'deploy' in step && before[id]?.status === 'done' && after[id]?.status !== 'done',
  );
  return plan.flatMap(({ id, step, stage, group }) => {
    const follows = undone.some((deploy) => deploy.stage === stage && deploy.group < group);
    return 'checklist' in step && follows && before[id]?.done?.how !== 'outside' ? [id] : [];
  });
}

/**
 * What a moved head, or a commit pinned anew, makes void: all that was judged of it, and every check that read the moved branch.
 * Once it is merged, the branch has had its time: main holds the merge, which the branch lacks until it is merged back.
 * Once the release is tagged, what was read before is past as well: its branch may still move on its way back.
 *
 * @param head the commit that was moved away from
 */
export function voidJudgementsOf(release: Release, pullRequest: string, merged: boolean, head: string): Release {
  const moved = branchOf(plannedStep(release, pullRequest)?.step);
  const past = merged || taggedCommit(release) !== undefined;
  const steps = { ...release.steps };
  for (const { id, step } of release.plan) {
    const state = stepState(release, id);
    const judgesIt = 'of' in step && step.of === pullRequest && ('sign-off' in step || 'check' in step);
    const readMoved =
      (moved !== undefined && branchesRead(step, release.playbook['released-from']).includes(moved)) ||
      readsHead(step, pullRequest, moved);
    if (judgesIt || (readMoved && !past && state.done?.how !== 'outside'))
      steps[id] = { ...judgedAnew(state, head), ...draftedBefore(step, state) };
  }
  for (const id of ticksAfterDeploys(release, steps)) steps[id] = judgedAnew(stepState(release, id), head);
  return { ...release, steps };
}

/** Of notes that are drafted anew: for which commit they were. */
function draftedBefore(step: Step, { facts }: StepState): Partial<StepState> {
  const previous = facts['sha'] ?? facts['previous'];
  const drafts = 'action' in step && step.action === 'draft-release';
  return drafts && previous !== undefined ? { facts: { previous } } : {};
}

/** Later checks and sign-offs of the stage are judged anew. Ticks, evidence and waivers stay: they stand on no signature. */
export function judgedAfterAgain(release: Release, step: string): Release {
  const signed = plannedStep(release, step);
  const steps = { ...release.steps };
  for (const { id, stage, group, kind } of release.plan) {
    const state = stepState(release, id);
    if (signed === undefined || stage !== signed.stage || group <= signed.group || state.status !== 'done') continue;
    if (kind === 'sign-off' || (kind === 'check' && state.done?.how !== 'waived')) steps[id] = judgedAnew(state);
  }
  return { ...release, steps };
}
