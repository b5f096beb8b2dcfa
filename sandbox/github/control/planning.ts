import { notFound } from '../api-error.ts';
import { announceIssue } from '../domain/issue.ts';
import { actorNamed } from './acting.ts';
import type { Deeds } from './deeds.ts';

/** What people plan: milestones, and what is in them. */
export const planning: Deeds<'makeMilestone' | 'closeMilestone' | 'intoMilestone'> = {
  makeMilestone: (world, repository, { by, title }) => {
    const number = repository.milestones.length + 1;
    const creator = actorNamed(world, by).account;
    const made = { id: world.nextId(), number, title, creator, createdAt: world.now(), state: 'open' as const };
    repository.milestones.push(made);
    return number;
  },

  closeMilestone: (_, repository, { title }) => {
    const milestone = repository.milestones.find((one) => one.title === title);
    if (milestone === undefined) throw notFound(`${repository.fullName} has no milestone ${title}`);
    milestone.state = 'closed';
  },

  intoMilestone: (world, repository, { by, number, milestone: title }) => {
    const issue = repository.issues.get(number);
    if (issue === undefined) throw notFound(`${repository.fullName} has no issue #${number}`);
    const milestone = repository.milestones.find((one) => one.title === title);
    if (title !== null && milestone === undefined) throw notFound(`${repository.fullName} has no milestone ${title}`);
    issue.milestone = milestone?.number ?? null;
    issue.updatedAt = world.now();
    announceIssue(
      world,
      repository,
      actorNamed(world, by),
      issue,
      milestone === undefined ? 'demilestoned' : 'milestoned',
    );
  },
};
