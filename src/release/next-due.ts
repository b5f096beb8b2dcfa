import { awaitsOpening, windowTurns } from './deploy-window.ts';
import { escalationsOf } from './escalation.ts';
import { freezesToTell } from './freeze.ts';
import { remindersDue } from './owed-to-people.ts';
import { currentSteps, isRunning, type Release, stepState } from './release.ts';
import { deadlineOf } from './waiting.ts';

/** When something will be owed that is not owed yet; undefined where nothing waits for a time. */
export function nextDue(release: Release): Date | undefined {
  if (!isRunning(release)) return freezesToTell(release).lift.length === 0 ? undefined : release.statusChange.at;
  if (release.status !== 'open') return undefined;
  const times = currentSteps(release).flatMap((p) => {
    const state = stepState(release, p.id);
    return state.status === 'active' && !awaitsOpening(release, p) ? (deadlineOf(p, state) ?? []) : [];
  });
  times.push(
    ...release.delegations.map(({ until }) => until),
    ...escalationsOf(release).map(({ at }) => at),
    ...remindersDue(release),
    ...windowTurns(release).map(({ at }) => at),
  );
  return times.sort((a, b) => a.getTime() - b.getTime())[0];
}
