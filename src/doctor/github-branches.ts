import { z } from 'zod';
import { expecting, GitHubAnswer } from '../adapters/github/refused.ts';
import { type Finding, failing, warning } from './finding.ts';
import type { Patient } from './github.ts';

const rules = z.array(
  z.object({
    type: z.string(),
    parameters: z
      .object({
        required_approving_review_count: z.number().default(0),
        allowed_merge_methods: z.array(z.string()).optional(),
      })
      .optional(),
  }),
);
const summary = z.object({
  protection: z
    .object({
      required_pull_request_reviews: z.object({ required_approving_review_count: z.number().default(0) }).optional(),
      required_linear_history: z.object({ enabled: z.boolean() }).optional(),
      lock_branch: z.object({ enabled: z.boolean() }).optional(),
    })
    .optional(),
});

/** What holds on a branch, by rulesets and by classic protection as far as Slipway may see it. */
interface Demands {
  readonly types: ReadonlySet<string>;
  readonly approvals: number;
  readonly methods: readonly string[] | undefined;
}

async function demandsOn({ octokit, owner, repo }: Patient, branch: string, read: unknown): Promise<Demands> {
  const { data } = await octokit.rest.repos.getBranchRules({ owner, repo, branch });
  const active = rules.parse(data);
  const { protection } = summary.parse(read);
  const classic = [
    ...(protection?.required_linear_history?.enabled === true ? ['required_linear_history'] : []),
    ...(protection?.lock_branch?.enabled === true ? ['update'] : []),
    ...(protection?.required_pull_request_reviews === undefined ? [] : ['pull_request']),
  ];
  return {
    types: new Set([...active.map(({ type }) => type), ...classic]),
    approvals: Math.max(
      protection?.required_pull_request_reviews?.required_approving_review_count ?? 0,
      ...active.map(({ parameters }) => parameters?.required_approving_review_count ?? 0),
    ),
    methods: active.find(({ parameters }) => parameters?.allowed_merge_methods !== undefined)?.parameters
      ?.allowed_merge_methods,
  };
}

function* stops(about: string, into: string, method: string, demands: Demands): Generator<Finding> {
  const { types, approvals, methods } = demands;
  const rule = `Change the rule on GitHub, or let Slipway bypass it.`;
  if (types.has('update')) yield failing(about, `Nobody may change ${into}.`, rule);
  if (types.has('merge_queue'))
    yield failing(about, `${into} has a merge queue, through which Slipway does not merge.`, rule);
  if (types.has('required_linear_history') && method === 'merge')
    yield failing(
      about,
      `${into} wants a linear history, and the playbook merges by a merge commit.`,
      `${rule} Or merge by squash.`,
    );
  if (methods !== undefined && !methods.includes(method))
    yield failing(
      about,
      `A rule on ${into} allows ${methods.join(' and ')} only, and the playbook merges by ${method}.`,
      rule,
    );
  if (approvals > 0)
    yield warning(
      about,
      `GitHub wants ${approvals === 1 ? 'an approval' : `${approvals} approvals`} of pull requests into ${into}, besides the sign-off in Slack.`,
      'Reviewers approve on GitHub too; Slipway waits for it.',
    );
}

/** Whether the branches are there, and nothing on GitHub stops what the playbook does with them. */
export async function branchFindings(patient: Patient): Promise<readonly Finding[]> {
  const { about, octokit, owner, repo, needs } = patient;
  const found: Finding[] = [];
  for (const branch of needs.branches) {
    const answer = await expecting([404], octokit.rest.repos.getBranch({ owner, repo, branch }));
    if (answer instanceof GitHubAnswer) {
      found.push(failing(about, `There is no branch ${branch}.`, 'Create it, or change the playbook.'));
      continue;
    }
    const merges = needs.merges.filter(({ into }) => into === branch);
    if (merges.length === 0) continue;
    const demands = await demandsOn(patient, branch, answer.data);
    for (const { into, method } of merges) found.push(...stops(about, into, method, demands));
  }
  return found;
}
