import { ruleLines, ruleWords } from './rule-lines.ts';

/** What GitHub's 405 to a merge means, by its message: the status alone does not tell. */
export type MergeRefusal =
  | { readonly kind: 'wait'; readonly why: string }
  | { readonly kind: 'final'; readonly why: string; readonly remedy: string };

const pending = [
  /^required status check "[^"]*" is (pending|expected|queued|in progress|waiting)\.?$/i,
  /^\d+ of \d+ required status checks are (pending|expected|queued|in progress|waiting)\.?$/i,
  /^\d+ of \d+ required status checks have not succeeded: (?!.*\bfail)[^.]*\.?$/i,
  /^merge already in progress/i,
];

interface Rule {
  readonly pattern: RegExp;
  readonly remedy: string;
}

const again = 'then press Retry. If somebody merges it on GitHub instead, Retry finds that.';
const rules: readonly Rule[] = [
  {
    pattern: /are not allowed on this repository|merge method/i,
    remedy: `Allow this merge method in the repository's settings or rules, ${again}`,
  },
  {
    pattern: /merge queue/i,
    remedy: `Add the pull request to the merge queue on GitHub; when it is merged, press Retry.`,
  },
  {
    pattern: /review|approv/i,
    remedy: `Give the reviews on GitHub that the branch asks for, or let Slipway's GitHub identity bypass that rule, ${again}`,
  },
  { pattern: /out-of-date|not up to date/i, remedy: `Merge the base branch into the head branch, ${again}` },
  { pattern: /draft/i, remedy: `Mark the pull request ready for review on GitHub, ${again}` },
  { pattern: /status check/i, remedy: `Get the required checks green (mend them or run them again), ${again}` },
  {
    pattern: /conversation/i,
    remedy: `Resolve the open conversations of the pull request on GitHub, ${again}`,
  },
  {
    pattern: /protected ref|protected branch|not authorized|locked/i,
    remedy: `Let Slipway's GitHub identity merge into the branch (its protection or ruleset forbids it), ${again}`,
  },
];

/** Judges a 405. `mergeable`: what GitHub says of conflicts, undefined while it works that out. */
export function mergeRefusal(message: string, mergeable: boolean | undefined): MergeRefusal {
  const lines = ruleLines(message);
  const why = ruleWords(message);
  if (lines.length > 0 && lines.every((line) => pending.some((pattern) => pattern.test(line))))
    return { kind: 'wait', why };
  if (/pull request is not mergeable/i.test(why)) {
    if (mergeable !== false) return { kind: 'wait', why: 'GitHub is working out whether that can be done' };
    return {
      kind: 'final',
      why: 'It conflicts with its base branch',
      remedy: `Merge the base branch into the head branch and solve the conflict there, ${again} What was signed is then asked again.`,
    };
  }
  const blocking = lines.find((line) => !pending.some((pattern) => pattern.test(line))) ?? why;
  const rule = rules.find(({ pattern }) => pattern.test(blocking));
  return { kind: 'final', why, remedy: rule?.remedy ?? `Put right on GitHub what this names, ${again}` };
}
