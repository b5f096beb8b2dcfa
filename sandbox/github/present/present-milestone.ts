import { isoSeconds } from '../git/commits.ts';
import { nodeId } from '../state/ids.ts';
import type { Milestone } from '../state/milestone.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { presentAccount } from './present-account.ts';
import { apiUrl, htmlUrl } from './present-repository.ts';

/** `milestone`. Pull requests count as issues in it. */
export function presentMilestone(world: World, repository: Repository, milestone: Milestone) {
  const url = apiUrl(world, repository, `/milestones/${milestone.number}`);
  const inside = [...repository.issues.values()].filter((issue) => issue.milestone === milestone.number);
  const open = inside.filter(({ state }) => state === 'open').length;
  return {
    url,
    html_url: htmlUrl(world, repository, `/milestone/${milestone.number}`),
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: nodeId('Milestone', milestone.id),
    number: milestone.number,
    state: milestone.state,
    title: milestone.title,
    description: null,
    creator: presentAccount(world, milestone.creator),
    open_issues: open,
    closed_issues: inside.length - open,
    created_at: isoSeconds(milestone.createdAt),
    updated_at: isoSeconds(milestone.createdAt),
    closed_at: milestone.state === 'open' ? null : isoSeconds(milestone.createdAt),
    due_on: null,
  };
}

/** The milestone that an issue or pull request is in, or null. */
export function presentMilestoneOf(world: World, repository: Repository, number: number | null) {
  const milestone = repository.milestones.find((one) => one.number === number);
  return milestone === undefined ? null : presentMilestone(world, repository, milestone);
}
