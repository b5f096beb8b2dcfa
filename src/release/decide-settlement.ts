import { blockingIssues, decidedSince } from './blocking-issues.ts';
import type { PersonCommand } from './commands.ts';
import { mayNotSettle } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { type Release, stepState } from './release.ts';
import { noReason } from './said-enough.ts';
import { shortened } from './shortened.ts';
import { listed } from './wording.ts';

type SettleIssues = Extract<PersonCommand, { type: 'SettleIssues' }>;

const mostReason = 1000;
const sayWhy = 'Say in a few words why: the reason goes to the issue on GitHub and into the record.';

/**
 * People close or defer issues that stop the release, each with a reason. Only what the check last read as stopping it
 * can be settled, and once: a decision that waits for GitHub is not taken a second time.
 */
export function decideSettlement(
  release: Release,
  planned: PlannedStep,
  { step, by, issues }: SettleIssues,
): readonly ReleaseEvent[] | Refusal {
  if (!('check' in planned.step) || planned.step.check !== 'no-open-issues')
    return refusal('not_current', 'This step is not about issues.');
  const barred = mayNotSettle(release, planned, by);
  if (barred !== undefined) return barred;
  if (issues.length === 0)
    return refusal('nothing_to_do', 'Choose for at least one issue whether it is closed or deferred.');
  const [unsaid] = issues.flatMap(({ reason }) => noReason(reason, sayWhy) ?? []);
  if (unsaid !== undefined) return unsaid;
  const state = stepState(release, step);
  const stopping = new Map(blockingIssues(state).map((issue) => [issue.number, issue]));
  const decided = decidedSince(state).find(({ number }) => issues.some((issue) => issue.number === number));
  if (decided !== undefined)
    return refusal(
      'nothing_to_do',
      `#${decided.number} was settled a moment ago: ${decided.reason}. Open the form again: it shows what is left.`,
    );
  const gone = issues.filter(({ number }) => !stopping.has(number)).map(({ number }) => `#${number}`);
  if (gone.length > 0)
    return refusal(
      'not_current',
      `${listed(gone)} ${gone.length === 1 ? 'does' : 'do'} not stop this release any more. Open the form again: it shows what does.`,
    );
  return [
    {
      type: 'IssuesSettled',
      step,
      by,
      issues: issues.map(({ number, how, reason }) => ({
        number,
        title: stopping.get(number)?.title ?? `#${number}`,
        how,
        reason: shortened(reason.trim(), mostReason),
      })),
    },
  ];
}
