import { target } from './fresh-github.ts';
import { conflicting, merge, nowhere, opened, type Row, tip } from './refusal-row.ts';

/** Tags, reviews, conflicts, files, deployments, workflows and what is not there. They go on from the refusals of merging. */
export const refusalsOfWriting: readonly Row[] = [
  {
    name: 'a tag that a ruleset keeps for others',
    given: async ({ repo }) => {
      await repo.deletesRuleset('frozen');
      await repo.ruleset({ name: 'tags', target: 'tag', include: ['refs/tags/v*'], rules: [{ type: 'creation' }] });
    },
    when: async (fresh) =>
      fresh.octokit.git.createRef({ ...target, ref: 'refs/tags/v9', sha: await tip(fresh, 'main') }),
    status: 422,
    message: 'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n',
  },
  {
    name: 'approving what one wrote',
    given: async (fresh) => fresh.repo.access('slipway-machine', 'write'),
    when: async (fresh) => {
      await fresh.repo.pushes('ben-w', 'own', { 'own.txt': 'x' }, 'feat: own');
      const { data } = await fresh.octokit.pulls.create({ ...target, head: 'own', base: 'main', title: 'own' });
      return await fresh.octokit.pulls.createReview({ ...target, pull_number: data.number, event: 'APPROVE' });
    },
    status: 422,
    message: 'Unprocessable Entity',
    reasons: ['Can not approve your own pull request'],
  },
  {
    name: 'asking the author for a review',
    when: async (fresh) =>
      fresh.octokit.pulls.requestReviewers({
        ...target,
        pull_number: (await opened(fresh)).number,
        reviewers: ['ana-d'],
      }),
    status: 422,
    message: 'Review cannot be requested from pull request author.',
  },
  {
    name: 'asking a stranger for a review',
    when: async (fresh) =>
      fresh.octokit.pulls.requestReviewers({
        ...target,
        pull_number: (await opened(fresh)).number,
        reviewers: ['nobody'],
      }),
    status: 422,
    message:
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the acme/shop repository.',
  },
  {
    name: 'a merge that conflicts',
    given: conflicting,
    when: (fresh) => merge(fresh, {}, 'clash'),
    status: 405,
    message: 'Pull Request is not mergeable',
  },
  {
    name: 'a conflict without a pull request',
    when: ({ octokit }) => octokit.repos.merge({ ...target, base: 'main', head: 'clash' }),
    status: 409,
    message: 'Merge conflict',
  },
  {
    name: 'a status of an unknown commit',
    when: ({ octokit }) => octokit.repos.createCommitStatus({ ...target, sha: nowhere, state: 'success' }),
    status: 422,
    message: `No commit found for SHA: ${nowhere}`,
  },
  {
    name: 'a file that has changed since it was read',
    when: ({ octokit }) =>
      octokit.repos.createOrUpdateFileContents({
        ...target,
        path: 'a.txt',
        message: 'x',
        content: 'eA==',
        sha: nowhere,
      }),
    status: 409,
    message: `a.txt does not match ${nowhere}`,
  },
  {
    name: 'a deployment of nothing',
    when: ({ octokit }) =>
      octokit.repos.createDeployment({ ...target, ref: 'none', auto_merge: false, required_contexts: [] }),
    status: 422,
    message: 'No ref found for: none',
  },
  {
    name: 'a deployment while a status is red',
    when: ({ octokit }) => octokit.repos.createDeployment({ ...target, ref: 'dev', auto_merge: false }),
    status: 409,
    message: 'Conflict: Commit status checks failed for dev.',
    reasons: ['contexts failing', 'contexts pending'],
  },
  {
    name: 'a workflow that cannot be dispatched',
    when: ({ octokit }) => octokit.actions.createWorkflowDispatch({ ...target, workflow_id: 'ci.yml', ref: 'main' }),
    status: 422,
    message: "Workflow does not have 'workflow_dispatch' trigger",
  },
  {
    name: 'a branch that is not there',
    when: ({ octokit }) => octokit.repos.getBranch({ ...target, branch: 'none' }),
    status: 404,
    message: 'Branch not found',
  },
  {
    name: 'protection, to who is no administrator',
    when: ({ octokit }) => octokit.repos.getBranchProtection({ ...target, branch: 'dev' }),
    status: 404,
    message: 'Not Found',
  },
  {
    name: 'a workflow that is switched off',
    given: ({ repo }) => repo.switchWorkflow('ci.yml', false),
    when: ({ octokit }) => octokit.actions.createWorkflowDispatch({ ...target, workflow_id: 'ci.yml', ref: 'main' }),
    status: 422,
    message: "Cannot trigger a 'workflow_dispatch' on a disabled workflow",
  },
  {
    name: 'an archived repository',
    given: ({ repo }) => repo.archive(),
    when: ({ octokit, repo }) =>
      octokit.git.deleteRef({ ...target, ref: 'heads/dev' }).finally(() => repo.archive(false)),
    status: 403,
    message: 'Repository was archived so is read-only.',
  },
  {
    name: 'a token without the scope repo',
    given: ({ client }) => client.tokenScopes(['read:org']),
    when: ({ octokit, client }) => octokit.repos.get(target).finally(() => client.tokenScopes(['repo', 'workflow'])),
    status: 404,
    message: 'Not Found',
  },
  {
    name: 'protection that is not there',
    given: ({ repo }) => repo.access('slipway-machine', 'admin'),
    when: ({ octokit, repo }) =>
      octokit.repos
        .getBranchProtection({ ...target, branch: 'dev' })
        .finally(() => repo.access('slipway-machine', 'write')),
    status: 404,
    message: 'Branch not protected',
  },
  {
    name: 'a repository that is not there',
    when: ({ octokit }) => octokit.repos.get({ owner: 'acme', repo: 'none' }),
    status: 404,
    message: 'Not Found',
  },
  {
    name: 'code scanning that is switched off',
    when: ({ octokit }) => octokit.codeScanning.listAlertsForRepo(target),
    status: 403,
    message:
      'Code scanning is not enabled for this repository. Please enable code scanning in the repository settings.',
  },
];
