import type { PersonCommand } from './commands.ts';
import { managersOf } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Person, Release, Review } from './release.ts';
import { peopleInRole } from './role-people.ts';
import { noReason } from './said-enough.ts';

type CloseReview = Extract<PersonCommand, { type: 'CloseReview' }>;

/** What was forced and nobody has reviewed yet, oldest first. */
export function openReviews(release: Release): readonly Review[] {
  return release.reviews.filter((review) => review.closed === undefined);
}

/** Those who may close the review of a step: whoever has a part in the release and neither asked nor confirmed. Nobody left: anybody else. */
export function reviewersOf(release: Release, step: string): readonly Person[] {
  const open = openReviews(release).filter((review) => review.step === step);
  const two = open.flatMap(({ askedBy, confirmedBy }) => [askedBy, confirmedBy]);
  const roles = Object.keys(release.playbook.roles);
  const part = new Set([...managersOf(release), ...roles.flatMap((role) => peopleInRole(release, role))]);
  return [...part].filter((person) => !two.includes(person));
}

/** Somebody who did neither concludes what is to be said of something that was forced. The release closes once all of these are closed. */
export function decideReview(
  release: Release,
  { step, by, conclusion }: CloseReview,
): readonly ReleaseEvent[] | Refusal {
  const open = openReviews(release).filter((review) => review.step === step);
  if (open.length === 0) {
    const earlier = release.reviews.find((review) => review.step === step);
    return earlier?.closed === undefined
      ? refusal('not_current', 'Nothing of this was forced, so there is nothing to review.')
      : refusal('already_done', 'This review is closed already.', [earlier.closed.by]);
  }
  const reviewers = reviewersOf(release, step);
  if (open.some(({ askedBy, confirmedBy }) => by === askedBy || by === confirmedBy))
    return refusal(
      'separation_of_duties',
      'You asked for this or confirmed it, so somebody else must review it.',
      reviewers,
    );
  if (reviewers.length > 0 && !reviewers.includes(by))
    return refusal('not_entitled', 'Only somebody with a part in this release may review it.', reviewers);
  const unsaid = noReason(conclusion, 'Say in a few words what the review came to: it goes into the record.');
  return unsaid ?? [{ type: 'ReviewClosed', step, by, conclusion: conclusion.trim() }];
}
