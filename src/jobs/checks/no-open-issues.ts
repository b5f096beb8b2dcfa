import { blockingFact, blockingText } from '../../release/blocking-issues.ts';
import { nearest } from '../../release/nearest.ts';
import { RefusedOutside } from '../../release/outside-errors.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { counted, listed } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, sentenceOf, unavailable } from '../step-outcome.ts';
import { isDeferred, type SettledIssuesClient, settledSentence, settleOnGitHub } from './settled-issues.ts';

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly isPullRequest: boolean;
}

interface Part<T> {
  readonly found: readonly T[];
  /** Whether these are all. */
  readonly complete: boolean;
}

export interface NoOpenIssuesClient extends SettledIssuesClient {
  /** Open issues, and open pull requests, that carry a label. */
  openLabelled(repository: string, label: string): Promise<Part<Issue>>;
  /** The labels that a repository has. */
  labelNames(repository: string): Promise<Part<string>>;
}

type Work = StepWork<Extract<CheckStep, { check: 'no-open-issues' }>>;

/** GitHub's own list of them: every one is a link there. */
function listUrl(one: string, labels: readonly string[]): string {
  const asked = `is:issue is:open label:${labels.map((label) => `"${label}"`).join(',')}`;
  return one.replace(/\/\d+$/, `?q=${encodeURIComponent(asked)}`);
}

type Carrying = Issue & { readonly carried: readonly string[] };

/** What is open with one of the labels, by number, and whether that is all. */
async function openIssues(client: NoOpenIssuesClient, repository: string, labels: readonly string[]) {
  const found = new Map<number, Carrying>();
  let complete = true;
  for (const label of labels) {
    const part = await client.openLabelled(repository, label);
    complete &&= part.complete;
    for (const issue of part.found)
      if (!issue.isPullRequest)
        found.set(issue.number, { ...issue, carried: [...(found.get(issue.number)?.carried ?? []), label] });
  }
  return { open: [...found.values()].sort((one, other) => one.number - other.number), complete };
}

/** What is wrong with a label that the repository does not have: no issue would ever carry it. */
function misnamed(repository: string, label: string, known: readonly string[]): string {
  const near = nearest(label, known);
  return `${repository} has no label ${label}.${near === undefined ? '' : ` It has one called ${near}.`}`;
}

function stopped(open: readonly Carrying[], first: Carrying, labels: readonly string[], complete: boolean) {
  const said = open.map(({ number, title, carried }) => `#${number} "${shortened(title, 40)}" (${listed(carried)})`);
  const which = open.length === 1 ? 'it' : 'them';
  return {
    said: `${complete ? '' : 'At least '}${counted(open.length, 'open issue')} ${open.length === 1 ? 'stops' : 'stop'} the release: ${few(said)}. Close ${which}, or take the label off what may wait.`,
    link: open.length === 1 ? first.url : listUrl(first.url, labels),
  };
}

/** Red, with the issues as the fact by which people settle them. */
function red(sentence: string, open: readonly Carrying[], link?: string): StepOutcome {
  const issues = open.map(({ number, title, url, carried }) => ({
    number,
    title: shortened(title, 120),
    url,
    labels: carried,
  }));
  return {
    kind: 'reading',
    outcome: 'fail',
    sentence,
    link,
    facts: { [blockingFact]: blockingText(issues) },
  };
}

/** What is open and stops the release: without what was deferred in it. */
async function stillStopping(client: NoOpenIssuesClient, work: Work, open: readonly Carrying[]) {
  const deferred = await Promise.all(open.map(({ number }) => isDeferred(client, work, number)));
  return open.filter((_, n) => deferred[n] !== true);
}

function passed(work: Work, labels: readonly string[]): StepOutcome {
  const settled = settledSentence(work);
  const facts = (work.state.settled ?? []).length === 0 ? {} : { [blockingFact]: blockingText([]) };
  const sentence =
    settled === ''
      ? `No open issue carries ${listed(labels, 'or')}.`
      : sentenceOf(`No open issue with ${listed(labels, 'or')} is left: ${settled}`);
  return completed('made', sentence, undefined, facts);
}

async function look(client: NoOpenIssuesClient, work: Work, labels: readonly string[]): Promise<StepOutcome> {
  const { repository } = work;
  const known = await client.labelNames(repository);
  const names = new Set(known.found.map((name) => name.toLowerCase()));
  const unknown = labels.filter((label) => !names.has(label.toLowerCase()));
  const all = await openIssues(client, repository, labels);
  const open = await stillStopping(client, work, all.open);
  const { complete } = all;
  const [first] = open;
  const stop = first === undefined ? undefined : stopped(open, first, labels, complete);
  if (unknown.length > 0 && known.complete) {
    const wrong = unknown.map((label) => misnamed(repository, label, known.found)).join(' ');
    const remedy = 'Make it on GitHub, or correct its name in the playbook.';
    return red([...(stop === undefined ? [] : [stop.said]), wrong, remedy].join(' '), open, stop?.link);
  }
  if (stop !== undefined) return red(stop.said, open, stop.link);
  if (unknown.length > 0)
    return unavailable(
      `${repository} has more labels than Slipway reads (1,000), and ${listed(unknown, 'or')} is not among those, so it cannot say whether an issue could carry it. Look at the issues on GitHub, and complete this step by hand.`,
    );
  if (!complete)
    return unavailable(
      `More is open with ${listed(labels, 'or')} than Slipway reads (1,000), and all of that is pull requests, so it cannot say that no issue is among the rest. Take the labels off pull requests on GitHub.`,
    );
  return passed(work, labels);
}

/** What people decided goes to GitHub first. A no to that is red, and is tried again with each look. */
async function settleAndLook(client: NoOpenIssuesClient, work: Work, labels: readonly string[]): Promise<StepOutcome> {
  let facts = {};
  try {
    const settled = await settleOnGitHub(client, work);
    if (settled.told !== undefined) return settled.told;
    facts = settled.facts;
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error;
    return failing(
      `GitHub does not let Slipway settle the issues of ${work.repository}. ${sentenceOf(error.message)} Its GitHub App or token needs the permission issues: write there. Slipway tries it again by itself; or do it on GitHub.`,
    );
  }
  const outcome = await look(client, work, labels);
  return outcome.kind === 'failed' ? outcome : { ...outcome, facts: { ...facts, ...outcome.facts } };
}

/** Whether no open issue carries one of the labels. Pull requests are no issues here: their labels say what they are. */
export async function noOpenIssues(client: NoOpenIssuesClient, work: Work): Promise<StepOutcome> {
  const { repository, step } = work;
  const labels = [...new Set(step.labelled.map((label) => work.fill(label).trim()))];
  const joined = labels.find((label) => label.includes(','));
  if (joined !== undefined)
    return failing(
      `"${shortened(joined)}" has a comma, which GitHub takes for several labels. Write each label in labelled: of the playbook on its own, without a placeholder that says several.`,
    );
  try {
    return await settleAndLook(client, work, labels);
  } catch (error) {
    if (!(error instanceof RefusedOutside) || !['403', '404', '410'].includes(error.code)) throw error;
    return unavailable(
      `Slipway cannot read the issues of ${repository}. ${sentenceOf(error.message)} Its GitHub App or token needs the permission issues: read there, and issues must be switched on.`,
    );
  }
}
