import { RefusedOutside } from '../../release/outside-errors.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { taggedCommit } from '../../release/released-commit.ts';
import { deadlineOf } from '../../release/waiting.ts';
import { counted, listed } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, unavailable, waiting } from '../step-outcome.ts';

interface Asset {
  readonly name: string;
  readonly uploaded: boolean;
  /** `sha256:…`; undefined where GitHub has none. */
  readonly digest?: string | undefined;
}

interface GitHubRelease {
  readonly url: string;
  readonly tag: string;
  readonly draft: boolean;
  readonly assets: readonly Asset[];
}

export interface ReleasePresentClient {
  commitOfRef(repository: string, ref: string): Promise<string | undefined>;
  /** Newest first, drafts too. */
  listReleases(repository: string): Promise<readonly GitHubRelease[]>;
  /** Whether GitHub has a build provenance attestation of what has this digest. */
  isAttested(repository: string, digest: string): Promise<boolean>;
}

type Work = StepWork<Extract<CheckStep, { check: 'release-present' }>>;

/** What is there and what is not, in the words of a sentence; or what ends the look. */
interface Looked {
  readonly there: string[];
  readonly lacking: string[];
  link?: string | undefined;
  told?: StepOutcome;
}

async function lookAtTag(client: ReleasePresentClient, { repository, release }: Work, looked: Looked): Promise<void> {
  const { tag } = release;
  const sha = await client.commitOfRef(repository, `tags/${tag}`);
  const expected = taggedCommit(release);
  if (sha === undefined) looked.lacking.push('the tag');
  else if (expected === undefined || sha === expected) looked.there.push('the tag');
  else
    looked.told = failing(
      `The tag ${tag} stands at ${sha.slice(0, 7)} and was made at ${expected.slice(0, 7)}: somebody moved it. Move it back to ${expected}.`,
    );
}

async function lookAtRelease(
  client: ReleasePresentClient,
  { repository, release }: Work,
  looked: Looked,
): Promise<GitHubRelease | undefined> {
  const known = (await client.listReleases(repository)).filter(({ tag }) => tag === release.tag);
  const published = known.find(({ draft }) => !draft);
  looked.link = (published ?? known[0])?.url ?? looked.link;
  if (published !== undefined) looked.there.push('a published release');
  else looked.lacking.push(known.length === 0 ? 'a release' : 'the publication of its release, which is a draft');
  return published;
}

function lookAtAssets(published: GitHubRelease, wanted: readonly string[], looked: Looked): readonly Asset[] {
  const all = published.assets;
  for (const name of wanted) {
    const found = all.filter((asset) => asset.name === name);
    if (found.length === 0) looked.lacking.push(`the asset ${name}`);
    else if (!found.some(({ uploaded }) => uploaded)) looked.lacking.push(`the asset ${name} (its upload broke off)`);
  }
  const there = all.filter(({ name, uploaded }) => uploaded && (wanted.length === 0 || wanted.includes(name)));
  if (wanted.length > 0 && there.length > 0) looked.there.push(counted(there.length, 'asset'));
  return there;
}

async function lookAtAttestations(
  client: ReleasePresentClient,
  { repository, release }: Work,
  assets: readonly Asset[],
  looked: Looked,
): Promise<void> {
  if (assets.length === 0 && looked.lacking.length === 0) looked.lacking.push('an asset that could be attested');
  for (const { name, digest } of assets) {
    if (digest === undefined)
      looked.told = unavailable(
        `GitHub has no digest of ${name} in the release ${release.tag}, by which its attestation is found. Upload it again, or take “attestation” out of this check.`,
        looked.link,
      );
    else if (!(await client.isAttested(repository, digest))) looked.lacking.push(`a build attestation of ${name}`);
  }
  const attested = assets.length - looked.lacking.filter((one) => one.startsWith('a build attestation')).length;
  if (attested > 0) looked.there.push(counted(attested, 'build attestation'));
}

/** What is missing is waited for while the step is within its time; after that it is red, and still looked for. */
function judge({ release, planned, state, now }: Work, { there, lacking, link }: Looked): StepOutcome {
  if (lacking.length === 0) return completed('made', `${release.tag} has ${listed(there)}.`, link);
  const due = deadlineOf(planned, { ...state, reminders: 0 });
  const missing = few(lacking, 5);
  if (due === undefined || now < due)
    return waiting(`${release.tag} lacks ${missing}. Slipway looks again by itself.`, link);
  return failing(
    `${release.tag} still lacks ${missing}, and the time for it is over. Look at the workflow that makes it and run it again, or add it by hand.`,
    link,
  );
}

async function look(client: ReleasePresentClient, work: Work): Promise<StepOutcome> {
  const { step } = work;
  const wanted = step.assets.map(work.fill);
  const looked: Looked = { there: [], lacking: [] };
  if (step.tag) await lookAtTag(client, work, looked);
  if (looked.told !== undefined) return looked.told;
  if (step.release || wanted.length > 0 || step.attestation) {
    const published = await lookAtRelease(client, work, looked);
    const assets = published === undefined ? [] : lookAtAssets(published, wanted, looked);
    if (published !== undefined && step.attestation) await lookAtAttestations(client, work, assets, looked);
  }
  return looked.told ?? judge(work, looked);
}

/** Whether what a release leaves is there: its tag, its publication, its assets, and attestations of how those were built. */
export async function releasePresent(client: ReleasePresentClient, work: Work): Promise<StepOutcome> {
  try {
    return await look(client, work);
  } catch (error) {
    if (!(error instanceof RefusedOutside) || error.code !== '403') throw error;
    return unavailable(
      `Slipway cannot read the release ${work.release.tag} of ${work.repository}: ${error.message}. Its GitHub App or token needs the permissions contents: read${work.step.attestation ? ' and attestations: read' : ''} there.`,
    );
  }
}
