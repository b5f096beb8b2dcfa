import type { ActionStep } from '../../release/playbook-steps.ts';
import { counted } from '../../release/wording.ts';
import { few } from '../few.ts';
import { type AggregateClient, aggregateOf, hiddenSentence, proposalFacts } from '../release-please/aggregate.ts';
import { misproposed, type Proposal, pendingLabel, proposedVersion, unreadable } from '../release-please/proposal.ts';
import { runAnew } from '../release-please/run-anew.ts';
import { type ScheduledRunClient, scheduledRun } from '../release-please/scheduled-run.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { type DispatchClient, dispatchedRun } from '../workflow/dispatched-run.ts';
import type { Followed } from '../workflow/follow-run.ts';

interface Labelled extends Proposal {
  readonly labels: readonly string[];
}

export interface ReleasePleaseClient extends AggregateClient, DispatchClient, ScheduledRunClient {
  proposalsInto(repository: string, base: string, state: 'open' | 'closed'): Promise<readonly Labelled[]>;
}

type Work = StepWork<Extract<ActionStep, { action: 'release-please' }>>;

/** Takes the pull request over as it is, if it proposes the version of this release. */
async function take(client: ReleasePleaseClient, work: Work, proposal: Labelled): Promise<StepOutcome> {
  const { release, repository } = work;
  const { number, url, labels } = proposal;
  if (!labels.includes(pendingLabel))
    return waiting(
      `Pull request #${number} is not labelled ${pendingLabel} yet, without which Release Please does not release it. If the label stays away, add it by hand.`,
      url,
    );
  const proposed = await proposedVersion(client, repository, proposal);
  if (proposed === undefined) return unreadable(proposal);
  if (proposed !== release.semver) {
    const { sentence, remedy } = misproposed(release, proposal, proposed);
    return failed(sentence, remedy, url);
  }
  const aggregate = await aggregateOf(client, release, proposal);
  if (aggregate === undefined) return waiting(`GitHub does not show the commits of pull request #${number} yet.`, url);
  const { total, pullRequests, strangers } = aggregate.changes;
  const carries = `${counted(total, 'commit')} of ${counted(pullRequests.length, 'pull request')}`;
  const unknown =
    strangers.length === 0
      ? ''
      : ` GitHub knows no login for ${few(strangers)}, so Slipway cannot tell whether they are among the signers.`;
  const sentence = `Release Please proposes ${proposed} in pull request #${number}: ${carries}.${unknown}${hiddenSentence(aggregate)}`;
  return completed('made', sentence, url, proposalFacts(proposal, aggregate, proposed));
}

async function runIt(client: ReleasePleaseClient, work: Work, workflow: string, to: string): Promise<Followed> {
  const { step, fill } = work;
  if (step.start === 'scheduled') return await scheduledRun(client, work, workflow, to);
  const inputs = Object.fromEntries(Object.entries(step.inputs ?? {}).map(([name, value]) => [name, fill(value)]));
  return await dispatchedRun(client, runAnew(work), { workflow, ref: to, inputs });
}

/** Its run was green, and there is no pull request: an earlier one holds it up, or nothing asks for a version. */
async function nothingProposed(client: ReleasePleaseClient, work: Work, workflow: string, to: string, run: string) {
  const { repository, release } = work;
  const closed = await client.proposalsInto(repository, to, 'closed');
  const stuck = closed.find(({ state, labels }) => state === 'merged' && labels.includes(pendingLabel));
  if (stuck !== undefined)
    return failed(
      `Pull request #${stuck.number} of an earlier release was merged and is still labelled ${pendingLabel}, so Release Please opens no new one.`,
      `See that its tag and its GitHub release are there, or make them by hand. Then replace its label by autorelease: tagged, and press Retry.`,
      stuck.url,
    );
  const since = release.previousTag === undefined ? '' : ` since ${release.previousTag}`;
  const elsewhere =
    to === release.playbook['released-from']
      ? ''
      : ` Or see that ${workflow} looks at ${to}: release-please-action takes the default branch, unless it is given target-branch: \${{ github.ref_name }}.`;
  return failed(
    `${workflow} succeeded at ${to}, and Release Please has opened no pull request: nothing that its changelog shows was merged${since}.`,
    `Merge what is to be released into ${to} as feat: or fix:, or push a commit whose message ends with the line Release-As: ${release.semver}, then press Retry; or cancel this release.${elsewhere}`,
    run,
  );
}

function several(all: readonly Labelled[], to: string): StepOutcome {
  return failed(
    `Release Please has several pull requests open into ${to}: ${few(all.map(({ number }) => `#${number}`))}.`,
    'Let it make one of all components (separate-pull-requests: false in release-please-config.json), close the others, then press Retry.',
    all[0]?.url,
  );
}

/**
 * Takes over the pull request that Release Please has open, or lets it make one: by starting its workflow once, or by
 * awaiting its schedule. Neither its title nor its body nor its branch is ever changed: Release Please reads them again.
 * A Retry runs the workflow before it looks at a version that was not the release's.
 */
export async function releasePlease(client: ReleasePleaseClient, work: Work): Promise<StepOutcome> {
  const { repository, release, step, fill, state } = work;
  const [workflow, to] = [fill(step.workflow), fill(step.to)];
  const [first, ...others] = await client.proposalsInto(repository, to, 'open');
  if (first !== undefined && others.length > 0) return several([first, ...others], to);
  const fits = first !== undefined && (await proposedVersion(client, repository, first)) === release.semver;
  if (first !== undefined && (fits || state.attempt === 1)) return await take(client, work, first);
  const followed = await runIt(client, work, workflow, to);
  if (followed.kind === 'told') return followed.outcome;
  const [found] = await client.proposalsInto(repository, to, 'open');
  if (found !== undefined) return await take(client, work, found);
  return await nothingProposed(client, work, workflow, to, followed.run.url);
}
