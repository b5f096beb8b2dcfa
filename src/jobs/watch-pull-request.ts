import type { Facts } from '../release/events.ts';
import { type Release, stepState } from '../release/release.ts';
import { counted } from '../release/wording.ts';
import {
  type MergedPullRequest,
  mergedByUs,
  mergedOutcome,
  type WhoMergedClient,
} from './actions/merged-pull-request.ts';
import { type Changes, type ChangesClient, firstLines, pullRequestFacts } from './changes.ts';
import { few, shortened } from './few.ts';

interface PullRequest extends MergedPullRequest {
  readonly title: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly base: string;
  readonly headBranch: string;
}

export interface WatchPullRequestClient extends ChangesClient, WhoMergedClient {
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
  | { readonly kind: 'closed'; readonly sentence: string; readonly remedy: string; readonly link: string };

function movedSentence(number: number, from: string, to: string, news: Changes | undefined): string {
  const moved = `Pull request #${number} moved from ${from.slice(0, 7)} to ${to.slice(0, 7)}`;
  if (news === undefined || news.total === 0) return `${moved}: commits were taken away or rewritten.`;
  const named = news.commits.map(({ sha, subject }) => `${sha.slice(0, 7)} ${shortened(subject, 60)}`);
  const people = [...news.authors, ...news.strangers];
  const by = people.length === 0 ? '' : ` by ${few(people)}`;
  return `${moved}: ${counted(news.total, 'new commit')}${by}: ${few(named, 3, news.total)}.`;
}

async function headMoved(
  client: WatchPullRequestClient,
  repository: string,
  pullRequest: PullRequest,
  known: string,
): Promise<Observation> {
  const { number, head, base, headBranch, url } = pullRequest;
  const [news, all] = await Promise.all([
    client.changesBetween(repository, known, head, headBranch),
    client.changesBetween(repository, base, head, headBranch),
  ]);
  if (all === undefined) return { kind: 'unchanged' }; // not to be read yet: the next look tells
  return {
    kind: 'head-moved',
    to: head,
    sentence: movedSentence(number, known, head, news),
    link: news?.url ?? url,
    facts: pullRequestFacts(pullRequest, all),
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
  const authors = [...new Set([...(known['authors'] ?? '').split(' '), ...news.authors])].filter((a) => a !== '');
  const commits = Number(known['commits'] ?? 0) + news.total;
  return { authors: authors.join(' '), commits: String(commits), changes: firstLines(news) };
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
  const { sentence, link, facts = {} } = mergedOutcome(pullRequest, { signed: shown }, false);
  return { kind: 'merged-by-hand', head: pullRequest.head, asShown, more, sentence, link, facts };
}

/** Looks at the pull request that a step opened: has its head moved, was it merged or closed by hand? Changes nothing. */
export async function watchPullRequest(
  client: WatchPullRequestClient,
  release: Release,
  step: string,
): Promise<Observation> {
  const { repository } = release.component;
  const { number, head } = stepState(release, step).facts;
  if (number === undefined || head === undefined) return { kind: 'unchanged' }; // completed outside, without a pull request
  const pullRequest = await client.pullRequest(repository, Number(number));
  if (pullRequest.merged !== undefined) return await merged(client, release, step, pullRequest);
  if (pullRequest.state === 'closed')
    return {
      kind: 'closed',
      sentence: `Pull request #${number} was closed without being merged.`,
      remedy: 'Reopen it on GitHub and press Retry, or cancel this release.',
      link: pullRequest.url,
    };
  return pullRequest.head === head ? { kind: 'unchanged' } : await headMoved(client, repository, pullRequest, head);
}
