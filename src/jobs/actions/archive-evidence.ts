import { evidenceDocument } from '../../release/evidence.ts';
import type { ActionStep } from '../../release/playbook-steps.ts';
import { completed, failed, failing, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { markOf } from './release-mark.ts';

interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
}

export interface ArchiveEvidenceClient {
  /** Newest first. */
  pullRequestsBetween(repository: string, head: string, base: string): Promise<readonly PullRequest[]>;
  openPullRequest(
    repository: string,
    wanted: { readonly head: string; readonly base: string; readonly title: string; readonly body: string },
  ): Promise<
    | { readonly kind: 'made'; readonly pullRequest: PullRequest }
    | { readonly kind: 'exists' }
    | { readonly kind: 'nothing-new' }
    | { readonly kind: 'no-branch' }
  >;
  tipOfBranch(repository: string, branch: string): Promise<string | undefined>;
  createBranch(
    repository: string,
    branch: string,
    sha: string,
  ): Promise<{ readonly kind: 'made' | 'exists' } | { readonly kind: 'refused'; readonly message: string }>;
  /** `exists`: a file is there already, and stays as it is. */
  addFile(
    repository: string,
    wanted: { readonly path: string; readonly branch: string; readonly message: string; readonly text: string },
  ): Promise<'made' | 'exists'>;
  readPath(
    repository: string,
    path: string,
    ref: string,
  ): Promise<{ readonly kind: 'file'; readonly url: string } | { readonly kind: 'folder' | 'missing' | 'no-ref' }>;
}

type Work = StepWork<Extract<ActionStep, { action: 'archive-evidence' }>>;

const checksAgain = 'Slipway looks again by itself.';

function followPullRequest({ number, url, state }: PullRequest, path: string, base: string): StepOutcome {
  const facts = { number: String(number), url };
  if (state === 'merged') return completed('made', `#${number} brought ${path} into ${base}.`, url, facts);
  if (state === 'open') return waiting(`#${number} brings ${path} into ${base}. Get it merged.`, url, facts);
  return failing(`#${number} with ${path} was closed without being merged. Reopen and merge it. ${checksAgain}`, url);
}

/** Makes the branch of its own from the base, unless an earlier try did. Undefined when it is there, else what stands against it. */
async function ensureBranch(client: ArchiveEvidenceClient, { repository }: Work, branch: string, base: string) {
  if ((await client.tipOfBranch(repository, branch)) !== undefined) return undefined;
  const tip = await client.tipOfBranch(repository, base);
  if (tip === undefined)
    return failed(`${repository} has no branch ${base}.`, `Make the branch ${base}, then press Retry.`);
  const made = await client.createBranch(repository, branch, tip);
  if (made.kind === 'refused')
    return failed(
      `GitHub refused the branch ${branch}: ${made.message}.`,
      'Let Slipway make branches that begin with slipway/, then press Retry.',
    );
  return undefined;
}

/** Commits the evidence to a branch of its own. Undefined when it is there, else what stands against it. */
async function prepareBranch(client: ArchiveEvidenceClient, work: Work, branch: string, base: string, path: string) {
  const { repository, release } = work;
  const obstacle = await ensureBranch(client, work, branch, base);
  if (obstacle !== undefined) return obstacle;
  const there = await client.readPath(repository, path, branch);
  if (there.kind === 'file') return undefined;
  const message = `docs: evidence of ${release.component.name} ${release.semver}`;
  await client.addFile(repository, { path, branch, message, text: evidenceDocument(release) });
  return undefined;
}

/** Puts the evidence of the release into a folder of the repository, by a pull request, and waits until it is merged. */
export async function archiveEvidence(client: ArchiveEvidenceClient, work: Work): Promise<StepOutcome> {
  const { release, planned, repository, step, fill } = work;
  const base = release.playbook['released-from'];
  const branch = `slipway/evidence-${release.component.name}-${release.semver}-${planned.id}`.replaceAll(
    /[^\w./-]+/g,
    '-',
  );
  const path = `${fill(step.folder).replace(/\/+$/, '')}/evidence-${release.semver}.md`;
  const [pull] = await client.pullRequestsBetween(repository, branch, base);
  if (pull !== undefined) return followPullRequest(pull, path, base);
  const there = await client.readPath(repository, path, base);
  if (there.kind === 'file')
    return completed('adopted', `${path} is on ${base} already.`, there.url, { url: there.url });
  const obstacle = await prepareBranch(client, work, branch, base, path);
  if (obstacle !== undefined) return obstacle;
  const opened = await client.openPullRequest(repository, {
    head: branch,
    base,
    title: `Evidence of ${release.component.name} ${release.semver}${planned.each === undefined ? '' : ` for ${planned.each[1]}`}`,
    body: `What was checked, signed and done for ${release.tag}. Written by Slipway; merge it to finish the release.\n\n<!-- ${markOf(release.id)} -->`,
  });
  if (opened.kind === 'made') return followPullRequest(opened.pullRequest, path, base);
  return waiting(`The pull request with ${path} is not to be seen yet. ${checksAgain}`); // somebody opened, merged or deleted it at this moment
}
