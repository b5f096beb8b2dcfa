import { checklistComplete } from './checklist.ts';
import type { ReleaseEvent } from './events.ts';
import type { Step } from './playbook-steps.ts';
import { plannedStep, type Release, type StepState, stepState } from './release.ts';
import { quorumReached } from './sign-off.ts';

/** A step of which nothing has happened. */
export const untouched: StepState = {
  status: 'pending',
  attempt: 1,
  facts: {},
  ticks: {},
  signatures: [],
  reminders: 0,
  held: 0,
  red: false,
  voided: [],
};

function withStep(release: Release, id: string, change: Partial<StepState>): Release {
  return { ...release, steps: { ...release.steps, [id]: { ...stepState(release, id), ...change } } };
}

/** The branches that a check read. */
function branchesRead(step: Step): readonly (string | undefined)[] {
  if (!('check' in step)) return [];
  return [
    'ref' in step ? step.ref : undefined,
    'branch' in step ? step.branch : undefined,
    'into' in step ? step.into : undefined,
  ];
}

/**
 * What a moved head makes void: all that was judged of the pull request, and every check that read the moved branch.
 * Once it is merged, the branch has had its time: main holds the merge, which the branch lacks until it is merged back.
 */
function voidJudgementsOf(release: Release, pullRequest: string, merged: boolean): Release {
  const opened = plannedStep(release, pullRequest)?.step;
  const moved = opened !== undefined && 'from' in opened && 'action' in opened ? opened.from : undefined;
  const steps = { ...release.steps };
  for (const { id, step } of release.plan) {
    const { attempt, done, signatures, voided } = stepState(release, id);
    const judgesIt = 'of' in step && step.of === pullRequest && ('sign-off' in step || 'check' in step);
    const readMovedBranch =
      !merged && moved !== undefined && branchesRead(step).includes(moved) && done?.how !== 'outside';
    if (judgesIt || readMovedBranch)
      steps[id] = { ...untouched, attempt: attempt + 1, voided: [...voided, ...signatures] };
  }
  return { ...release, steps };
}

function applySignature(release: Release, event: Extract<ReleaseEvent, { type: 'SignOffGiven' }>, at: Date): Release {
  const { by, decision, comment, subject, step } = event;
  const others = stepState(release, step).signatures.filter((s) => s.by !== by);
  const signed = withStep(release, step, { signatures: [...others, { by, decision, comment, subject, at }] });
  if (!quorumReached(signed, step)) return signed;
  return withStep(signed, step, { status: 'done', done: { how: 'made', by, at, sentence: 'Signed' } });
}

function applyTicks(release: Release, event: Extract<ReleaseEvent, { type: 'ChecklistSaved' }>, at: Date): Release {
  const ticks = { ...stepState(release, event.step).ticks };
  for (const [item, { ticked, evidence }] of Object.entries(event.ticks)) {
    if (ticked) ticks[item] = { by: event.by, at, evidence };
    else delete ticks[item];
  }
  const saved = withStep(release, event.step, { ticks });
  if (!checklistComplete(saved, event.step)) return saved;
  return withStep(saved, event.step, {
    status: 'done',
    done: { how: 'made', by: event.by, at, sentence: 'All items ticked' },
  });
}

/** The release after what an event did to one of its steps. */
export function applyToStep(release: Release, event: ReleaseEvent, at: Date): Release {
  switch (event.type) {
    case 'StepRead':
      return withStep(release, event.step, {
        reading: { outcome: event.outcome, sentence: event.sentence, link: event.link, at },
        red: event.outcome === 'unavailable' ? stepState(release, event.step).red : event.outcome === 'fail',
        facts: { ...stepState(release, event.step).facts, ...event.facts },
      });
    case 'StepCompleted':
      return withStep(release, event.step, {
        status: 'done',
        done: { how: event.how, by: event.by, sentence: event.sentence, link: event.link, at },
        failure: undefined,
        facts: { ...stepState(release, event.step).facts, ...event.facts },
      });
    case 'StepFailed':
      return withStep(release, event.step, {
        status: 'failed',
        failure: { sentence: event.sentence, remedy: event.remedy, link: event.link },
      });
    case 'StepRetried': {
      const { attempt, signatures, voided } = stepState(release, event.step);
      return withStep(release, event.step, {
        status: 'pending',
        attempt: attempt + 1,
        failure: undefined,
        reading: undefined,
        since: undefined,
        reminders: 0,
        held: 0,
        signatures: [],
        voided: [...voided, ...signatures],
      });
    }
    case 'ChecklistSaved':
      return applyTicks(release, event, at);
    case 'SignOffGiven':
      return applySignature(release, event, at);
    case 'HeadMoved':
      return voidJudgementsOf(
        withStep(release, event.step, {
          facts: { ...stepState(release, event.step).facts, ...event.facts, head: event.to },
        }),
        event.step,
        event.merged === true,
      );
    case 'DeployRequested':
      return withStep(release, event.step, { requested: { by: event.by, at } });
    case 'DeadlinePassed':
      return withStep(release, event.step, { reminders: event.times });
    default:
      return release;
  }
}
