import { type Release, type Setback, stepState } from './release.ts';

type Kind = Setback['event']['type'];
type Of<K extends Kind> = Extract<Setback['event'], { type: K }>;

/** What went another way of one kind, oldest first. */
export function setbacksOf<K extends Kind>(
  { setbacks }: Release,
  kind: K,
): readonly { readonly at: Date; readonly event: Of<K> }[] {
  const isOf = (event: Setback['event']): event is Of<K> => event.type === kind;
  return setbacks.flatMap(({ at, event }) => (isOf(event) ? [{ at, event }] : []));
}

/** A decision on a sign-off in the past tense. */
export const decidedWords = { approve: 'approved', reject: 'rejected', changes: 'changes asked' } as const;

/** Whether a waiver still stands: its step was not judged anew since. */
export function waiverStands(release: Release, step: string, at: Date): boolean {
  const { done } = stepState(release, step);
  return done?.how === 'waived' && done.at.getTime() === at.getTime();
}
