import type { MergedPullRequest } from '../../release/changes.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { releasedHead } from '../../release/released-commit.ts';
import { listed } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { type MergedChangesClient, mergedChanges, sinceOf } from './merged-changes.ts';
import { pathGlob } from './path-glob.ts';

export interface ChangesTouchClient extends MergedChangesClient {
  /** The paths that differ; not complete where GitHub names only the first; undefined where a commit is not there. */
  filesBetween(
    repository: string,
    base: string,
    head: string,
  ): Promise<{ readonly paths: readonly string[]; readonly complete: boolean } | undefined>;
}

type Work = StepWork<Extract<CheckStep, { check: 'changes-touch' }>>;

const touched = (sentence: string, link?: string): StepOutcome => completed('made', sentence, link, { touched: 'yes' });

const folded = (label: string): string => label.trim().toLowerCase();

function labelled({ labels }: MergedPullRequest, wanted: readonly string[]): string | undefined {
  return wanted.find((one) => labels.some((label) => folded(label) === folded(one)));
}

/**
 * Whether anything that was merged since the previous tag touches one of the paths, or carries one of the labels: what
 * later steps ask by `when:`. It stops nothing. What cannot be read whole counts as touching: better a review too many.
 */
export async function changesTouch(client: ChangesTouchClient, work: Work): Promise<StepOutcome> {
  const { release, repository, step, fill } = work;
  if (release.previousTag === undefined)
    return touched('Nothing was released before, so all of it is new and counts as touching it.');
  const [paths, labels] = [step.paths.map(fill), step.labels.map(fill)];
  const since = sinceOf(release);
  const read = await mergedChanges(client, work);
  if (read.kind === 'told') return read.outcome;
  const [carrying] = read.changes.pullRequests.filter((pull) => labelled(pull, labels) !== undefined);
  if (carrying !== undefined)
    return touched(`Pull request #${carrying.number} carries ${labelled(carrying, labels)}.`, carrying.url);
  const files =
    paths.length === 0 ? undefined : await client.filesBetween(repository, release.previousTag, releasedHead(release));
  if (paths.length > 0 && files === undefined) return waiting(`GitHub does not show the files changed${since} yet.`);
  const patterns = paths.map(pathGlob);
  const found = files?.paths.filter((path) => patterns.some((pattern) => pattern.test(path))) ?? [];
  if (found.length > 0) return touched(`Changed${since}: ${few(found)}.`);
  const unread = files?.complete === false || (labels.length > 0 && read.changes.truncated);
  if (unread || (labels.length > 0 && read.changes.notAssociated !== undefined))
    return touched(`GitHub does not show all that changed${since}, so this counts as touching it.`);
  const what = [
    ...(paths.length === 0 ? [] : [`touches ${listed(paths, 'or')}`]),
    ...labels.map((l) => `carries ${l}`),
  ];
  return completed('made', `Nothing merged${since} ${listed(what, 'or')}.`, undefined, { touched: 'no' });
}
