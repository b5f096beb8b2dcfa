import type { ActionStep } from '../../release/playbook-steps.ts';
import { completed, failed, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { type RedraftClient, redraft } from './redraft.ts';
import { draftOf, type GitHubRelease } from './release-draft.ts';
import { isMarked } from './release-mark.ts';

export interface DraftReleaseClient extends RedraftClient {
  /** Newest first, drafts too. */
  listReleases(repository: string): Promise<readonly GitHubRelease[]>;
  /** The commit of a branch, tag or commit; undefined where there is none. */
  commitOfRef(repository: string, ref: string): Promise<string | undefined>;
}

type Work = StepWork<Extract<ActionStep, { action: 'draft-release' }>>;

/**
 * Drafts the release on GitHub with its notes, before there is a tag, so that people can review and write them there.
 * The step that publishes it takes the draft as it then is.
 */
export async function draftRelease(client: DraftReleaseClient, work: Work): Promise<StepOutcome> {
  const { release, repository, step, fill } = work;
  const at = fill(step.at);
  const known = await client.listReleases(repository);
  const published = known.find((r) => !r.draft && r.tag === release.tag);
  if (published !== undefined)
    return completed('adopted', `Release ${release.tag} is published on GitHub already.`, published.url, {
      id: published.id,
      url: published.url,
    });
  const sha = await client.commitOfRef(repository, at);
  if (sha === undefined)
    return failed(`${repository} has no ${at}, so nothing can be drafted.`, 'Push it, then press Retry.');
  const asked = await draftOf(client, work, known, { head: sha, sha, stamped: true });
  if (asked.kind === 'told') return asked.outcome;
  const { id, url, body, author } = asked.value;
  const how = isMarked(body, release.id) ? 'made' : 'adopted';
  const sentence =
    how === 'made'
      ? `The notes of ${release.tag} are drafted: read and complete them on GitHub.`
      : `The draft of ${release.tag} that ${author} wrote is taken over as it is.`;
  const again = await redraft(client, work, asked.value, sha);
  return completed(how, again === undefined ? sentence : `${sentence} ${again}`, url, { id, url, sha });
}
