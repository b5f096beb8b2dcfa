import { target } from './fresh-github.ts';
import { merge, nowhere, opened, type Row, tip } from './refusal-row.ts';

/** Refs, pull requests, merging and what protects a branch. Each row sets its scene on top of the last. */
export const refusalsOfMerging: readonly Row[] = [
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
    name: 'a locked branch',
    given: ({ repo }) => repo.protects('main', { locked: true }),
    when: (fresh) => merge(fresh),
    status: 405,
    message: 'Cannot change this locked branch',
  },
  {
    name: 'a branch that others alone may push to',
    given: ({ repo }) => repo.protects('main', { pushers: ['lena-b'] }),
    when: (fresh) => merge(fresh),
    status: 405,
    message:
      "You're not authorized to push to this branch. Visit https://docs.github.com/articles/about-protected-branches/ for more information.",
  },
  {
    name: 'commits without a signature',
    given: ({ repo }) => repo.protects('main', { signatures: true }),
    when: (fresh) => merge(fresh),
    status: 405,
    message: 'Commits must have verified signatures.',
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
    name: 'a merge past the merge queue',
    given: async ({ repo }) => {
      await repo.unprotects('main');
      await repo.ruleset({ name: 'queue', include: ['~DEFAULT_BRANCH'], rules: [{ type: 'merge_queue' }] });
    },
    when: (fresh) => merge(fresh).finally(() => fresh.repo.deletesRuleset('queue')),
    status: 405,
    message: 'Repository rule violations found\n\nChanges must be made through the merge queue\n\n',
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
];
