import { type GitHub, named } from './client.ts';
import { type PullRequest, pullRequestOf } from './pull-requests.ts';

/** A pull request of Release Please. */
export interface Proposal extends PullRequest {
  readonly labels: readonly string[];
}

/** Release Please's branches for a branch: all components together, or one each (`--components--charts`). */
const prefix = (base: string): string => `release-please--branches--${base}`;

/** What Release Please has made. */
export function releasePleaseOn(github: GitHub) {
  return {
    /** The pull requests of Release Please into a branch, newest first, among the newest 100 open or closed ones. */
    async proposalsInto(repository: string, base: string, state: 'open' | 'closed'): Promise<readonly Proposal[]> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.pulls.list({ ...named(repository), base, state, per_page: 100 });
      return data
        .filter(({ head }) => head.ref === prefix(base) || head.ref.startsWith(`${prefix(base)}--`))
        .map((one) => ({ ...pullRequestOf(one), labels: one.labels.map(({ name }) => name) }));
    },

    /** The labels of a pull request. */
    async labelsOf(repository: string, number: number): Promise<readonly string[]> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.pulls.get({ ...named(repository), pull_number: number });
      return data.labels.map(({ name }) => name);
    },
  };
}
