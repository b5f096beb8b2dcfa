import type { Facts } from '../../release/events.ts';
import { plannedStep, type Release } from '../../release/release.ts';
import { type AggregateClient, aggregateOf, proposalFacts } from './aggregate.ts';
import { misproposed, type Proposal, proposedVersion } from './proposal.ts';

/** Whether a step's pull request is one of Release Please, which pushes over it by force whenever something is merged. */
export function isProposal(release: Release, step: string): boolean {
  const opened = plannedStep(release, step)?.step;
  return opened !== undefined && 'action' in opened && opened.action === 'release-please';
}

/** The facts of a proposal after Release Please has pushed over it; undefined while they are not to be read. */
export async function movedProposal(
  client: AggregateClient,
  release: Release,
  proposal: Proposal,
): Promise<Facts | undefined> {
  const aggregate = await aggregateOf(client, release, proposal);
  if (aggregate === undefined) return undefined;
  const proposed = await proposedVersion(client, release.component.repository, proposal);
  return proposalFacts(proposal, aggregate, proposed ?? '');
}

/** What to say of a proposal that has come to propose another version than the release's; undefined while it has not. */
export async function wrongProposal(client: AggregateClient, release: Release, proposal: Proposal) {
  const proposed = await proposedVersion(client, release.component.repository, proposal);
  if (proposed === undefined || proposed === release.semver) return undefined;
  return { ...misproposed(release, proposal, proposed), link: proposal.url };
}
