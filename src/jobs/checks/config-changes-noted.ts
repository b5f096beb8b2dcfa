import type { MergedPullRequest } from '../../release/changes.ts';
import { RefusedOutside } from '../../release/outside-errors.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { counted } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, sentenceOf, unavailable } from '../step-outcome.ts';
import { names } from './changelog-entry.ts';
import { changelogSection } from './changelog-section.ts';
import { type MergedChangesClient, notAllRead, sinceOf, withoutOwn } from './merged-changes.ts';
import { pathGlob } from './path-glob.ts';
import { type TextFileClient, textFile } from './text-file.ts';

export interface ConfigChangesNotedClient extends TextFileClient, MergedChangesClient {
  /** The paths that a pull request touches. */
  filesOfPullRequest(repository: string, number: number): Promise<readonly string[]>;
}

type Work = StepWork<Extract<CheckStep, { check: 'config-changes-noted' }>>;

/** Those that touch nothing but the configuration. */
async function onlyConfig(client: ConfigChangesNotedClient, work: Work, pulls: readonly MergedPullRequest[]) {
  const globs = work.step.paths.map((path) => pathGlob(work.fill(path)));
  const found: MergedPullRequest[] = [];
  for (const pull of pulls) {
    const touched = await client.filesOfPullRequest(work.repository, pull.number);
    if (touched.length > 0 && touched.every((path) => globs.some((glob) => glob.test(path)))) found.push(pull);
  }
  return found;
}

/** Names those missing, each with its address. */
function missingSentence(work: Work, missing: readonly MergedPullRequest[], of: number, lacks: string): string {
  const { release } = work;
  const [file, ref] = [work.fill(work.step.file), work.fill(work.step.ref)];
  const each = missing.map(({ number, title, url }) => `#${number} "${shortened(title, 40)}" (${url})`);
  const all = counted(of, 'configuration-only pull request');
  return `${missing.length} of ${all}${sinceOf(release)} not named under ${release.semver} in ${file} on ${ref}${lacks}: ${few(each)}. Name each there by its number or title.`;
}

async function judge(client: ConfigChangesNotedClient, work: Work, text: string, url: string): Promise<StepOutcome> {
  const { release, repository } = work;
  const [file, ref] = [work.fill(work.step.file), work.fill(work.step.ref)];
  const changes = await client.changesForNotes(repository, release.previousTag, ref);
  const pulls = await withoutOwn(client, work, changes.pullRequests);
  const wanted = await onlyConfig(client, work, pulls);
  const section = changelogSection(text, release.semver);
  const missing = wanted.filter((pull) => section === undefined || !names(section, pull, repository));
  if (missing.length > 0) {
    const lacks = section === undefined ? ', which has no heading of this version' : '';
    const [only, second] = missing;
    const link = second === undefined ? (only?.url ?? url) : url;
    return failing(missingSentence(work, missing, wanted.length, lacks), link);
  }
  const part = notAllRead(work, changes, `whether ${file} names every configuration-only change`, url);
  if (part !== undefined) return part;
  if (wanted.length === 0)
    return completed('made', `No merged pull request${sinceOf(release)} changes configuration only.`, url);
  const every = counted(wanted.length, 'configuration-only pull request');
  return completed('made', `${file} on ${ref} names the ${every}${sinceOf(release)} under ${release.semver}.`, url);
}

/** Whether a changelog names, under this version, each merged pull request that touches nothing but configuration. */
export async function configChangesNoted(client: ConfigChangesNotedClient, work: Work): Promise<StepOutcome> {
  const { release, repository } = work;
  const [file, ref] = [work.fill(work.step.file), work.fill(work.step.ref)];
  const read = await textFile(client, { repository, file, ref });
  if (read.kind === 'told') return read.outcome;
  try {
    return await judge(client, work, read.text, read.url);
  } catch (error) {
    if (!(error instanceof RefusedOutside) || !['403', '404'].includes(error.code)) throw error;
    return unavailable(
      `Slipway cannot read what was merged into ${ref}${sinceOf(release)}. ${sentenceOf(error.message)} The tag must still be there, and Slipway needs the permissions contents: read and pull requests: read on ${repository}.`,
    );
  }
}
