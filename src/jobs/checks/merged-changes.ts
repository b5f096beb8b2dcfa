import type { Changes, MergedPullRequest } from '../../release/changes.ts';
import { RefusedOutside } from '../../release/outside-errors.ts';
import type { Release } from '../../release/release.ts';
import { releasedHead, releasePullRequest } from '../../release/released-commit.ts';
import { carriesMark } from '../actions/release-mark.ts';
import { type StepOutcome, type StepWork, sentenceOf, unavailable } from '../step-outcome.ts';

export interface MergedChangesClient {
  ownLogin(): Promise<string>;
  changesForNotes(repository: string, base: string | undefined, head: string): Promise<Changes>;
}

type MergedChanges =
  | { readonly kind: 'read'; readonly changes: Changes }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

/** ` since v1.4.0`, and nothing before a first release. */
export function sinceOf({ previousTag }: Release): string {
  return previousTag === undefined ? '' : ` since ${previousTag}`;
}

/** What a check says that found nothing wrong where not all could be read; undefined where all was. */
export function notAllRead(
  { release, repository }: StepWork<unknown>,
  { truncated, notAssociated }: Changes,
  what: string,
  link?: string,
): StepOutcome | undefined {
  if (truncated)
    return unavailable(
      `There are more commits${sinceOf(release)} than Slipway reads (1,000), so it cannot say ${what}. Complete this step by hand.`,
      link,
    );
  if (notAssociated === undefined) return undefined;
  return unavailable(
    `GitHub does not tell Slipway which pull requests brought the commits${sinceOf(release)}, so it cannot say ${what}. ${sentenceOf(notAssociated)} Its GitHub App or token needs the permissions contents: read and pull requests: read on ${repository}.`,
    link,
  );
}

/** Release Please's own pull requests come from such a branch of the repository. Its labels can be set to others, so they tell less. */
function isReleasePleases({ headBranch }: MergedPullRequest): boolean {
  return headBranch?.startsWith('release-please--') === true;
}

/**
 * Without the release's own pull request, those that Release Please opened for a release, and those that Slipway did:
 * anybody can write its mark.
 */
export async function withoutOwn(
  client: MergedChangesClient,
  { release }: StepWork<unknown>,
  pullRequests: readonly MergedPullRequest[],
): Promise<readonly MergedPullRequest[]> {
  const own = Number(releasePullRequest(release)?.['number']);
  const others = pullRequests.filter((pull) => pull.number !== own && !isReleasePleases(pull));
  if (!others.some(({ body }) => carriesMark(body))) return others;
  const login = (await client.ownLogin()).toLowerCase();
  return others.filter(({ body, author }) => !carriesMark(body) || author?.toLowerCase() !== login);
}

/**
 * What a release brings since its previous tag: up to the head of its pull request, or before there is one of the
 * branch that is released. The release's own pull request, and those that Release Please or Slipway opened for a release, are left out.
 */
export async function mergedChanges(client: MergedChangesClient, work: StepWork<unknown>): Promise<MergedChanges> {
  const { release, repository } = work;
  try {
    const changes = await client.changesForNotes(repository, release.previousTag, releasedHead(release));
    const pullRequests = await withoutOwn(client, work, changes.pullRequests);
    return { kind: 'read', changes: { ...changes, pullRequests } };
  } catch (error) {
    if (!(error instanceof RefusedOutside) || !['403', '404'].includes(error.code)) throw error;
    const tag = release.previousTag === undefined ? '' : ` The tag ${release.previousTag} must be there.`;
    return {
      kind: 'told',
      outcome: unavailable(
        `Slipway cannot read what was merged into ${release.playbook['released-from']}${sinceOf(release)}. ${sentenceOf(error.message)}${tag} Its GitHub App or token needs the permissions contents: read and pull requests: read on ${repository}.`,
      ),
    };
  }
}
