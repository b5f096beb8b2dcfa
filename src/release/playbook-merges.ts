import type { Finding } from './finding.ts';
import { opensPullRequest } from './opened-pull-request.ts';
import type { Playbook } from './playbook.ts';
import { type PlacedStep, stepsIn } from './playbook-walk.ts';

const isAction = ({ step }: PlacedStep, action: string): boolean => 'action' in step && step.action === action;
const isOf = ({ step }: PlacedStep, name: string): boolean => 'of' in step && step.of === name;

/** A pull request is watched until it is merged: one that no step merges would be signed, and then change unseen. */
function* unmergedFinding(opened: PlacedStep, all: readonly PlacedStep[]): Generator<Finding> {
  const { name, path, step } = opened;
  const named = all.filter((one) => isOf(one, name));
  const merges = named.filter((one) => isAction(one, 'merge-pull-request'));
  if (named.length === 0 || merges.some((one) => one.step.when === undefined || one.step.when === step.when)) return;
  const [sometimes] = merges;
  if (sometimes !== undefined)
    yield {
      path: [...sometimes.path, 'when'],
      message: `The pull request ${name} is merged only when ${sometimes.step.when}.`,
      fix: step.when === undefined ? 'Take this when: away.' : `Write when: ${step.when}.`,
    };
  else
    yield {
      path,
      message: `No step merges the pull request ${name}, which other steps are about.`,
      fix: `Add action: merge-pull-request, of: ${name}.`,
      absent: true,
    };
}

/** A sign-off is there to be waited for: a merge beside it, or before it, would not. */
function* earlyFindings(merge: PlacedStep, all: readonly PlacedStep[]): Generator<Finding> {
  if (!('of' in merge.step)) return;
  const { of, when } = merge.step;
  if (typeof of !== 'string') return;
  const late = all.filter((one) => 'sign-off' in one.step && isOf(one, of) && one.group >= merge.group);
  for (const { step, group } of late) {
    if (!('sign-off' in step)) continue;
    if (when !== undefined && step.when !== undefined && when !== step.when) continue; // perhaps never in one release
    yield {
      path: merge.path,
      message: `The pull request ${of} is merged ${group === merge.group ? 'beside' : 'before'} its sign-off by ${step['sign-off']}, and so without it.`,
      fix: 'Move the merge to a place after the sign-off.',
    };
  }
}

/** Pull requests that are merged never, only sometimes, or before all have signed. */
export function* mergeFindings(playbook: Playbook): Generator<Finding> {
  const all = stepsIn(playbook);
  const opened = all.filter((one) => opensPullRequest(one.step));
  const merges = all.filter((one) => isAction(one, 'merge-pull-request'));
  const astray = merges.some((merge) => !opened.some(({ name }) => isOf(merge, name)));
  if (!astray) for (const one of opened) yield* unmergedFinding(one, all); // else its name is the mistake, and told already
  for (const merge of merges) yield* earlyFindings(merge, all);
}
