import type { ActionStep } from '../../release/playbook-steps.ts';
import { plannedStep, stepState } from '../../release/release.ts';
import { deadlineOf } from '../../release/waiting.ts';
import { listed } from '../../release/wording.ts';
import { pendingLabel } from '../release-please/proposal.ts';
import { runAnew } from '../release-please/run-anew.ts';
import { completed, failed, type StepOutcome, type StepWork, waiting } from '../step-outcome.ts';
import { type DispatchClient, dispatchedRun } from '../workflow/dispatched-run.ts';
import { followRun, hasFailed, type Run } from '../workflow/follow-run.ts';

interface GitHubRelease {
  readonly id: string;
  readonly url: string;
  readonly tag: string;
  readonly draft: boolean;
  readonly author: string;
  readonly publishedAt?: string | undefined;
}

export interface ReleasePleasePublishedClient extends DispatchClient {
  commitOfRef(repository: string, ref: string): Promise<string | undefined>;
  /** Newest first, drafts too. */
  listReleases(repository: string): Promise<readonly GitHubRelease[]>;
  labelsOf(repository: string, number: number): Promise<readonly string[]>;
  runsOfWorkflow(
    repository: string,
    asked: { readonly workflow: string; readonly event?: string; readonly sha?: string },
  ): Promise<readonly Run[] | undefined>;
}

type Work = StepWork<Extract<ActionStep, { action: 'release-please-published' }>>;

/** What was merged, and which workflow is to release it. */
interface Merged {
  readonly number: number;
  readonly url: string;
  readonly sha: string;
  readonly base: string;
  readonly workflow: string;
}

function mergedOf({ release, step, fill }: Work): Merged | undefined {
  const proposal = plannedStep(release, step.of)?.step;
  const merge = release.plan.find(
    (p) => 'action' in p.step && p.step.action === 'merge-pull-request' && p.step.of === step.of,
  );
  const { number, url = '' } = release.steps[step.of]?.facts ?? {};
  const sha = merge === undefined ? undefined : stepState(release, merge.id).facts['sha'];
  if (proposal === undefined || !('action' in proposal) || proposal.action !== 'release-please') return undefined;
  if (number === undefined || sha === undefined) return undefined;
  return { number: Number(number), url, sha, base: fill(proposal.to), workflow: fill(proposal.workflow) };
}

/** How one tag stands, with its release. */
interface Looked {
  readonly tag: string;
  readonly at: string | undefined;
  readonly published: GitHubRelease | undefined;
  readonly draft: GitHubRelease | undefined;
}

async function lookAt(client: ReleasePleasePublishedClient, work: Work): Promise<readonly Looked[]> {
  const { repository, step, fill } = work;
  const tags = step.tags.map(fill);
  const [known, ...commits] = await Promise.all([
    client.listReleases(repository),
    ...tags.map((tag) => client.commitOfRef(repository, `tags/${tag}`)),
  ]);
  return tags.map((tag, n) => ({
    tag,
    at: commits[n],
    published: known.find((one) => one.tag === tag && !one.draft),
    draft: known.find((one) => one.tag === tag && one.draft),
  }));
}

function elsewhere({ tag, at = '' }: Looked, { number, sha }: Merged): StepOutcome {
  return failed(
    `Tag ${tag} stands at ${at.slice(0, 7)}, but pull request #${number} was merged as ${sha.slice(0, 7)}.`,
    `Find out who tagged ${at.slice(0, 7)}. If it is a mistake that nobody uses yet, delete the tag and press Retry; otherwise cancel this release and start one with the next version.`,
  );
}

const labelGrace = 2 * 60_000; // ms in which Release Please changes the label after it has published

function done(work: Work, all: readonly Looked[], merged: Merged, labels: readonly string[]): StepOutcome {
  const { release, now } = work;
  const main = all.find(({ tag }) => tag === release.tag) ?? all[0];
  const page = main?.published;
  if (main === undefined || page === undefined) throw new Error(`${release.id}: no release was looked for.`);
  const pending = labels.includes(pendingLabel);
  const age = now.getTime() - new Date(page.publishedAt ?? 0).getTime();
  if (pending && age < labelGrace)
    return waiting(
      `${listed(all.map(({ tag }) => tag))} is published; pull request #${merged.number} is still labelled ${pendingLabel}.`,
      page.url,
    );
  const stuck = pending
    ? ` Pull request #${merged.number} is still labelled ${pendingLabel}: replace that by autorelease: tagged, or Release Please opens no next one.`
    : '';
  const silent =
    page.author === 'github-actions[bot]'
      ? ' It was made with GITHUB_TOKEN, for which GitHub starts no workflow: what the tag should start has to be started by hand, or Release Please given the token of an App.'
      : '';
  const sentence = `${listed(all.map(({ tag }) => tag))} ${all.length === 1 ? 'stands' : 'stand'} at ${merged.sha.slice(0, 7)} and ${all.length === 1 ? 'is' : 'are'} published on GitHub with notes.${stuck}${silent}`;
  const facts = { tag: main.tag, sha: merged.sha, url: page.url, id: page.id, at: page.publishedAt ?? '' };
  return completed(pending ? 'adopted' : 'made', sentence, page.url, facts);
}

function lackingWords(all: readonly Looked[]): string {
  return listed(
    all.flatMap(({ tag, at, published, draft }) => {
      if (at === undefined && published === undefined && draft === undefined) return [`tag ${tag} and its release`];
      if (draft !== undefined && published === undefined) return [`the publication of ${tag}, which is a draft`];
      if (at === undefined) return [`tag ${tag}`];
      return published === undefined ? [`the release of ${tag}`] : [];
    }),
  );
}

const byHand = (all: readonly Looked[], { number, sha }: Merged): string =>
  `make ${listed(all.map(({ tag }) => tag))} and the release by hand at ${sha} and replace the label of #${number} by autorelease: tagged`;

/** Nothing yet: a run that failed is told at once, silence once the step's time is over; a Retry starts the workflow again. */
async function missing(client: ReleasePleasePublishedClient, work: Work, all: readonly Looked[], merged: Merged) {
  const { repository, planned, state, now } = work;
  const { number, sha, base, workflow, url } = merged;
  const lacking = lackingWords(all);
  if (state.attempt > 1) {
    const followed = await dispatchedRun(client, runAnew(work), { workflow, ref: base, inputs: {} });
    if (followed.kind === 'told') return followed.outcome;
    return failed(
      `${workflow} succeeded again, and ${lacking} is still missing for pull request #${number}.`,
      `Read in the run's log why Release Please passed it over. Then ${byHand(all, merged)}, and press Retry.`,
      followed.run.url,
    );
  }
  const [run] = (await client.runsOfWorkflow(repository, { workflow, sha })) ?? [];
  if (run !== undefined && hasFailed(run)) {
    const followed = await followRun(client, work, workflow, run, 'made');
    if (followed.kind === 'told') return followed.outcome;
  }
  const due = deadlineOf(planned, { ...state, reminders: 0 });
  if (due === undefined || now < due)
    return waiting(`Release Please has yet to make ${lacking} of pull request #${number}.`, run?.url ?? url);
  return failed(
    `Pull request #${number} is merged as ${sha.slice(0, 7)}, and Release Please has not made ${lacking} in time.`,
    `Press Retry, and Slipway starts ${workflow} again. Or ${byHand(all, merged)}, then press Retry.`,
    url,
  );
}

/** Waits until Release Please has tagged and published what was merged; adopts what a person made in its place. */
export async function releasePleasePublished(client: ReleasePleasePublishedClient, work: Work): Promise<StepOutcome> {
  const merged = mergedOf(work);
  if (merged === undefined)
    return failed('No pull request of Release Please was merged.', 'Complete the steps before it, then press Retry.');
  const all = await lookAt(client, work);
  const astray = all.find(({ at }) => at !== undefined && at !== merged.sha);
  if (astray !== undefined) return elsewhere(astray, merged);
  if (all.some(({ at, published }) => at === undefined || published === undefined))
    return await missing(client, work, all, merged);
  return done(work, all, merged, await client.labelsOf(work.repository, merged.number));
}
