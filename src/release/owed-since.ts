import { escalationsOf } from './escalation.ts';
import type { Owed } from './owed.ts';
import { plannedStep, type Release, stepState } from './release.ts';
import { deadlineOf } from './waiting.ts';

/** Since when something is owed that was not tried yet; undefined for what is looked at again, and where the log does not say. */
export function owedSince(release: Release, owed: Owed): Date | undefined {
  if (owed.effect === 'message') return release.outbox[0]?.at;
  if (owed.polls || !('step' in owed)) return undefined;
  const state = stepState(release, owed.step);
  if (owed.effect === 'hash-file') return state.ticks[owed.item]?.at;
  const planned = plannedStep(release, owed.step);
  if (owed.effect === 'deadline') return planned === undefined ? undefined : deadlineOf(planned, state);
  if (owed.effect === 'escalation')
    return escalationsOf(release).find(({ step, role }) => step === owed.step && role === owed.role)?.at;
  if (owed.effect === 'owners') return undefined;
  if (owed.effect === 'look-again') return undefined;
  if (owed.effect === 'rerun-check') return state.rerun?.at;
  if (state.since === undefined) return undefined;
  const since = state.since.getTime() + state.held;
  const asked = [state.requested, ...state.confirmed].map((one) => one?.at.getTime() ?? since);
  return new Date(Math.max(since, ...asked));
}
