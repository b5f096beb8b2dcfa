import { accountsOf } from '../release/accounts.ts';
import type { Release } from '../release/release.ts';
import { isMarked } from './actions/release-mark.ts';

interface PullRequest {
  readonly body: string;
  readonly author: string | undefined;
  /** Its author is no person: a workflow, or an App. */
  readonly byBot: boolean;
  readonly createdAt: Date;
}

export interface StartersClient {
  /** Logins of those by whose dispatches workflows ran at that time. */
  dispatchersAt(repository: string, at: Date): Promise<readonly string[]>;
}

/**
 * GitHub logins of those who had a release pull request opened, and so count as its authors: the person who opened it; of
 * one that Slipway opened, who started the release; of one that a workflow opened, who dispatched it.
 */
export async function startersOf(
  client: StartersClient,
  release: Release,
  { body, author, byBot, createdAt }: PullRequest,
): Promise<readonly string[]> {
  const { component, starter } = release;
  if (isMarked(body, release.id)) return accountsOf(component, starter).map(({ login }) => login);
  if (!byBot) return author === undefined ? [] : [author];
  return await client.dispatchersAt(component.repository, createdAt);
}
