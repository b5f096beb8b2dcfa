import { nearest } from '../../release/nearest.ts';
import { RefusedOutside } from '../../release/outside-errors.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { releasePullRequest } from '../../release/released-commit.ts';
import { shortened } from '../../release/shortened.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, sentenceOf, unavailable } from '../step-outcome.ts';

interface Milestone {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  /** Issues and pull requests in it that are closed. */
  readonly closed: number;
}

export interface MilestoneCompleteClient {
  /** Closed ones too. */
  milestones(repository: string): Promise<{ readonly found: readonly Milestone[]; readonly complete: boolean }>;
  /** Issues and pull requests. */
  openInMilestone(
    repository: string,
    milestone: number,
  ): Promise<{
    readonly found: readonly { readonly number: number; readonly title: string; readonly url: string }[];
    readonly complete: boolean;
  }>;
}

type Work = StepWork<Extract<CheckStep, { check: 'milestone-complete' }>>;

function judgeMissing({ repository }: Work, title: string, known: readonly Milestone[]): StepOutcome {
  const near = nearest(
    title,
    known.map((one) => one.title),
  );
  const meant = near === undefined ? '' : ` It has one called ${near}.`;
  return failing(
    `${repository} has no milestone ${title}.${meant} Make it on GitHub and put the issues and pull requests of this release into it, or correct its name in the playbook.`,
  );
}

async function judge(client: MilestoneCompleteClient, work: Work, { number, title, url, closed }: Milestone) {
  const own = Number(releasePullRequest(work.release)?.['number']);
  const all = await client.openInMilestone(work.repository, number);
  const open = all.found.filter((one) => one.number !== own); // it is closed by the release itself
  if (open.length > 0) {
    const said = few(open.map((one) => `#${one.number} "${shortened(one.title, 40)}"`));
    return failing(
      `${all.complete ? '' : 'At least '}${open.length} of ${open.length + closed} in the milestone ${title} ${open.length === 1 ? 'is' : 'are'} open: ${said}. Close them, or move them to another milestone.`,
      open.length === 1 ? (open[0]?.url ?? url) : url,
    );
  }
  if (closed === 0)
    return failing(
      `Nothing is in the milestone ${title}, so nothing says that it is complete. Put the issues and pull requests of this release into it.`,
      url,
    );
  return completed(
    'made',
    closed === 1
      ? `The one issue or pull request in the milestone ${title} is closed.`
      : `All ${closed} issues and pull requests in the milestone ${title} are closed.`,
    url,
  );
}

/** Whether every issue and every pull request of a milestone is closed; the release's own pull request may be open still. */
export async function milestoneComplete(client: MilestoneCompleteClient, work: Work): Promise<StepOutcome> {
  const { repository } = work;
  const title = work.fill(work.step.milestone).trim();
  try {
    const known = await client.milestones(repository);
    const milestone = known.found.find((one) => one.title.trim() === title);
    if (milestone !== undefined) return await judge(client, work, milestone);
    if (known.complete) return judgeMissing(work, title, known.found);
    return unavailable(
      `${repository} has more milestones than Slipway reads (1,000), and ${title} is not among those. Look at it on GitHub, and complete this step by hand.`,
    );
  } catch (error) {
    if (!(error instanceof RefusedOutside) || !['403', '404'].includes(error.code)) throw error;
    return unavailable(
      `Slipway cannot read the milestones of ${repository}. ${sentenceOf(error.message)} Its GitHub App or token needs the permissions issues: read and pull requests: read there.`,
    );
  }
}
