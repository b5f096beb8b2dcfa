import { ApiError } from '../api-error.ts';
import { presentAccount } from '../present/present-account.ts';
import { presentReview } from '../present/present-pull.ts';
import type { Account, Actor } from '../state/account.ts';
import type { Pull, Review } from '../state/pull.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { announcePull, announceReview } from './pull-facts.ts';

type Verdict = 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;

/** Reviews a pull request. Nobody approves their own. */
export function reviewPull(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  wanted: { readonly verdict: Verdict; readonly body: string; readonly commit?: string },
): Review {
  const own = pull.issue.user.id === actor.account.id;
  if (own && wanted.verdict === 'APPROVE')
    throw new ApiError(422, 'Unprocessable Entity', ['Can not approve your own pull request']);
  if (own && wanted.verdict === 'REQUEST_CHANGES') {
    throw new ApiError(422, 'Unprocessable Entity', ['Can not request changes on your own pull request']);
  }
  const review: Review = {
    id: world.nextId(),
    user: actor.account,
    body: wanted.body,
    state: states[wanted.verdict],
    commit: wanted.commit ?? pull.headSha,
    submittedAt: world.now(),
  };
  pull.reviews.push(review);
  pull.reviewers = pull.reviewers.filter(({ id }) => id !== actor.account.id);
  pull.issue.updatedAt = world.now();
  announceReview(world, repository, actor, pull, 'submitted', {
    ...presentReview(world, repository, pull, review),
    state: review.state.toLowerCase(),
  });
  return review;
}

/** Asks people and teams for a review; refuses the author and strangers. */
export async function requestReviewers(
  world: World,
  repository: Repository,
  actor: Actor,
  pull: Pull,
  reviewers: readonly string[],
  teams: readonly string[],
): Promise<void> {
  const asked: Account[] = reviewers.map((login) => {
    const account = world.accounts.get(login.toLowerCase());
    if (account?.id === pull.issue.user.id)
      throw new ApiError(422, 'Review cannot be requested from pull request author.');
    if (account === undefined || !repository.access.has(login.toLowerCase())) throw notCollaborator(repository);
    return account;
  });
  for (const slug of teams)
    if (!world.teams.has(`${repository.owner.login}/${slug}`)) throw notCollaborator(repository);
  for (const account of asked) {
    if (pull.reviewers.some(({ id }) => id === account.id)) continue;
    pull.reviewers.push(account);
    await announcePull(world, repository, actor, pull, 'review_requested', {
      requested_reviewer: presentAccount(world, account),
    });
  }
  for (const slug of teams) {
    if (pull.teams.includes(slug)) continue;
    pull.teams.push(slug);
    await announcePull(world, repository, actor, pull, 'review_requested', { requested_team: { name: slug, slug } });
  }
}

const notCollaborator = (repository: Repository) =>
  new ApiError(
    422,
    'Reviews may only be requested from collaborators. ' +
      `One or more of the users or teams you specified is not a collaborator of the ${repository.fullName} repository.`,
  );
