import { type GitHub, named } from './client.ts';

const newest = 100;

/** What was released of a repository so far, for a component that starts its next release. */
export function releaseHistoryOn(github: GitHub) {
  return {
    /** The names of all tags that begin like this; GitHub answers all of them at once. */
    async tagsBeginning(repository: string, prefix: string): Promise<readonly string[]> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.git.listMatchingRefs({ ...named(repository), ref: `tags/${prefix}` });
      return data.map(({ ref }) => ref.slice('refs/tags/'.length));
    },

    /** The newest commits of a branch, 100 at most: what a first release carries. */
    async newestCommits(
      repository: string,
      branch: string,
    ): Promise<
      readonly { readonly sha: string; readonly subject: string; readonly author: string; readonly url: string }[]
    > {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.repos.listCommits({ ...named(repository), sha: branch, per_page: newest });
      return data.map(({ sha, author, commit, html_url: url }) => ({
        sha,
        url,
        subject: commit.message.split('\n', 1)[0] ?? '',
        author: author?.login ?? commit.author?.name ?? 'somebody',
      }));
    },
  };
}
