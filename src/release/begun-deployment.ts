import type { StepState } from './step-state.ts';

/**
 * Whether this try of a deployment was really asked for outside, which cannot be called back: a run or a deployment of it
 * is known, or GitHub was asked for one and may have taken it. Being pressed is less: it may still wait for its turn.
 */
export function hasBegun({ attempt, facts }: Pick<StepState, 'attempt' | 'facts'>): boolean {
  const isAsked = ['asked-dispatch', 'asked-deployment'].some((name) => {
    const [of, , how] = (facts[name] ?? '').split(' ');
    return of === String(attempt) && how !== 'refused';
  });
  const isKnown = facts['run'] !== undefined || facts['deployment'] !== undefined;
  return isAsked || (isKnown && (facts['try'] ?? '1') === String(attempt)); // what names no try is of the first one
}
