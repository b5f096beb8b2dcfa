import { plainMarkdown } from '../../release/markdown.ts';
import { shortened } from '../../release/shortened.ts';
import type { SettledIssue } from '../../release/step-state.ts';
import { counted } from '../../release/wording.ts';
import { isMarked, markOf } from '../actions/release-mark.ts';
import { type AskOnceClient, askOnce } from '../ask-once.ts';
import { farSkewMs } from '../clock-skew.ts';
import type { StepOutcome, StepWork } from '../step-outcome.ts';

interface IssueNow {
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
}

export interface SettledIssuesClient extends AskOnceClient {
  issue(repository: string, number: number): Promise<IssueNow>;
  /** The texts of the comments that were written or changed since then. */
  issueComments(repository: string, number: number, since: Date): Promise<readonly string[]>;
  commentIssue(repository: string, number: number, body: string): Promise<void>;
  labelIssue(repository: string, number: number, label: string): Promise<void>;
  closeIssue(repository: string, number: number, because: 'completed' | 'not_planned'): Promise<void>;
  /** When it was last reopened; undefined where it never was. */
  lastReopened(repository: string, number: number): Promise<Date | undefined>;
}

type Work = StepWork<{ readonly 'defer-label'?: string }>;

/** What one decision on one issue is found again by. */
function keyOf({ release, planned }: Work, { at }: SettledIssue): string {
  return `${release.id}.${planned.id.replaceAll(/\s/g, '-')}.${at.getTime()}`;
}

/** A person as GitHub's people know them, without a mention; else by the id that Slack gives them. */
function nameOf({ release }: Pick<Work, 'release'>, person: string): string {
  return release.component.github[person] ?? person;
}

const decided = {
  completed: 'Closed as done',
  'not-planned': 'Closed as not planned',
  deferred: 'Deferred: it does not stop',
} as const;

function commentOf(work: Work, issue: SettledIssue): string {
  const { component, semver } = work.release;
  const what = `${plainMarkdown(component.name)} ${plainMarkdown(semver)}`;
  const said =
    issue.how === 'deferred'
      ? `${decided.deferred} the release ${what}`
      : `${decided[issue.how]} for the release ${what}`;
  return [
    `${said}, by ${plainMarkdown(nameOf(work, issue.by))} in Slack.`,
    '',
    `Reason: ${plainMarkdown(issue.reason)}`,
    '',
    `<!-- ${markOf(keyOf(work, issue))} -->`,
  ].join('\n');
}

/** Labels or closes it on GitHub, where it is not so yet. Both can be done twice without harm. */
async function change(client: SettledIssuesClient, work: Work, settled: SettledIssue): Promise<void> {
  const { repository, step, fill } = work;
  const { state, labels } = await client.issue(repository, settled.number);
  if (settled.how !== 'deferred') {
    const because = settled.how === 'completed' ? 'completed' : 'not_planned';
    if (state === 'open') await client.closeIssue(repository, settled.number, because);
    return;
  }
  const label = step['defer-label'] === undefined ? undefined : fill(step['defer-label']);
  const carried = labels.some((one) => one.toLowerCase() === label?.toLowerCase());
  if (label !== undefined && !carried) await client.labelIssue(repository, settled.number, label);
}

/**
 * Brings what people decided in Slack to the issues on GitHub, once each: the label or the closing, then the comment.
 * The comment comes last and carries our mark, so that it says that all is done: an issue that somebody reopens, or
 * takes the label off, afterwards is left to them.
 *
 * @returns the facts to keep, and what to say where GitHub's answer got lost.
 */
export async function settleOnGitHub(
  client: SettledIssuesClient,
  work: Work,
): Promise<{ readonly facts: Readonly<Record<string, string>>; readonly told?: StepOutcome }> {
  let facts = {};
  for (const issue of work.state.settled ?? []) {
    const since = new Date(issue.at.getTime() - farSkewMs);
    const comments = await client.issueComments(work.repository, issue.number, since);
    if (comments.some((body) => isMarked(body, keyOf(work, issue)))) continue;
    await change(client, work, issue);
    const asked = await askOnce(
      client,
      work,
      { what: `comment-${issue.number}`, asking: `the comment on issue #${issue.number}`, result: 'it' },
      () => client.commentIssue(work.repository, issue.number, commentOf(work, issue)),
    );
    if (asked.kind === 'told') return { facts, told: asked.outcome };
    facts = { ...facts, ...asked.facts };
  }
  return { facts };
}

/** Whether an open issue was deferred in this release, and not reopened since. */
export async function isDeferred(client: SettledIssuesClient, work: Work, number: number): Promise<boolean> {
  const settled = work.state.settled?.find((one) => one.number === number);
  if (settled?.how !== 'deferred') return false;
  const reopened = await client.lastReopened(work.repository, number);
  return reopened === undefined || reopened.getTime() < Math.floor(settled.at.getTime() / 1000) * 1000; // GitHub counts in seconds
}

/** "2 closed by lena-b: fixed on dev; 1 deferred by tom-h: no customer meets it". Empty where nothing was settled. */
export function settledSentence(work: Pick<Work, 'release' | 'state'>): string {
  const same = Map.groupBy(work.state.settled ?? [], ({ by, reason }) => JSON.stringify([by, reason]));
  const parts = [...same.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const deferred = all.filter(({ how }) => how === 'deferred').length;
    const closed = all.length - deferred;
    const counts = [...(closed === 0 ? [] : [`${closed} closed`]), ...(deferred === 0 ? [] : [`${deferred} deferred`])];
    return [`${counts.join(', ')} by ${nameOf(work, first.by)}: ${shortened(first.reason, 120)}`];
  });
  return parts.length > 3
    ? `${parts.slice(0, 3).join('; ')}; and ${counted(parts.length - 3, 'more reason')}`
    : parts.join('; ');
}
