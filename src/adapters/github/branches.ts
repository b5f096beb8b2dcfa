import { type GitHub, named } from './client.ts';
import { answered, expecting, GitHubAnswer } from './refused.ts';

export type BranchesMerged =
  | { readonly kind: 'merged'; readonly sha: string }
  | { readonly kind: 'contained' }
  | { readonly kind: 'conflict' }
  /** Protection or a ruleset forbids the push; `message` is GitHub's. */
  | { readonly kind: 'protected'; readonly message: string }
  /** Somebody pushed at the same moment. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'no-branch'; readonly message: string };

function notMerged({ status, message }: GitHubAnswer): BranchesMerged | undefined {
  if (status === 404) return { kind: 'no-branch', message };
  if (status === 409 && /merge conflict/i.test(message)) return { kind: 'conflict' };
  if (status === 409 && /branch was modified/i.test(message)) return { kind: 'moved' };
  const rules = status === 403 && /protected|push to this branch|rule violations/i.test(message);
  if (status === 409 || rules) return { kind: 'protected', message };
  return undefined; // a 403 for want of a permission
}

/** Branches and other refs: where they stand, how far apart, merged without a pull request, made. */
export function branchesOn(github: GitHub) {
  return {
    async mergeBranches(
      repository: string,
      wanted: { readonly from: string; readonly into: string; readonly message: string },
    ): Promise<BranchesMerged> {
      const octokit = await github.octokitFor(repository);
      const { from: head, into: base, message } = wanted;
      return await answered<{ status: number; data: { sha: string } }, BranchesMerged>(
        octokit.rest.repos.merge({ ...named(repository), base, head, commit_message: message }),
        ({ status, data }) => (status === 204 ? { kind: 'contained' } : { kind: 'merged', sha: data.sha }),
        notMerged,
      );
    },

    /** Makes a branch at a commit; one of that name stays as it is. */
    async createBranch(
      repository: string,
      branch: string,
      sha: string,
    ): Promise<{ readonly kind: 'made' | 'exists' } | { readonly kind: 'refused'; readonly message: string }> {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), ref: `refs/heads/${branch}`, sha };
      const answer = await expecting([422], octokit.rest.git.createRef(asked));
      if (!(answer instanceof GitHubAnswer)) return { kind: 'made' };
      if (/reference already exists/i.test(answer.message)) return { kind: 'exists' };
      return { kind: 'refused', message: answer.message };
    },

    /** The whole message of a commit. */
    async messageOfCommit(repository: string, sha: string): Promise<string> {
      const octokit = await github.octokitFor(repository);
      const { data } = await octokit.rest.git.getCommit({ ...named(repository), commit_sha: sha });
      return data.message;
    },

    /** The commit that a branch, a tag or a commit id stands for; undefined where there is no such thing. */
    async commitOfRef(repository: string, ref: string): Promise<string | undefined> {
      const octokit = await github.octokitFor(repository);
      const answer = await expecting(
        [404, 422],
        octokit.rest.repos.getCommit({ ...named(repository), ref, per_page: 1 }),
      );
      return answer instanceof GitHubAnswer ? undefined : answer.data.sha;
    },

    /** The same with where people see the commit. */
    async commitAt(
      repository: string,
      ref: string,
    ): Promise<{ readonly sha: string; readonly url: string } | undefined> {
      const octokit = await github.octokitFor(repository);
      const answer = await expecting(
        [404, 422],
        octokit.rest.repos.getCommit({ ...named(repository), ref, per_page: 1 }),
      );
      return answer instanceof GitHubAnswer ? undefined : { sha: answer.data.sha, url: answer.data.html_url };
    },

    /** The commit at the tip of a branch; undefined where there is none. */
    async tipOfBranch(repository: string, branch: string): Promise<string | undefined> {
      const octokit = await github.octokitFor(repository);
      const answer = await expecting([404], octokit.rest.git.getRef({ ...named(repository), ref: `heads/${branch}` }));
      return answer instanceof GitHubAnswer ? undefined : answer.data.object.sha;
    },

    /** How far `head` and `base` are apart, with the subjects of up to five commits that `base` lacks. `undefined`: one of them is not there. */
    async compareRefs(repository: string, base: string, head: string) {
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), basehead: `${base}...${head}`, per_page: 5 };
      const answer = await expecting([404], octokit.rest.repos.compareCommitsWithBasehead(asked));
      if (answer instanceof GitHubAnswer) return undefined;
      const { ahead_by: ahead, behind_by: behind, html_url: url, commits } = answer.data;
      const lacking = commits.map(({ sha, commit }) => ({ sha, subject: commit.message.split('\n', 1)[0] ?? '' }));
      return { ahead, behind, url, lacking };
    },
  };
}
