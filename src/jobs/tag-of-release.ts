import { taggedCommit } from '../release/released-commit.ts';
import { failed, type StepOutcome, type StepWork } from './step-outcome.ts';

export interface TagOfReleaseClient {
  commitOfRef(repository: string, ref: string): Promise<string | undefined>;
}

type TagOfRelease =
  | { readonly kind: 'stands'; readonly sha: string }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

/** The commit of the release's tag. A tag that is gone, or that somebody moved since the release made it, stops the step. */
export async function tagOfRelease(
  client: TagOfReleaseClient,
  { repository, release }: Pick<StepWork<unknown>, 'repository' | 'release'>,
): Promise<TagOfRelease> {
  const { tag } = release;
  const sha = await client.commitOfRef(repository, `tags/${tag}`);
  if (sha === undefined)
    return {
      kind: 'told',
      outcome: failed(`${repository} has no tag ${tag}.`, `Push the tag ${tag} again at its commit, then press Retry.`),
    };
  const expected = taggedCommit(release);
  if (expected === undefined || expected === sha) return { kind: 'stands', sha };
  return {
    kind: 'told',
    outcome: failed(
      `The tag ${tag} stands at ${sha.slice(0, 7)} and was made at ${expected.slice(0, 7)}: somebody moved it.`,
      `Move ${tag} back to ${expected}, then press Retry.`,
    ),
  };
}
