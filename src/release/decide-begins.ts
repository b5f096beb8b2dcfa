import { hasBegun } from './begun-deployment.ts';
import type { JobCommand } from './commands.ts';
import { missesWindow } from './deploy-window.ts';
import type { ReleaseEvent } from './events.ts';
import { awaitsHeldLook } from './held-checks.ts';
import { isMachines, liveSteps, type Release, stepState } from './release.ts';
import type { StepState } from './step-state.ts';
import { withStep } from './void-judgements.ts';

/** Whether nobody has said yet what came of asking for a deployment: whoever asked may be gone, so it is looked at soon. */
export function isAsking({ attempt, facts }: StepState): boolean {
  const isOpen = (asked: string | undefined) => asked?.startsWith(`${attempt} `) === true && asked.includes(' begins ');
  return facts['try'] !== String(attempt) && (isOpen(facts['asked-dispatch']) || isOpen(facts['asked-deployment']));
}

/**
 * A deployment is about to be asked for outside. The log decides whether it comes before what would call it back (its
 * window closes, a check turns red, the release is paused): once it is recorded the deployment is followed to its end,
 * and while it is not, nothing may be asked for.
 *
 * @param at now
 */
export function decideBegins(
  running: Release,
  { step, attempt, sentence, facts = {} }: Extract<JobCommand, { type: 'RecordBegins' }>,
  at: Date,
): readonly ReleaseEvent[] {
  const state = running.steps[step];
  if (state?.status !== 'active' || state.attempt !== attempt || !isMachines(running, step)) return [];
  const isAsked = (name: string) => name in facts; // what was asked for before was looked for in vain
  const known = Object.fromEntries(Object.entries(state.facts).filter(([name]) => !isAsked(name)));
  const release = withStep(running, step, { facts: known });
  const mayBegin = liveSteps(release).some(
    (p) => p.id === step && p.kind === 'deploy' && !awaitsHeldLook(release, p) && !missesWindow(release, p, at),
  );
  if (!hasBegun(stepState(release, step)) && (release.status !== 'open' || !mayBegin)) return [];
  return [{ type: 'StepRead', step, outcome: 'wait', sentence, facts }];
}
