import { RefusedOutside } from '../../release/outside-errors.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../few.ts';
import { literally } from '../literally.ts';
import { completed, failed, failing, type StepOutcome, type StepWork, unavailable, waiting } from '../step-outcome.ts';
import { pathGlob } from './path-glob.ts';

interface Listed {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly base: string;
  /** Whether it goes into the repository's default branch. */
  readonly intoDefault: boolean;
}

export interface PullRequestMergedClient {
  /** Last changed first. */
  recentPullRequests(repository: string): Promise<readonly Listed[]>;
  filesOfPullRequest(repository: string, number: number): Promise<readonly string[]>;
}

type Work = StepWork<Extract<CheckStep, { check: 'pull-request-merged' }>>;

/** Finds a text as words of its own: `billing 1.5.0` is not in `billing 1.5.0-rc1` nor in `e-billing 1.5.01`. */
export function namesText(text: string, wanted: string): boolean {
  const words = wanted.trim().split(/\s+/).map(literally).join('\\s+');
  return new RegExp(`(?<![\\w-])${words}(?![\\w-]|\\.\\w)`, 'i').test(text);
}

function judge(listed: Listed, repository: string): StepOutcome {
  const { number, title, url, state, intoDefault, base } = listed;
  const which = `${repository}#${number} "${shortened(title, 60)}"`;
  if (state === 'open') return waiting(`${which} is open. Get it reviewed and merged.`, url);
  if (state === 'closed')
    return failing(`${which} was closed without being merged. Reopen it, or open another one.`, url);
  if (!intoDefault)
    return waiting(`${which} was merged into ${base}, which is not the default branch of ${repository}.`, url);
  return completed('made', `${which} is merged.`, url);
}

const order = { merged: 0, open: 1, closed: 2 } as const;

async function look(client: PullRequestMergedClient, work: Work, repository: string): Promise<StepOutcome> {
  const [touching, naming] = [work.fill(work.step.touching), work.fill(work.step.naming)];
  const pattern = pathGlob(touching);
  const listed = await client.recentPullRequests(repository);
  const named = listed
    .filter((p) => namesText(p.title, naming) || namesText(p.body, naming))
    .sort((a, b) => order[a.state] - order[b.state]);
  const right: Listed[] = [];
  for (const one of named)
    if ((await client.filesOfPullRequest(repository, one.number)).some((path) => pattern.test(path))) right.push(one);
  const judged = right.map((one) => judge(one, repository));
  const best = judged.find((o) => o.kind === 'completed') ?? judged[0];
  if (best !== undefined) return best;
  const [near] = named;
  if (near !== undefined)
    return waiting(
      `${repository}#${near.number} names ${naming}, but touches no file ${touching}. Open a pull request there that changes such a file and names ${naming} in its title or body.`,
      near.url,
    );
  return waiting(
    `No pull request yet. Open one in ${repository} that changes ${touching} and names ${naming} in its title or body, and get it merged.`,
  );
}

/** Whether another repository merged the pull request that belongs to this release. */
export async function pullRequestMerged(client: PullRequestMergedClient, work: Work): Promise<StepOutcome> {
  const repository = work.fill(work.step.repository);
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    return failed(
      `${repository} is no repository: ${work.release.component.name} has a wrong value for ${work.step.repository}.`,
      'Do it by hand and choose “Done outside”, or cancel the release; for the next one, write owner/name in slipway.yml.',
    );
  try {
    return await look(client, work, repository);
  } catch (error) {
    if (!(error instanceof RefusedOutside) || !['403', '404'].includes(error.code)) throw error;
    return unavailable(
      `Slipway cannot read ${repository}: ${error.message}. Its GitHub App or token needs the permission pull requests: read there (and the App must be installed on it).`,
    );
  }
}
