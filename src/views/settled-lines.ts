import type { ReleaseEvent, Settlement } from '../release/events.ts';
import { listed } from '../release/wording.ts';
import { inertLine } from './escape.ts';
import { mention } from './mentions.ts';

/** What became of an issue, as people read it. */
export const settledWords: Readonly<Record<Settlement, string>> = {
  completed: 'closed as done',
  'not-planned': 'closed as not planned',
  deferred: 'deferred past this release',
};

/** Who closed or deferred which issues, and why: a line for each reason. Mrkdwn. */
export function settledLines({ by, issues }: Extract<ReleaseEvent, { type: 'IssuesSettled' }>): readonly string[] {
  const byReason = Map.groupBy(issues, ({ reason }) => reason);
  const lines = [...byReason].map(([reason, all]) => {
    const each = all.map(({ number, title, how }) => `#${number} “${inertLine(title, 80)}” ${settledWords[how]}`);
    const shown = each.length > 10 ? [...each.slice(0, 10), `${each.length - 10} more`] : each;
    return `${listed(shown)}. ${inertLine(reason, 1000)}`;
  });
  const [first = '', ...others] = lines;
  return [`📌 Issues settled by ${mention(by)}: ${first}`, ...others];
}
