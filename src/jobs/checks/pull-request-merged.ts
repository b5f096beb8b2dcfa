import { literally } from '../../release/literally.ts';
import { RefusedOutside } from '../../release/outside-errors.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { completed, failed, failing, type StepOutcome, type StepWork, unavailable, waiting } from '../step-outcome.ts';
import { type ListedPull, type MergedIntoClient, mergedInto } from './merged-into.ts';
import { pathGlob } from './path-glob.ts';

interface Listed extends ListedPull {
  /** Whether it goes into the repository's default branch. */
  readonly intoDefault: boolean;
}

export interface PullRequestMergedClient extends MergedIntoClient {
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

/** What counts as naming it: an issue of the repository also by `owner/name#12` and by its address. */
function naming(pull: Pick<Listed, 'title' | 'body'>, wanted: string, repository: string): boolean {
  const issue = /^#\d+$/.test(wanted) ? [`${repository}${wanted}`, `${repository}/issues/${wanted.slice(1)}`] : [];
  return [wanted, ...issue].some((one) => namesText(pull.title, one) || namesText(pull.body, one));
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

/** Those that touch such a file; all of them where no file is asked for. */
async function touchingOf(
  client: PullRequestMergedClient,
  repository: string,
  pulls: readonly Listed[],
  touching: string | undefined,
): Promise<readonly Listed[]> {
  if (touching === undefined) return pulls;
  const pattern = pathGlob(touching);
  const right: Listed[] = [];
  for (const one of pulls)
    if ((await client.filesOfPullRequest(repository, one.number)).some((path) => pattern.test(path))) right.push(one);
  return right;
}

async function look(client: PullRequestMergedClient, work: Work, repository: string): Promise<StepOutcome> {
  const { step, fill, release } = work;
  const [wanted, touching] = [fill(step.naming), step.touching === undefined ? undefined : fill(step.touching)];
  const named = (await client.recentPullRequests(repository))
    .filter((pull) => naming(pull, wanted, repository))
    .sort((a, b) => order[a.state] - order[b.state]);
  if (step.to !== undefined) {
    const to = fill(step.to);
    // Release Please writes into its own what it releases
    const into = named.filter(({ base, headBranch }) => base === to && !headBranch.startsWith('release-please--'));
    const right = await touchingOf(client, repository, into, touching);
    return await mergedInto(client, { repository, to, naming: wanted, previousTag: release.previousTag }, right);
  }
  const right = await touchingOf(client, repository, named, touching);
  const judged = right.map((one) => judge(one, repository));
  const best = judged.find((o) => o.kind === 'completed') ?? judged[0];
  if (best !== undefined) return best;
  const [near] = named;
  if (near !== undefined)
    return waiting(
      `${repository}#${near.number} names ${wanted}, but touches no file ${touching}. Open a pull request there that changes such a file and names ${wanted} in its title or body.`,
      near.url,
    );
  return waiting(
    `No pull request yet. Open one in ${repository} that ${touching === undefined ? '' : `changes ${touching} and `}names ${wanted} in its title or body, and get it merged.`,
  );
}

/** Whether the pull request that belongs to this release is merged, in another repository or into a branch of its own. */
export async function pullRequestMerged(client: PullRequestMergedClient, work: Work): Promise<StepOutcome> {
  const { repository: other } = work.step;
  const repository = other === undefined ? work.repository : work.fill(other);
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    return failed(
      `${repository} is no repository: ${work.release.component.name} has a wrong value for ${other}.`,
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
