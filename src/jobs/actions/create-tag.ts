import type { ActionStep } from '../../release/playbook-steps.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { isMarked, markOf } from './release-mark.ts';
import { ruleWords } from './rule-lines.ts';

interface TagAt {
  readonly sha: string;
  readonly message: string | undefined;
  readonly tagger: string | undefined;
}

export interface CreateTagClient {
  tagAt(repository: string, tag: string): Promise<TagAt | undefined>;
  tagUrl(repository: string, tag: string): Promise<string>;
  createTag(
    repository: string,
    wanted: { readonly tag: string; readonly sha: string; readonly message: string },
  ): Promise<{ readonly kind: 'made' | 'exists' | 'burnt' } | { readonly kind: 'refused'; readonly message: string }>;
}

type Work = StepWork<Extract<ActionStep, { action: 'create-tag' }>>;

async function judge(client: CreateTagClient, work: Work, found: TagAt, sha: string): Promise<StepOutcome> {
  const { tag, id } = work.release;
  const url = await client.tagUrl(work.repository, tag);
  if (found.sha !== sha)
    return failed(
      `Tag ${tag} exists already and stands at ${found.sha.slice(0, 7)}, but this release is at ${sha.slice(0, 7)}.`,
      `Find out who tagged ${found.sha.slice(0, 7)}. If it is a mistake that nobody uses yet, delete the tag and press Retry; otherwise cancel this release and start one with the next version.`,
      url,
    );
  const ours = found.message !== undefined && isMarked(found.message, id);
  const by = found.tagger === undefined ? 'by hand' : `by ${found.tagger}`;
  const sentence = ours
    ? `${tag} stands at ${sha.slice(0, 7)}.`
    : `${tag} was made ${by} at ${sha.slice(0, 7)} already.`;
  return completed(ours ? 'made' : 'adopted', sentence, url, { tag, sha, url });
}

function burnt({ tag, semver }: Work['release']): StepOutcome {
  return failed(
    `The tag name ${tag} was used by an immutable release, and GitHub never gives it again.`,
    `Nothing can bring ${tag} back. Cancel this release and start one with a version after ${semver}; the merge into the release branch stays.`,
  );
}

function refused({ repository, release }: Work, sha: string, message: string): StepOutcome {
  return failed(
    `GitHub does not let Slipway make the tag ${release.tag}: ${ruleWords(message)}.`,
    `Let Slipway's GitHub identity bypass the tag rules of ${repository}, then press Retry. Or push the tag ${release.tag} at ${sha} yourself and press Retry.`,
  );
}

/** Makes the annotated tag of the version at a commit; never moves one that exists. */
export async function createTag(client: CreateTagClient, work: Work): Promise<StepOutcome> {
  const { repository, release, step } = work;
  const { tag, component, semver, id } = release;
  const sha = work.fill(step.at);
  if (!/^[0-9a-f]{40}$/.test(sha))
    return failed(
      `There is no commit to tag: ${step.at} is not known.`,
      'Complete the step before it, then press Retry.',
    );
  const found = await client.tagAt(repository, tag);
  if (found !== undefined) return await judge(client, work, found, sha);
  const message = `${work.fill(step.message ?? `${component.name} ${semver}`)}\n\n${markOf(id)}`;
  const made = await client.createTag(repository, { tag, sha, message });
  if (made.kind === 'burnt') return burnt(release);
  if (made.kind === 'refused') return refused(work, sha, made.message);
  if (made.kind === 'exists') {
    const other = await client.tagAt(repository, tag);
    return other === undefined
      ? waiting(`${tag} was made at this moment by somebody; GitHub does not show it yet.`)
      : await judge(client, work, other, sha);
  }
  const url = await client.tagUrl(repository, tag);
  return completed('made', `${tag} stands at ${sha.slice(0, 7)}.`, url, { tag, sha, url });
}
