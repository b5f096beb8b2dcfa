import { mergedNotes } from '../../release/notes-merge.ts';
import { shortened } from '../../release/shortened.ts';
import { counted } from '../../release/wording.ts';
import { few } from '../few.ts';
import type { StepWork } from '../step-outcome.ts';
import { restamped, stamped, stampOf } from './notes-stamp.ts';
import { bodyOf, type GitHubRelease, type ReleaseDraftClient } from './release-draft.ts';
import { isMarked } from './release-mark.ts';

export interface RedraftClient extends ReleaseDraftClient {
  /** Writes the text of a draft anew, for the commit at which GitHub would set its tag. */
  rewriteDraft(
    repository: string,
    release: string,
    wanted: { readonly sha: string; readonly body: string },
  ): Promise<void>;
}

function told(items: readonly string[]): string {
  return few(items.map((one) => `“${shortened(one.replace(/^[-*] /, ''), 80)}”`));
}

/**
 * A draft that was written for another commit goes up to this one: what nobody changed is written anew, to what people
 * changed only what is new is added, and what somebody wrote all by themselves is theirs to bring up to date.
 * @returns what to say of that; undefined where it is up to date already
 */
export async function redraft(
  client: RedraftClient,
  work: StepWork<unknown>,
  draft: GitHubRelease,
  sha: string,
): Promise<string | undefined> {
  const { release, repository, state, now } = work;
  const short = sha.slice(0, 7);
  const stamp = isMarked(draft.body, release.id) ? stampOf(draft.body) : undefined;
  if (stamp === undefined) {
    const { previous } = state.facts;
    if (previous === undefined || previous === sha) return undefined;
    return `They were written for ${previous.slice(0, 7)}, and ${short} is released now: a person has to look whether something is missing in them.`;
  }
  if (stamp.sha === sha) return undefined;
  const body = await bodyOf(client, release, sha, now);
  if (!stamp.edited) {
    await client.rewriteDraft(repository, draft.id, { sha, body: stamped(body, sha) });
    return `They were written for ${stamp.sha.slice(0, 7)}, and are written anew for ${short}.`;
  }
  const { text, added, gone } = mergedNotes(draft.body, await bodyOf(client, release, stamp.sha, now), body);
  await client.rewriteDraft(repository, draft.id, { sha, body: restamped(text, sha) });
  const news = added.length === 0 ? 'Nothing was to be added' : `Added for ${short}: ${told(added)}`;
  const old =
    gone.length === 0
      ? ''
      : ` ${counted(gone.length, 'line')} in them may no longer be true: ${told(gone)}. Look at it on GitHub.`;
  return `People have changed them since ${stamp.sha.slice(0, 7)}, so what they wrote stays. ${news}.${old}`;
}
