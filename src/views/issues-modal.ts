import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { type BlockingIssue, blockingIssues } from '../release/blocking-issues.ts';
import { type Settlement, settlement } from '../release/events.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { counted } from '../release/wording.ts';
import { context, option, plain, section } from './blocks.ts';
import { inertLine, link } from './escape.ts';
import { targetText } from './target.ts';

export const issuesIds = { view: 'issues', how: 'how', reason: 'reason' } as const;
/** Issues on one form: two blocks each of the 100, beside six others. */
export const mostOnForm = 45;
const longestReason = 1000;

/** The block of an issue's choice. */
export function issueBlock(number: number): string {
  return `issue-${number}`;
}

const choices = [
  option('Leave it: it goes on stopping the release', 'leave'),
  option('Close it as done', settlement.enum.completed),
  option('Close it as not planned', settlement.enum['not-planned']),
  option('Defer it: stays open, past this release', settlement.enum.deferred),
] as const;

function issueBlocks({ number, title, url, labels }: BlockingIssue): readonly KnownBlock[] {
  return [
    section(`${link(url, `#${number} ${title}`, 200)}`, inertLine(labels.join(', '), 200)),
    {
      type: 'input',
      block_id: issueBlock(number),
      label: plain(`What becomes of #${number}?`, 100),
      element: {
        type: 'static_select',
        action_id: issuesIds.how,
        options: [...choices],
        initial_option: choices[0],
      },
    },
  ];
}

/** Those that were asked for first, then the rest, each by number. */
function inOrder(issues: readonly BlockingIssue[], first: readonly number[]): readonly BlockingIssue[] {
  const wanted = issues.filter(({ number }) => first.includes(number));
  return [...wanted, ...issues.filter(({ number }) => !first.includes(number))];
}

/**
 * The open issues that stop the release, each to be left, closed or deferred, and one reason for all.
 * @param first numbers that come first, where there are more than a form holds
 * @param command the slash command, such as `/release`
 */
export function issuesModal(
  release: Release,
  planned: PlannedStep,
  { first, command }: { readonly first: readonly number[]; readonly command: string },
): ModalView {
  const issues = inOrder(blockingIssues(stepState(release, planned.id)), first);
  const shown = issues.slice(0, mostOnForm);
  const rest = issues.slice(mostOnForm);
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  return {
    type: 'modal',
    callback_id: issuesIds.view,
    private_metadata: targetText({ release: release.id, step: planned.id }),
    title: plain('Settle issues', 24),
    submit: plain('Settle', 24),
    close: plain('Not now', 24),
    blocks: [
      section(
        `*${inertLine(titleOf(release, planned), 160)}*: ${counted(issues.length, 'open issue')} ${issues.length === 1 ? 'stops' : 'stop'} *${what}*. What you choose, your name and the reason go to each issue on GitHub and into the record.`,
      ),
      ...shown.flatMap(issueBlocks),
      ...(rest.length === 0
        ? []
        : [
            context(
              `${counted(rest.length, 'more issue')} ${rest.length === 1 ? 'does' : 'do'} not fit here. \`${command} issues ${inertLine(release.component.name, 60)} ${rest[0]?.number}\` shows #${rest[0]?.number} first.`,
            ),
          ]),
      {
        type: 'input',
        block_id: issuesIds.reason,
        label: plain('Why? It goes to the issues, and into the record.', 100),
        element: { type: 'plain_text_input', action_id: issuesIds.reason, multiline: true, max_length: longestReason },
      },
    ],
  };
}

const values = z.record(z.string(), z.unknown());
const chosen = z.object({ [issuesIds.how]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) });
const written = z.object({ [issuesIds.reason]: z.object({ value: z.string().nullish() }) });

/** What was chosen for which issue (those that are left are left out), and the reason as it was typed. */
export function readIssuesForm(state: unknown): {
  readonly chosen: readonly { readonly number: number; readonly how: Settlement }[];
  readonly reason: string;
} {
  const given = values.safeParse(state).data ?? {};
  const reason = written.safeParse(given[issuesIds.reason]).data?.[issuesIds.reason].value ?? '';
  const each = Object.entries(given).flatMap(([block, value]) => {
    const number = /^issue-(\d{1,15})$/.exec(block)?.[1];
    const how = settlement.safeParse(chosen.safeParse(value).data?.[issuesIds.how].selected_option?.value).data;
    return number === undefined || how === undefined ? [] : [{ number: Number(number), how }];
  });
  return { chosen: each, reason };
}
