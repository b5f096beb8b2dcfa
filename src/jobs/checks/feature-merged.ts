import type { CheckStep } from '../../release/playbook-steps.ts';
import { counted } from '../../release/wording.ts';
import { completed, failing, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';

interface Listed {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly head: string;
}

export interface FeatureMergedClient {
  compareRefs(
    repository: string,
    base: string,
    head: string,
  ): Promise<{ readonly ahead: number; readonly url: string } | undefined>;
  tipOfBranch(repository: string, branch: string): Promise<string | undefined>;
  /** Newest first. */
  pullRequestsBetween(repository: string, head: string, base: string): Promise<readonly Listed[]>;
}

type Work = StepWork<Extract<CheckStep, { check: 'feature-merged' }>>;

interface Looked {
  readonly repository: string;
  readonly branch: string;
  readonly into: string;
  readonly merged: Listed | undefined;
}

function judgeDeletedBranch({ repository, branch, into, merged }: Looked): StepOutcome {
  if (merged !== undefined) return completed('made', `#${merged.number} merged ${branch} into ${into}.`, merged.url);
  return failing(
    `${repository} has neither a branch ${branch} nor a pull request of it into ${into}. Check the feature's name, or push the branch and merge it.`,
  );
}

async function judgeBranch(client: FeatureMergedClient, tip: string, looked: Looked): Promise<StepOutcome> {
  const { repository, branch, into, merged } = looked;
  const compared = await client.compareRefs(repository, into, tip);
  if (compared === undefined) return failing(`${repository} has no branch ${into}.`);
  if (merged?.head === tip) return completed('made', `#${merged.number} merged ${branch} into ${into}.`, merged.url);
  const { ahead, url } = compared;
  if (ahead === 0) return completed('made', `${into} has every commit of ${branch}.`, merged?.url ?? url);
  const since = merged === undefined ? '' : ` since #${merged.number} was merged`;
  return failing(
    `${branch} has ${counted(ahead, 'commit')} that ${into} lacks${since}. Open a pull request ${branch} → ${into} and merge it, or delete the branch if they are not wanted.`,
    url,
  );
}

/** Whether a feature's branch went into another: contained in it, or merged by a pull request and perhaps deleted since. */
export async function featureMerged(client: FeatureMergedClient, work: Work): Promise<StepOutcome> {
  const { repository, step } = work;
  const [branch, into] = [work.fill(step.branch), work.fill(step.into)];
  const [pulls, tip] = await Promise.all([
    client.pullRequestsBetween(repository, branch, into),
    client.tipOfBranch(repository, branch),
  ]);
  const open = pulls.find((p) => p.state === 'open');
  if (open !== undefined) return waiting(`#${open.number} merges ${branch} into ${into} and is still open.`, open.url);
  const looked = { repository, branch, into, merged: pulls.find((p) => p.state === 'merged') };
  return tip === undefined ? judgeDeletedBranch(looked) : judgeBranch(client, tip, looked);
}
