import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { counted } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork } from '../step-outcome.ts';

interface Comparison {
  /** Commits of the head that the base lacks. */
  readonly ahead: number;
  readonly url: string;
  /** The first of them. */
  readonly lacking: readonly { readonly sha: string; readonly subject: string }[];
}

export interface BranchContainsClient {
  compareRefs(repository: string, base: string, head: string): Promise<Comparison | undefined>;
  tipOfBranch(repository: string, branch: string): Promise<string | undefined>;
}

type Work = StepWork<Extract<CheckStep, { check: 'branch-contains' }>>;

/** Whether a branch has every commit of another. */
export async function branchContains(client: BranchContainsClient, work: Work): Promise<StepOutcome> {
  const { repository, step } = work;
  const [branch, other] = [work.fill(step.branch), work.fill(step.other)];
  const compared = await client.compareRefs(repository, branch, other);
  if (compared === undefined) {
    const missing = (await client.tipOfBranch(repository, branch)) === undefined ? branch : other;
    return failing(`${repository} has no branch ${missing}.`);
  }
  const { ahead, url, lacking } = compared;
  if (ahead === 0) return completed('made', `${branch} has every commit of ${other}.`, url);
  const named = lacking.map(({ sha, subject }) => `${sha.slice(0, 7)} ${shortened(subject, 60)}`);
  return failing(
    `${branch} lacks ${counted(ahead, 'commit')} of ${other}: ${few(named, 3, ahead)}. Merge ${other} into ${branch} (a pull request ${other} → ${branch}); Slipway looks again by itself.`,
    url,
  );
}
