import { validationFailed } from '../api-error.ts';
import { requestReviewers, reviewPull } from '../domain/review-pull.ts';
import { presentAccount } from '../present/present-account.ts';
import { presentPullSimple, presentReview, presentTeam } from '../present/present-pull.ts';
import { created, type Handlers, ok } from './call.ts';
import { listPage } from './page.ts';
import { pullOf } from './pulls.ts';

/** Reviews of pull requests and who is asked for one. */
export const reviewHandlers: Handlers<'pulls'> = {
  listReviews: async (call) => {
    const { world, repository, args } = call;
    const pull = pullOf(repository, args.pull_number);
    return await listPage(call, pull.reviews, (review) => presentReview(world, repository, pull, review));
  },

  createReview: ({ world, repository, actor, args }) => {
    const pull = pullOf(repository, args.pull_number);
    const verdict = args.event;
    // without an event GitHub keeps a draft that only its author sees; nothing here reads those
    if (verdict === undefined)
      throw validationFailed({ resource: 'PullRequestReview', field: 'event', code: 'missing_field' });
    const body = args.body ?? '';
    if (body === '' && verdict !== 'APPROVE') {
      throw validationFailed({
        resource: 'PullRequestReview',
        code: 'custom',
        field: 'body',
        message: 'body is missing',
      });
    }
    const commit = args.commit_id === undefined ? {} : { commit: args.commit_id };
    const review = reviewPull(world, repository, actor, pull, { verdict, body, ...commit });
    return ok(presentReview(world, repository, pull, review));
  },

  listRequestedReviewers: ({ world, repository, args }) => {
    const pull = pullOf(repository, args.pull_number);
    return ok({
      users: pull.reviewers.map((account) => presentAccount(world, account)),
      teams: pull.teams.map((slug) => presentTeam(world, repository, slug)),
    });
  },

  requestReviewers: async ({ world, repository, actor, args }) => {
    const pull = pullOf(repository, args.pull_number);
    await requestReviewers(world, repository, actor, pull, args.reviewers ?? [], args.team_reviewers ?? []);
    return created(presentPullSimple(world, repository, pull));
  },
};
