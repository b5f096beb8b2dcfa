import { z } from 'zod';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

/** The last thing that one check or status said of a commit. */
export interface Report {
  readonly name: string;
  readonly state: 'pass' | 'wait' | 'fail';
  /** GitHub's own word: `failure`, `timed_out`, `in_progress` … */
  readonly said: string;
  readonly url?: string | undefined;
}

interface Dated extends Report {
  /** ISO time, for telling the latest of a name. */
  readonly at: string;
  readonly id: number;
}

const passing = new Set(['success', 'neutral', 'skipped']);
const mostPages = 10; // of 100: more reports than that of one commit are not CI any more

function latestPerName(all: readonly Dated[]): readonly Report[] {
  const latest = new Map<string, Dated>();
  for (const one of all) {
    const known = latest.get(one.name);
    if (known === undefined || one.at > known.at || (one.at === known.at && one.id > known.id))
      latest.set(one.name, one);
  }
  return [...latest.values()].map(({ name, state, said, url }) => ({ name, state, said, url }));
}

const rule = z.object({
  type: z.literal('required_status_checks'),
  parameters: z.object({ required_status_checks: z.array(z.object({ context: z.string() })) }),
});

/** What CI says of commits. */
export function checksOn(github: GitHub) {
  async function checkRuns(repository: string, sha: string): Promise<readonly Dated[]> {
    const octokit = await github.octokitFor(repository);
    const found: Dated[] = [];
    for (let page = 1; page <= mostPages; page += 1) {
      const { data } = await octokit.rest.checks.listForRef({ ...named(repository), ref: sha, per_page: 100, page });
      for (const run of data.check_runs) {
        const { conclusion } = run;
        const said = run.status === 'completed' ? (conclusion ?? 'neutral') : run.status;
        const state = run.status !== 'completed' ? 'wait' : passing.has(said) ? 'pass' : 'fail';
        found.push({
          name: run.name,
          state,
          said,
          url: run.html_url ?? undefined,
          at: run.started_at ?? '',
          id: Number(run.id),
        });
      }
      if (data.check_runs.length < 100) break;
    }
    return found;
  }

  async function statuses(repository: string, sha: string): Promise<readonly Dated[]> {
    const octokit = await github.octokitFor(repository);
    const found: Dated[] = [];
    for (let page = 1; page <= mostPages; page += 1) {
      const asked = { ...named(repository), ref: sha, per_page: 100, page };
      const { data } = await octokit.rest.repos.getCombinedStatusForRef(asked);
      for (const one of data.statuses) {
        const state = one.state === 'success' ? 'pass' : one.state === 'pending' ? 'wait' : 'fail';
        found.push({
          name: one.context,
          state,
          said: one.state,
          url: one.target_url ?? undefined,
          at: one.created_at,
          id: one.id,
        });
      }
      if (data.statuses.length < 100) break;
    }
    return found;
  }

  return {
    /** The latest check run and the latest status of each name. A check and a status of one name are two. */
    async reportsOf(repository: string, sha: string): Promise<readonly Report[]> {
      const [runs, told] = await Promise.all([checkRuns(repository, sha), statuses(repository, sha)]);
      return [...latestPerName(runs), ...latestPerName(told)];
    },

    /** The contexts that branch protection and rulesets require of a pull request into this branch. */
    async requiredContexts(repository: string, branch: string): Promise<readonly string[]> {
      const octokit = await github.octokitFor(repository);
      const [protectedBy, rules] = await Promise.all([
        expecting([404], octokit.rest.repos.getBranch({ ...named(repository), branch })),
        octokit.rest.repos.getBranchRules({ ...named(repository), branch, per_page: 100 }),
      ]);
      const classic =
        protectedBy instanceof GitHubAnswer ? undefined : protectedBy.data.protection.required_status_checks;
      const ofRules = rules.data.flatMap((one) => {
        const read = rule.safeParse(one);
        return read.success ? read.data.parameters.required_status_checks.map(({ context }) => context) : [];
      });
      return [...new Set([...(classic?.contexts ?? []), ...ofRules])];
    },
  };
}
