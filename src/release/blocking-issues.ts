import { z } from 'zod';
import type { SettledIssue, StepState } from './step-state.ts';

const blockingIssue = z.object({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  /** Those of its labels that make it stop the release. */
  labels: z.array(z.string()).readonly(),
});
/** An open issue that stops a release, as the check last read it. */
export type BlockingIssue = z.infer<typeof blockingIssue>;

/** The fact of a `no-open-issues` step that lists them, for the form by which people settle them. */
export const blockingFact = 'open-issues';
/** How many of them are kept: far more than anybody settles by hand, and about 25 KB in the log. */
export const mostBlocking = 100;

/** The issues as the step's fact. */
export function blockingText(issues: readonly BlockingIssue[]): string {
  return JSON.stringify(issues.slice(0, mostBlocking));
}

type Step = Pick<StepState, 'status' | 'facts' | 'reading' | 'settled'>;

/** What was decided since the issues were last read: GitHub may not know of it yet. */
export function decidedSince({ reading, settled = [] }: Step): readonly SettledIssue[] {
  return settled.filter(({ at }) => reading === undefined || at >= reading.at);
}

/** The issues that a step waits for people to settle; none once it is done, or where it is not about issues. */
export function blockingIssues(state: Step): readonly BlockingIssue[] {
  const written = state.facts[blockingFact];
  if (written === undefined || state.status !== 'active') return [];
  const decided = new Set(decidedSince(state).map(({ number }) => number));
  return z
    .array(blockingIssue)
    .parse(JSON.parse(written))
    .filter(({ number }) => !decided.has(number));
}
