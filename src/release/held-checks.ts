import type { JobCommand } from './commands.ts';
import { isDeploying } from './deploy-window.ts';
import type { ReleaseEvent } from './events.ts';
import type { PlannedStep } from './plan.ts';
import type { CheckKind, Step } from './playbook-steps.ts';
import { isMachines, plannedStep, type Release, stepState } from './release.ts';
import type { StepState } from './step-state.ts';

type HeldLook = Extract<JobCommand, { type: 'RecordHeldLook' }>;

/** What turns red again by itself, whoever looked last: somebody opens an issue. */
const heldByItself = new Set<CheckKind>(['no-open-issues']);

/** Whether a check has to stay green until all that cannot be taken back is done: merged, tagged, deployed. */
export function isHeld(step: Step): boolean {
  return 'check' in step && (step.held ?? heldByItself.has(step.check));
}

/** What cannot be taken back once it is made. */
function isIrreversible(step: Step): boolean {
  if ('deploy' in step) return true;
  return 'action' in step && (step.action === 'merge-pull-request' || step.action === 'create-tag');
}

/** When something irreversible got its turn: what was seen before that says nothing of now. undefined while it is not a machine's, and once it runs: it cannot be called back. */
function turnOf(release: Release, planned: PlannedStep): number | undefined {
  const { status, since, requested, confirmed } = stepState(release, planned.id);
  if (release.status !== 'open' || status !== 'active' || !isMachines(release, planned.id)) return undefined;
  if (isDeploying(release, planned)) return undefined;
  const times = [since, release.statusChange.at, requested?.at, ...confirmed.map(({ at }) => at)];
  return Math.max(...times.map((at) => at?.getTime() ?? 0));
}

/** When a check that is done was last seen to be green. */
function seenAt({ done, seenGreen }: StepState): number {
  return Math.max(done?.at.getTime() ?? 0, seenGreen?.getTime() ?? 0);
}

/** Checks that a machine found green, and that must stay so for something later that is not done. */
function standing(release: Release): readonly PlannedStep[] {
  if (release.withdrawn !== undefined) return [];
  return release.plan.filter((p) => {
    const { done, status } = stepState(release, p.id);
    const byMachine = status === 'done' && (done?.how === 'made' || done?.how === 'adopted');
    return isHeld(p.step) && byMachine && gatesAfter(release, p).length > 0;
  });
}

/** What can still be stopped by a check. */
function gatesAfter(release: Release, held: PlannedStep): readonly PlannedStep[] {
  return release.plan.filter((p) => {
    const isToCome = stepState(release, p.id).status !== 'done' && !isDeploying(release, p);
    return p.group > held.group && isIrreversible(p.step) && isToCome;
  });
}

/** The irreversible step that waits for a look at this check. */
function waitingGate(release: Release, held: PlannedStep): PlannedStep | undefined {
  const seen = seenAt(stepState(release, held.id));
  return gatesAfter(release, held).find((gate) => (turnOf(release, gate) ?? 0) > seen);
}

/** Whether a step must not be made yet: a check that has to be green is looked at once more first. */
export function awaitsHeldLook(release: Release, gate: PlannedStep): boolean {
  const turn = isIrreversible(gate.step) ? turnOf(release, gate) : undefined;
  if (turn === undefined) return false;
  return standing(release).some((held) => held.group < gate.group && turn > seenAt(stepState(release, held.id)));
}

/** The checks that are looked at again, each with the step that waits for that, if one does. */
export function heldLooks(
  release: Release,
): readonly { readonly held: PlannedStep; readonly before: PlannedStep | undefined; readonly turn: number }[] {
  if (release.status !== 'open') return [];
  return standing(release).map((held) => {
    const before = waitingGate(release, held);
    return { held, before, turn: (before === undefined ? undefined : turnOf(release, before)) ?? 0 };
  });
}

/**
 * A check that was green was looked at again. Red, it is waited for anew, and all that comes after it waits too. What
 * cannot be read stops only what is about to be made. That it is still green is recorded only where something waits for that.
 */
export function decideHeldLook(release: Release, c: HeldLook): readonly ReleaseEvent[] {
  const planned = plannedStep(release, c.step);
  const look = heldLooks(release).find(({ held }) => held.id === c.step);
  if (planned === undefined || look === undefined || stepState(release, c.step).attempt !== c.attempt) return [];
  const stops = look.before !== undefined && look.before.id === c.before;
  if (c.outcome === 'pass') return stops ? [{ type: 'CheckSeenGreen', step: c.step, before: look.before.id }] : [];
  if (c.outcome !== 'fail' && !stops) return [];
  return [
    {
      type: 'CheckRelapsed',
      step: c.step,
      outcome: c.outcome,
      sentence: c.sentence,
      ...(c.link === undefined ? {} : { link: c.link }),
      ...(c.facts === undefined ? {} : { facts: c.facts }),
    },
  ];
}

/** The state of a check that is no longer green: it is waited for anew, and keeps what people settled of it. */
export function relapsed(
  state: StepState,
  event: Extract<ReleaseEvent, { type: 'CheckRelapsed' }>,
  at: Date,
): StepState {
  const { outcome, sentence, link, facts } = event;
  return {
    ...state,
    status: 'pending',
    attempt: state.attempt + 1,
    done: undefined,
    since: undefined,
    seenGreen: undefined,
    reading: { outcome, sentence, link, at },
    red: outcome === 'fail',
    facts: { ...state.facts, ...facts },
    reminders: 0,
    held: 0,
    standIns: [],
    rerun: undefined,
    breakGlass: undefined,
  };
}
