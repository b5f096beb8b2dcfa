import { beforeAll, describe, expect, it } from 'vitest';
import { type Fresh, freshGitHub, refusalOf, target } from './fresh-github.ts';

interface Row {
  readonly name: string;
  readonly given?: (fresh: Fresh) => Promise<unknown>;
  readonly when: (fresh: Fresh) => Promise<unknown>;
  readonly status: number;
  readonly message: string;
  readonly reasons?: readonly string[];
}

const nowhere = 'f'.repeat(40);
const tip = async ({ repo }: Fresh, branch: string) => (await repo.log(branch, 1))[0]?.sha ?? '';
const opened = async (fresh: Fresh, head = 'dev') => {
  const [pull] = (await fresh.repo.pulls()).filter((one) => one.head === head);
  return pull ?? (await fresh.repo.opensPullRequest('ana-d', { head, base: 'main', title: head }));
};
const merge = async (fresh: Fresh, more: object = {}, head = 'dev') =>
  fresh.octokit.pulls.merge({ ...target, pull_number: (await opened(fresh, head)).number, ...more });
const conflicting = async ({ repo }: Fresh) => {
  await repo.pushes('ben-w', 'clash', { 'a.txt': 'theirs\n' }, 'fix: theirs');
  await repo.pushes('lena-b', 'main', { 'a.txt': 'ours\n' }, 'fix: ours');
};

const rows: readonly Row[] = [
  {
    name: 'a ref that exists',
    when: async (fresh) =>
      fresh.octokit.git.createRef({ ...target, ref: 'refs/heads/dev', sha: await tip(fresh, 'main') }),
    status: 422,
    message: 'Reference already exists',
  },
  {
    name: 'a ref to an object that is not there',
    when: ({ octokit }) => octokit.git.createRef({ ...target, ref: 'refs/heads/x', sha: nowhere }),
    status: 422,
    message: 'Object does not exist',
  },
  {
    name: 'moving a ref that is not there',
    when: async (fresh) => fresh.octokit.git.updateRef({ ...target, ref: 'heads/none', sha: await tip(fresh, 'main') }),
    status: 422,
    message: 'Reference does not exist',
  },
  {
    name: 'moving a ref backwards',
    when: async (fresh) => fresh.octokit.git.updateRef({ ...target, ref: 'heads/dev', sha: await tip(fresh, 'main') }),
    status: 422,
    message: 'Update is not a fast forward',
  },
  {
    name: 'a pull request of nothing',
    given: ({ repo }) => repo.branch('same', 'main'),
    when: ({ octokit }) => octokit.pulls.create({ ...target, head: 'same', base: 'main', title: 'x' }),
    status: 422,
    message: 'Validation Failed',
    reasons: ['No commits between main and same'],
  },
  {
    name: 'a second pull request of the same branches',
    given: (fresh) => opened(fresh),
    when: ({ octokit }) => octokit.pulls.create({ ...target, head: 'dev', base: 'main', title: 'x' }),
    status: 422,
    message: 'Validation Failed',
    reasons: ['A pull request already exists for acme:dev.'],
  },
  {
    name: 'a pull request from a branch that is not there',
    when: ({ octokit }) => octokit.pulls.create({ ...target, head: 'none', base: 'main', title: 'x' }),
    status: 422,
    message: 'Validation Failed',
    reasons: ['head invalid'],
  },
  {
    name: 'a merge of a head that moved',
    when: (fresh) => merge(fresh, { sha: nowhere }),
    status: 409,
    message: 'Head branch was modified. Review and try the merge again.',
  },
  {
    name: 'a method that the repository forbids',
    given: ({ repo }) => repo.mergeMethods({ squash: false }),
    when: (fresh) => merge(fresh, { merge_method: 'squash' }),
    status: 405,
    message: 'Squash merges are not allowed on this repository.',
  },
  {
    name: 'a required status that nobody posted',
    given: ({ repo }) => repo.protects('main', { requiredStatuses: ['slipway/release'] }),
    when: (fresh) => merge(fresh),
    status: 405,
    message: 'Required status check "slipway/release" is expected.',
  },
  {
    name: 'a required status that is pending',
    given: async (fresh) => fresh.repo.status(await tip(fresh, 'dev'), 'slipway/release', 'pending'),
    when: (fresh) => merge(fresh),
    status: 405,
    message: 'Required status check "slipway/release" is pending.',
  },
  {
    name: 'a required status that is red',
    given: async (fresh) => fresh.repo.status(await tip(fresh, 'dev'), 'slipway/release', 'failure'),
    when: (fresh) => merge(fresh),
    status: 405,
    message: 'Required status check "slipway/release" is failing.',
  },
  {
    name: 'several required statuses',
    given: ({ repo }) => repo.protects('main', { requiredStatuses: ['slipway/release', 'other'] }),
    when: (fresh) => merge(fresh),
    status: 405,
    message: '2 of 2 required status checks have not succeeded: 1 failing and 1 expected.',
  },
  {
    name: 'a review that is missing',
    given: ({ repo }) => repo.protects('main', { requiredReviews: 2 }),
    when: (fresh) => merge(fresh),
    status: 405,
    message: 'At least 2 approving reviews are required by reviewers with write access.',
  },
  {
    name: 'a merge without a pull request',
    when: ({ octokit }) => octokit.repos.merge({ ...target, base: 'main', head: 'dev' }),
    status: 409,
    message: 'Changes must be made through a pull request.',
  },
  {
    name: 'a file written into a protected branch',
    when: ({ octokit }) =>
      octokit.repos.createOrUpdateFileContents({ ...target, path: 'x', message: 'x', content: 'eA==' }),
    status: 409,
    message: 'Changes must be made through a pull request.',
  },
  {
    name: 'a push of a protected branch',
    when: async (fresh) => fresh.octokit.git.updateRef({ ...target, ref: 'heads/main', sha: await tip(fresh, 'dev') }),
    status: 422,
    message: 'Changes must be made through a pull request.',
  },
  {
    name: 'a rule of a ruleset',
    given: async ({ repo }) => {
      await repo.unprotects('main');
      await repo.ruleset({
        name: 'frozen',
        include: ['~DEFAULT_BRANCH'],
        rules: [
          {
            type: 'required_status_checks',
            parameters: {
              required_status_checks: [{ context: 'slipway/freeze' }],
              strict_required_status_checks_policy: false,
            },
          },
        ],
      });
    },
    when: (fresh) => merge(fresh),
    status: 405,
    message: 'Repository rule violations found\n\nRequired status check "slipway/freeze" is expected.\n\n',
  },
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
    name: 'protection that is not there',
    when: ({ octokit }) => octokit.repos.getBranchProtection({ ...target, branch: 'dev' }),
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

describe('what GitHub refuses', () => {
  let fresh: Fresh;
  beforeAll(async () => {
    fresh = await freshGitHub();
  });

  // the rows build on each other: each sets its own scene on top of the last
  for (const { name, given, when, status, message, reasons = [] } of rows) {
    it(name, async () => {
      await given?.(fresh);
      expect(await refusalOf(when(fresh))).toEqual({ status, message, reasons });
    });
  }

  it('counts none of them as a request outside of the description', async () => {
    expect(await fresh.client.refusals()).toEqual([]);
  });
});
