import type { StepOutcome } from '../step-outcome.ts';
import { isMarked } from './release-mark.ts';

/** A pull request that may be merged. */
export interface MergedPullRequest {
  readonly number: number;
  readonly url: string;
  /** The commit of its branch that was merged. */
  readonly head: string;
  readonly merged: { readonly sha: string; readonly at: string; readonly by: string | undefined } | undefined;
}

export interface WhoMergedClient {
  messageOfCommit(repository: string, sha: string): Promise<string>;
  ownLogin(): Promise<string>;
}

/** Whether Slipway merged it for this release: by the mark in the merge commit, else (squash, rebase) by who GitHub says merged it. */
export async function mergedByUs(
  client: WhoMergedClient,
  repository: string,
  { merged }: MergedPullRequest,
  release: string,
): Promise<boolean> {
  if (merged === undefined) return false;
  if (isMarked(await client.messageOfCommit(repository, merged.sha), release)) return true;
  return merged.by !== undefined && merged.by.toLowerCase() === (await client.ownLogin()).toLowerCase();
}

/** The facts and the sentence of a merge, whoever made it. Says where other commits were merged than were signed, and which sign-offs it did not wait for. */
export function mergedOutcome(
  { number, url, head, merged }: MergedPullRequest,
  { signed, unsigned = [] }: { readonly signed: string; readonly unsigned?: readonly string[] },
  ours: boolean,
): Extract<StepOutcome, { kind: 'completed' }> {
  if (merged === undefined) throw new Error(`Pull request #${number} is not merged.`);
  const { sha, at, by } = merged;
  const commit = url.replace(/\/pull\/\d+$/, `/commit/${sha}`);
  const facts = { sha, at, url: commit };
  const who = ours ? '' : ` on GitHub by ${by ?? 'somebody'}`;
  const other = head === signed ? '' : `, at ${head.slice(0, 7)} instead of ${signed.slice(0, 7)} that was shown here`;
  const early = unsigned.length === 0 ? '' : `, before it was signed (${unsigned.join(', ')})`;
  const sentence = `Pull request #${number} was merged${who} as ${sha.slice(0, 7)}${other}${early}.`;
  return { kind: 'completed', how: ours ? 'made' : 'adopted', sentence, link: commit, facts };
}
