import type { ActionStep } from '../../release/playbook-steps.ts';
import { counted } from '../../release/wording.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { ruleWords } from './rule-lines.ts';

export interface CreateBranchClient {
  /** The commit that a branch, a tag or a commit id stands for, with its page; undefined where there is no such thing. */
  commitAt(repository: string, ref: string): Promise<{ readonly sha: string; readonly url: string } | undefined>;
  tipOfBranch(repository: string, branch: string): Promise<string | undefined>;
  compareRefs(
    repository: string,
    base: string,
    head: string,
  ): Promise<{ readonly ahead: number; readonly behind: number; readonly url: string } | undefined>;
  createBranch(
    repository: string,
    branch: string,
    sha: string,
  ): Promise<{ readonly kind: 'made' | 'exists' } | { readonly kind: 'refused'; readonly message: string }>;
}

type Work = StepWork<Extract<ActionStep, { action: 'create-branch' }>>;

/** What is to be made, with the commit that it starts at. */
interface Wanted {
  readonly branch: string;
  readonly from: string;
  readonly sha: string;
  /** Where people see the branch. */
  readonly url: string;
}

const facts = ({ branch, sha, url }: Wanted) => ({ branch, sha, url });

function elsewhere({ branch, from, sha }: Wanted, tip: string, url?: string): StepOutcome {
  return failed(
    `The branch ${branch} is there already and stands at ${tip.slice(0, 7)}, which does not contain ${from} (${sha.slice(0, 7)}).`,
    `Find out whose it is. If nobody needs it, delete it and press Retry; or merge ${from} into it and press Retry. Otherwise cancel this release.`,
    url,
  );
}

/** A branch carries no mark: one that stands where it is wanted counts as made, one that goes on from there as somebody's. */
async function judge(client: CreateBranchClient, { repository }: Work, wanted: Wanted, tip: string) {
  const { branch, from, sha, url } = wanted;
  if (tip === sha) return completed('made', `${branch} starts at ${from} (${sha.slice(0, 7)}).`, url, facts(wanted));
  const compared = await client.compareRefs(repository, sha, tip);
  if (compared === undefined) return waiting(`GitHub does not show the commits of ${branch} yet.`, url);
  if (compared.behind > 0) return elsewhere(wanted, tip, url);
  return completed(
    'adopted',
    `${branch} is there already, with ${counted(compared.ahead, 'commit')} after ${from}; it is taken over as it is.`,
    compared.url,
    facts(wanted),
  );
}

function refused({ repository }: Work, { branch, from, sha }: Wanted, message: string): StepOutcome {
  return failed(
    `GitHub does not let Slipway make the branch ${branch}: ${ruleWords(message)}.`,
    `Let Slipway's GitHub identity bypass the branch rules of ${repository}, then press Retry. Or make the branch ${branch} at ${from} (${sha}) yourself and press Retry.`,
  );
}

/** Makes a branch at a tag, a branch or a commit; one that is there is never moved. */
export async function createBranch(client: CreateBranchClient, work: Work): Promise<StepOutcome> {
  const { repository, step } = work;
  const [branch, from] = [work.fill(step.branch), work.fill(step.from)];
  const start = await client.commitAt(repository, from);
  if (start === undefined)
    return failed(
      `${repository} has no ${from} to start the branch ${branch} at.`,
      `Push ${from} again if it was deleted by mistake, then press Retry; or cancel this release.`,
    );
  const url = `${start.url.replace(/\/commit\/.*$/, '')}/tree/${branch.split('/').map(encodeURIComponent).join('/')}`;
  const wanted: Wanted = { branch, from, sha: start.sha, url };
  const tip = await client.tipOfBranch(repository, branch);
  if (tip !== undefined) return await judge(client, work, wanted, tip);
  const made = await client.createBranch(repository, branch, start.sha);
  if (made.kind === 'refused') return refused(work, wanted, made.message);
  if (made.kind === 'made') return await judge(client, work, wanted, start.sha);
  const other = await client.tipOfBranch(repository, branch); // made at this moment, by somebody or by a twin of this job
  return other === undefined
    ? waiting(`${branch} was made at this moment by somebody; GitHub does not show it yet.`)
    : await judge(client, work, wanted, other);
}
