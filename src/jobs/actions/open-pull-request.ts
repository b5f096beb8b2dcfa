import type { ActionStep } from '../../release/playbook-steps.ts';
import type { Release } from '../../release/release.ts';
import { taggedCommit } from '../../release/released-commit.ts';
import { counted } from '../../release/wording.ts';
import { type Changes, type ChangesClient, pullRequestFacts } from '../changes.ts';
import { few } from '../few.ts';
import { type StartersClient, startersOf } from '../pull-request-starters.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { pullRequestBody } from './pull-request-body.ts';
import { isMarked } from './release-mark.ts';

interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly head: string;
  readonly base: string;
  readonly author: string | undefined;
  readonly byBot: boolean;
  readonly createdAt: Date;
}

type Opened =
  | { readonly kind: 'made'; readonly pullRequest: PullRequest }
  | { readonly kind: 'exists' | 'nothing-new' }
  | { readonly kind: 'no-branch'; readonly side: 'head' | 'base' };

export interface OpenPullRequestClient extends ChangesClient, StartersClient {
  pullRequestsBetween(repository: string, head: string, base: string): Promise<readonly PullRequest[]>;
  openPullRequest(
    repository: string,
    wanted: { readonly head: string; readonly base: string; readonly title: string; readonly body: string },
  ): Promise<Opened>;
}

type Work = StepWork<Extract<ActionStep, { action: 'open-pull-request' }>>;

/** Once the release is tagged, a pull request brings it back: it releases nothing any more. */
function isWayBack(release: Release): boolean {
  return taggedCommit(release) !== undefined;
}

/**
 * The one to go on with: what is open, else what an earlier try opened and somebody merged before it was recorded. One
 * that somebody has opened and merged by themselves counts where all of it is released.
 */
async function find(client: OpenPullRequestClient, work: Work, from: string, to: string) {
  const { repository, release } = work;
  const all = await client.pullRequestsBetween(repository, from, to);
  const merged = all.filter(({ state }) => state === 'merged');
  return (
    all.find(({ state }) => state === 'open') ??
    merged.find(({ body }) => isMarked(body, release.id)) ??
    (isWayBack(release) ? merged[0] : undefined)
  );
}

function sentenceOf(pullRequest: PullRequest, changes: Changes, how: 'made' | 'adopted'): string {
  const { total, pullRequests, strangers } = changes;
  const carries = `${counted(total, 'commit')} of ${counted(pullRequests.length, 'pull request')}`;
  const done =
    how === 'made'
      ? `Pull request #${pullRequest.number} is open`
      : `Pull request #${pullRequest.number}, opened by ${pullRequest.author ?? 'somebody'}, is taken over as it is`;
  const unknown =
    strangers.length === 0
      ? ''
      : ` GitHub knows no login for ${few(strangers)}, so Slipway cannot tell whether they are among the signers.`;
  return `${done}: ${carries}.${unknown}`;
}

async function take(client: OpenPullRequestClient, work: Work, pullRequest: PullRequest, from: string) {
  const { base, head, url } = pullRequest;
  const changes = await client.changesBetween(work.repository, base, head, from);
  if (changes === undefined)
    return waiting(`GitHub does not show the commits of pull request #${pullRequest.number} yet.`, url);
  const how = isMarked(pullRequest.body, work.release.id) ? 'made' : 'adopted';
  const starters = await startersOf(client, work.release, pullRequest);
  return completed(how, sentenceOf(pullRequest, changes, how), url, pullRequestFacts(pullRequest, changes, starters));
}

function noBranch(repository: string, branch: string): StepOutcome {
  return failed(
    `${repository} has no branch ${branch}.`,
    `Push the branch ${branch}, or correct it in the playbook for the next release; then press Retry.`,
  );
}

function nothingNew({ release }: Work, from: string, to: string): StepOutcome {
  if (isWayBack(release))
    return failed(
      `${to} has every commit of ${from} already, and no pull request brought them.`,
      'Say so by “Done outside”, with a link to the commit as evidence.',
    );
  return failed(
    `${from} has nothing that ${to} lacks, so there is nothing to release.`,
    `Merge into ${from} what is to be released, then press Retry; or cancel this release.`,
  );
}

/**
 * Opens the release pull request, or takes over the one that is open. Neither title nor body of one that exists is
 * ever changed: a person, or Release Please, may have written it and may read it again. The body shows what the pull
 * request carried when it was opened; what came later is told in Slack.
 */
export async function openPullRequest(client: OpenPullRequestClient, work: Work): Promise<StepOutcome> {
  const { repository, release, step } = work;
  const [from, to] = [work.fill(step.from), work.fill(step.to)];
  const found = await find(client, work, from, to);
  if (found !== undefined) return await take(client, work, found, from);
  const changes = await client.changesBetween(repository, to, from, from);
  if (changes?.total === 0) return nothingNew(work, from, to);
  const { id, component, semver: version, bump } = release;
  const what = `${component.name} ${version}`;
  const named = { id, component: component.name, version, bump };
  const opened = await client.openPullRequest(repository, {
    head: from,
    base: to,
    title: isWayBack(release) ? `Merge ${from} back into ${to} after ${what}` : `Release ${what}`,
    body: changes === undefined ? '' : pullRequestBody(named, changes),
  });
  if (opened.kind === 'made') return await take(client, work, opened.pullRequest, from);
  if (opened.kind === 'no-branch') return noBranch(repository, opened.side === 'head' ? from : to);
  if (opened.kind === 'nothing-new') return nothingNew(work, from, to);
  const other = await find(client, work, from, to); // opened at this moment, by somebody or by a twin of this job
  return other === undefined
    ? waiting(`A pull request from ${from} to ${to} was opened at this moment; GitHub does not show it yet.`)
    : await take(client, work, other, from);
}
