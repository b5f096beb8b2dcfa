import { z } from 'zod';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

export type Reverted =
  | { readonly kind: 'made'; readonly number: number; readonly url: string }
  /** GitHub cannot: the content has changed since, a rule forbids the branch, or its version does not know how. */
  | { readonly kind: 'not-revertable'; readonly message: string };

const made = z.object({
  revertPullRequest: z.object({ revertPullRequest: z.object({ number: z.int(), url: z.string() }) }),
});

const mutation = `mutation ($id: ID!, $title: String!, $body: String!) {
  revertPullRequest(input: { pullRequestId: $id, title: $title, body: $body }) { revertPullRequest { number url } }
}`;

/** Pull requests that take merged ones out again. */
export function revertsOn(github: GitHub) {
  return {
    /**
     * Opens a pull request that reverts a merged one, from a branch that GitHub names, into the branch that this went into.
     * Only GraphQL offers it. Asked twice, GitHub opens two: look for the first before.
     */
    async revertPullRequest(
      repository: string,
      number: number,
      wanted: { readonly title: string; readonly body: string },
    ): Promise<Reverted> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.pulls.get({ ...named(repository), pull_number: number });
      const answer = await expecting([422], octokit.graphql(mutation, { id: data.node_id, ...wanted }));
      if (answer instanceof GitHubAnswer) return { kind: 'not-revertable', message: answer.message };
      return { kind: 'made', ...made.parse(answer).revertPullRequest.revertPullRequest };
    },

    /** The commit by which a pull request was merged, and whether it joins two histories; undefined for one that is not merged. */
    async mergeOfPullRequest(
      repository: string,
      number: number,
    ): Promise<{ readonly sha: string; readonly joins: boolean } | undefined> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.pulls.get({ ...named(repository), pull_number: number });
      if (data.merged_at === null || data.merge_commit_sha === null) return undefined;
      const sha = data.merge_commit_sha;
      const commit = await octokit.rest.repos.getCommit({ ...named(repository), ref: sha });
      return { sha, joins: commit.data.parents.length > 1 };
    },
  };
}
