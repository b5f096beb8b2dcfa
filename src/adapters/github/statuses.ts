import { type GitHub, named } from './client.ts';

export interface CommitStatus {
  readonly state: string;
  readonly description: string;
  readonly targetUrl: string | undefined;
}

/** Commit statuses: they belong to commits, not to pull requests. */
export function statusesOn(github: GitHub) {
  return {
    /** The newest status of a context on a commit; undefined where nobody has set one. */
    async statusOf(repository: string, sha: string, context: string): Promise<CommitStatus | undefined> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), ref: sha, per_page: 100 };
      const { data } = await octokit.rest.repos.getCombinedStatusForRef(asked);
      const found = data.statuses.find((status) => status.context === context);
      if (found === undefined) return undefined;
      return {
        state: found.state,
        description: found.description ?? '',
        targetUrl: found.target_url ?? undefined,
      };
    },

    /** Sets a status. GitHub takes 140 characters of description, and 1,000 statuses of a commit and context. */
    async setStatus(
      repository: string,
      sha: string,
      context: string,
      status: {
        readonly state: 'pending' | 'success' | 'failure';
        readonly description: string;
        readonly targetUrl?: string | undefined;
      },
    ): Promise<void> {
      const octokit = await github.octokitFor(repository);
      await octokit.rest.repos.createCommitStatus({
        ...named(repository),
        sha,
        context,
        state: status.state,
        description: status.description,
        ...(status.targetUrl === undefined ? {} : { target_url: status.targetUrl }),
      });
    },
  };
}
