import { type Changes, type Commit, isMerge, type MergedPullRequest } from '../../release/changes.ts';
import { notesOf } from '../../release/notes.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { counted, listed } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, unavailable } from '../step-outcome.ts';
import { type MergedChangesClient, mergedChanges, notAllRead, sinceOf } from './merged-changes.ts';

export interface LabelsAccurateClient extends MergedChangesClient {
  /** The commits of a pull request as they were pushed. */
  commitsOfPullRequest(
    repository: string,
    number: number,
  ): Promise<{
    readonly commits: readonly { readonly sha: string; readonly message: string }[];
    /** Whether these are all. */
    readonly complete: boolean;
  }>;
  /** The paths that a pull request touches. */
  filesOfPullRequest(repository: string, number: number): Promise<readonly string[]>;
}

type Work = StepWork<Extract<CheckStep, { check: 'labels-accurate' }>>;

/** A merged pull request with the commits that the branch has of it. */
interface Merged {
  readonly pull: MergedPullRequest;
  readonly commits: readonly Commit[];
}

interface Looked {
  readonly pull: MergedPullRequest;
  /** What it lacks or has too much. */
  readonly faults: readonly string[];
  /** It has more commits than GitHub lists, and those that it lists do not say that they break something. */
  readonly unsure: boolean;
}

const folded = (label: string): string => label.trim().toLowerCase();
const isDocs = (path: string): boolean => path.startsWith('docs/') || /\.md$/i.test(path);

/** Whether a label is the wanted one; a trailing `*` stands for any rest. GitHub's labels have no case. */
function fits(label: string, wanted: string): boolean {
  const [own, pattern] = [folded(label), folded(wanted)];
  return pattern.endsWith('*') ? own.startsWith(pattern.slice(0, -1)) : own === pattern;
}

function breaks(changes: Partial<Changes>): boolean {
  const noted = notesOf({ changes: { commits: [], pullRequests: [], truncated: false, ...changes } });
  return noted.some(({ kind }) => kind === 'Breaking changes');
}

/** GitHub lists no more than 250 commits of a pull request. */
const unsure = Symbol('unsure');

/** What says of itself that it breaks something: the title, or the id of a commit. */
async function breakingWords(client: LabelsAccurateClient, work: Work, { pull, commits }: Merged) {
  const says = ({ message }: Pick<Commit, 'message'>) =>
    breaks({ commits: [{ sha: '', url: '', parents: [], pullRequests: [], message }] });
  const commit = commits.find(says);
  if (commit !== undefined) return commit.sha.slice(0, 7);
  if (breaks({ pullRequests: [{ ...pull, body: '', labels: [] }] })) return 'its title';
  if (commits.filter((one) => !isMerge(one)).length > 1) return undefined; // no squash, so these are all
  const pushed = await client.commitsOfPullRequest(work.repository, pull.number);
  const broken = pushed.commits.find(says)?.sha.slice(0, 7);
  return broken === undefined && !pushed.complete ? unsure : broken;
}

function faultOfKind({ labels }: MergedPullRequest, wanted: readonly string[]): string | undefined {
  const found = labels.filter((label) => wanted.some((one) => fits(label, one)));
  if (found.length === 1) return undefined;
  const names = listed(wanted, 'or');
  return found.length === 0 ? `has no label ${names}` : `has ${listed(found)} where one label ${names} is wanted`;
}

async function faultOfBreaking(client: LabelsAccurateClient, work: Work, merged: Merged, label: string) {
  const says = await breakingWords(client, work, merged);
  if (says === unsure) return unsure;
  const has = merged.pull.labels.some((one) => fits(one, label));
  if (has === (says !== undefined)) return undefined;
  return has
    ? `has ${label} though no commit says that it breaks anything`
    : `lacks ${label} though ${says} says that it breaks something`;
}

async function faultOfDocs(client: LabelsAccurateClient, { repository }: Work, pull: MergedPullRequest, label: string) {
  if (pull.labels.some((one) => fits(one, label))) return undefined;
  const paths = await client.filesOfPullRequest(repository, pull.number);
  return paths.length > 0 && paths.every(isDocs) ? `lacks ${label} though it touches documentation only` : undefined;
}

async function look(client: LabelsAccurateClient, work: Work, pull: MergedPullRequest, all: readonly Commit[]) {
  const { step, fill } = work;
  const { 'one-of': kinds, 'with-breaking': breaking, 'with-docs': docs } = step;
  const commits = all.filter(({ pullRequests }) => pullRequests.includes(pull.number));
  const found = [
    faultOfKind(pull, kinds.map(fill)),
    breaking === undefined ? undefined : await faultOfBreaking(client, work, { pull, commits }, fill(breaking)),
    docs === undefined ? undefined : await faultOfDocs(client, work, pull, fill(docs)),
  ];
  const faults = found.filter((fault) => typeof fault === 'string');
  return { pull, faults, unsure: found.includes(unsure) };
}

function said({ pull, faults }: Looked): string {
  return `#${pull.number} ${listed(faults)}`;
}

/** Whether each merged pull request since the previous tag carries the labels that its content asks for, and one of each set. */
export async function labelsAccurate(client: LabelsAccurateClient, work: Work): Promise<StepOutcome> {
  const { release } = work;
  const read = await mergedChanges(client, work);
  if (read.kind === 'told') return read.outcome;
  const { commits, pullRequests } = read.changes;
  const looked: Looked[] = [];
  for (const pull of pullRequests) looked.push(await look(client, work, pull, commits));
  const faulty = looked.filter(({ faults }) => faults.length > 0);
  const since = sinceOf(release);
  const all = `${counted(pullRequests.length, 'merged pull request')}${since}`;
  const [first] = faulty;
  if (first !== undefined)
    return failing(
      `${faulty.length} of ${all} ${faulty.length === 1 ? 'is' : 'are'} not labelled rightly: ${few(faulty.map(said))}. Correct the labels on GitHub.`,
      first.pull.url,
    );
  const part = notAllRead(work, read.changes, 'whether every pull request is labelled rightly');
  if (part !== undefined) return part;
  const long = looked.filter((one) => one.unsure).map(({ pull }) => pull);
  if (long.length > 0)
    return unavailable(
      `${few(long.map(({ number }) => `#${number}`))} ${long.length === 1 ? 'has' : 'have'} more commits than GitHub lists of a pull request (250), so Slipway cannot say whether one of them breaks something. Look at them on GitHub, and complete this step by hand.`,
      long[0]?.url,
    );
  if (pullRequests.length === 0) return completed('made', `No pull request was merged${since}.`);
  return completed('made', `${all} ${pullRequests.length === 1 ? 'is' : 'are'} labelled rightly.`);
}
