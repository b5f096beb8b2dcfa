import type { Facts } from '../release/events.ts';
import { type Release, stepState } from '../release/release.ts';
import { shortened } from '../release/shortened.ts';
import { titleOf } from '../release/waiting.ts';
import { counted } from '../release/wording.ts';
import {
  type MergedPullRequest,
  mergedByUs,
  mergedOutcome,
  type WhoMergedClient,
} from './actions/merged-pull-request.ts';
import { type Changes, firstLines, pullRequestFacts } from './changes.ts';
import { few } from './few.ts';
import { type StartersClient, startersOf } from './pull-request-starters.ts';
import type { AggregateClient } from './release-please/aggregate.ts';
import { isProposal, movedProposal, wrongProposal } from './release-please/watch-proposal.ts';

interface PullRequest extends MergedPullRequest {
  readonly title: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly base: string;
  readonly headBranch: string;
  readonly body: string;
  readonly author: string | undefined;
  readonly byBot: boolean;
  readonly createdAt: Date;
  readonly closedAt: Date | undefined;
}

export interface WatchPullRequestClient extends AggregateClient, StartersClient, WhoMergedClient {
  pullRequest(repository: string, number: number): Promise<PullRequest>;
}

/** What has become of the release pull request since Slipway last looked. Sentences are plain text. */
export type Observation =
  | { readonly kind: 'unchanged' }
  /** For RecordHeadMoved of the watched step. */
  | {
      readonly kind: 'head-moved';
      readonly to: string;
      readonly sentence: string;
      readonly link: string;
      readonly facts: Facts;
      /** First lines of the new commits. */
      readonly news?: string | undefined;
    }
  /** For RecordCompletion (adopted) of the step that merges: its facts. */
  | {
      readonly kind: 'merged-by-hand';
      /** The head commit that was merged. */
      readonly head: string;
      /** Whether exactly the commit was merged that Slipway showed to the signers. */
      readonly asShown: boolean;
      /** Where it is not: facts of the step that opened it, with what was merged besides. */
      readonly more: Facts;
      readonly sentence: string;
      readonly link: string | undefined;
      readonly facts: Facts;
    }
  /** By Slipway itself: the action's next look records it. */
  | { readonly kind: 'merged-by-slipway' }
  | {
      /** Closed, or of another version than the release's. */
      readonly kind: 'closed' | 'misproposed';
      readonly sentence: string;
      readonly remedy: string;
      readonly link: string;
    };

const reopenedWithin = 2 * 60_000; // ms: closing and reopening is how a person gets CI onto a pull request of GITHUB_TOKEN

function movedSentence(number: number, from: string, to: string, news: Changes | undefined): string {
  const moved = `Pull request #${number} moved from ${from.slice(0, 7)} to ${to.slice(0, 7)}`;
  if (news === undefined || news.total === 0) return `${moved}: commits were taken away or rewritten.`;
  const named = news.commits.map(({ sha, subject }) => `${sha.slice(0, 7)} ${shortened(subject, 60)}`);
  const people = [...news.authors, ...news.strangers];
  const by = people.length === 0 ? '' : ` by ${few(people)}`;
  return `${moved}: ${counted(news.total, 'new commit')}${by}: ${few(named, 3, news.total)}.`;
}

/** The facts of the pull request as it is now; undefined where they are not to be read yet. */
async function factsNow(client: WatchPullRequestClient, release: Release, step: string, pullRequest: PullRequest) {
  if (isProposal(release, step)) return await movedProposal(client, release, pullRequest);
  const { base, head, headBranch } = pullRequest;
  const [all, starters] = await Promise.all([
    client.changesBetween(release.component.repository, base, head, headBranch),
    startersOf(client, release, pullRequest),
  ]);
  return all === undefined ? undefined : pullRequestFacts(pullRequest, all, starters);
}

async function headMoved(
  client: WatchPullRequestClient,
  release: Release,
  step: string,
  pullRequest: PullRequest,
  known: string,
): Promise<Observation> {
  const { number, head, base, headBranch, url } = pullRequest;
  const into = isProposal(release, step) ? base : headBranch;
  const [news, facts] = await Promise.all([
    client.changesBetween(release.component.repository, known, head, into),
    factsNow(client, release, step, pullRequest),
  ]);
  if (facts === undefined) return { kind: 'unchanged' }; // not to be read yet: the next look tells
  return {
    kind: 'head-moved',
    to: head,
    sentence: movedSentence(number, known, head, news),
    link: news?.url ?? url,
    facts,
    news: news === undefined || news.total === 0 ? undefined : firstLines(news),
  };
}

/** What other commits than the shown ones mean for those who sign: who wrote them, too. Undefined while GitHub cannot tell. */
async function factsOfMore(
  client: WatchPullRequestClient,
  release: Release,
  step: string,
  { head, headBranch }: PullRequest,
): Promise<Facts | undefined> {
  const known = stepState(release, step).facts;
  const news = await client.changesBetween(release.component.repository, known['head'] ?? '', head, headBranch);
  if (news === undefined) return undefined;
  const together = (fact: string, more: readonly (string | number)[]): string =>
    [...new Set([...(known[fact] ?? '').split(' '), ...more.map(String)])].filter((a) => a !== '').join(' ');
  const commits = Number(known['commits'] ?? 0) + news.total;
  return {
    authors: together('authors', news.authors),
    'author-ids': together('author-ids', news.authorIds),
    commits: String(commits),
    changes: firstLines(news),
  };
}

/** The sign-offs of a pull request that are not given. */
function unsignedOf(release: Release, step: string): readonly string[] {
  return release.plan
    .filter((p) => 'sign-off' in p.step && p.step.of === step && stepState(release, p.id).status !== 'done')
    .map((p) => titleOf(release, p));
}

async function merged(
  client: WatchPullRequestClient,
  release: Release,
  step: string,
  pullRequest: PullRequest,
): Promise<Observation> {
  const shown = stepState(release, step).facts['head'] ?? '';
  const asShown = pullRequest.head === shown;
  if (asShown && (await mergedByUs(client, release.component.repository, pullRequest, release.id)))
    return { kind: 'merged-by-slipway' };
  const more = asShown ? {} : await factsOfMore(client, release, step, pullRequest);
  if (more === undefined) return { kind: 'unchanged' }; // not to be read yet: the next look tells
  const subject = { signed: shown, unsigned: unsignedOf(release, step) };
  const { sentence, link, facts = {} } = mergedOutcome(pullRequest, subject, false);
  return { kind: 'merged-by-hand', head: pullRequest.head, asShown, more, sentence, link, facts };
}

/** Looks at the pull request that a step opened: has its head moved, was it merged or closed by hand? Changes nothing. */
export async function watchPullRequest(
  client: WatchPullRequestClient,
  release: Release,
  step: string,
  now: Date,
): Promise<Observation> {
  const { repository } = release.component;
  const { number, head } = stepState(release, step).facts;
  if (number === undefined || head === undefined) return { kind: 'unchanged' }; // completed outside, without a pull request
  const pullRequest = await client.pullRequest(repository, Number(number));
  if (pullRequest.merged !== undefined) return await merged(client, release, step, pullRequest);
  const { state, closedAt } = pullRequest;
  const reopens = isProposal(release, step) && now.getTime() - (closedAt?.getTime() ?? 0) < reopenedWithin;
  if (state === 'closed' && reopens) return { kind: 'unchanged' };
  if (state === 'closed')
    return {
      kind: 'closed',
      sentence: `Pull request #${number} was closed without being merged.`,
      remedy: 'Reopen it on GitHub and press Retry, or cancel this release.',
      link: pullRequest.url,
    };
  if (pullRequest.head !== head) return await headMoved(client, release, step, pullRequest, head);
  const wrong = isProposal(release, step) ? await wrongProposal(client, release, pullRequest) : undefined;
  return wrong === undefined ? { kind: 'unchanged' } : { kind: 'misproposed', ...wrong };
}
