import type { ActionStep } from '../../release/playbook-steps.ts';
import { counted } from '../../release/wording.ts';
import { type ChangesClient, firstLines } from '../changes.ts';
import { few } from '../few.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';

export interface PinCommitClient extends ChangesClient {
  tipOfBranch(repository: string, branch: string): Promise<string | undefined>;
  /** Newest first, 100 at most. */
  newestCommits(
    repository: string,
    branch: string,
  ): Promise<
    readonly { readonly sha: string; readonly subject: string; readonly author: string; readonly url: string }[]
  >;
}

type Work = StepWork<Extract<ActionStep, { action: 'pin-commit' }>>;

/** What a commit carries since the previous tag; undefined where GitHub does not show it. */
async function carried(client: PinCommitClient, { repository, release }: Work, ref: string, head: string) {
  if (release.previousTag !== undefined) return await client.changesBetween(repository, release.previousTag, head, ref);
  const commits = await client.newestCommits(repository, head); // a first release: there is nothing to compare with
  const authors = [...new Set(commits.map(({ author }) => author))].filter((author) => !author.includes(' '));
  const total = commits.length;
  return { commits, total, pullRequests: [], authors, authorIds: [], strangers: [], url: commits[0]?.url ?? '' };
}

/** What is new since the commit that was pinned before, where it is pinned anew. */
async function newsSince(client: PinCommitClient, { repository, state }: Work, ref: string, head: string) {
  const { previous } = state.facts;
  if (previous === undefined || previous === head) return undefined;
  return await client.changesBetween(repository, previous, head, ref);
}

function againSentence(previous: string, head: string, news: number | undefined): string {
  if (previous === head) return ' It is the same commit as before.';
  const since = `It was ${previous.slice(0, 7)} before`;
  return news === undefined || news === 0
    ? ` ${since}: commits were taken away or rewritten.`
    : ` ${since}: ${counted(news, 'new commit')}.`;
}

/** Reads where a branch stands, once: that commit is what the release releases, whatever is pushed later. Changes nothing. */
export async function pinCommit(client: PinCommitClient, work: Work): Promise<StepOutcome> {
  const { repository, release, step, state } = work;
  const ref = work.fill(step.ref);
  const head = await client.tipOfBranch(repository, ref);
  if (head === undefined)
    return failed(
      `${repository} has no branch ${ref}.`,
      `Push the branch ${ref}, or correct it in the playbook for the next release; then press Retry.`,
    );
  const [changes, news] = await Promise.all([carried(client, work, ref, head), newsSince(client, work, ref, head)]);
  if (changes === undefined) return waiting(`GitHub does not show what ${head.slice(0, 7)} of ${ref} carries yet.`);
  const { authors, authorIds, total, pullRequests, strangers, url } = changes;
  if (total === 0)
    return failed(
      `${ref} has nothing that ${release.previousTag ?? 'the last tag'} lacks, so there is nothing to release.`,
      `Merge into ${ref} what is to be released, then press Retry; or cancel this release.`,
    );
  const { previous } = state.facts;
  const again = previous === undefined ? '' : againSentence(previous, head, news?.total);
  const unknown =
    strangers.length === 0
      ? ''
      : ` GitHub knows no login for ${few(strangers)}, so Slipway cannot tell whether they are among the signers.`;
  const carries = `${counted(total, 'commit')} of ${counted(pullRequests.length, 'pull request')}`;
  return completed('made', `${ref} is pinned at ${head.slice(0, 7)}: ${carries}.${again}${unknown}`, news?.url ?? url, {
    head,
    sha: head,
    url,
    authors: authors.join(' '),
    'author-ids': authorIds.join(' '),
    commits: String(total),
    pullRequests: String(pullRequests.length),
    changes: firstLines(changes),
    ...(news === undefined ? {} : { news: firstLines(news) }),
  });
}
