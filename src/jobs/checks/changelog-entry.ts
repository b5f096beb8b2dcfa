import type { Changes, MergedPullRequest } from '../../release/changes.ts';
import { literally } from '../../release/literally.ts';
import { RefusedOutside } from '../../release/outside-errors.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { counted, listed } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, unavailable } from '../step-outcome.ts';
import { changelogSection } from './changelog-section.ts';
import { type MergedChangesClient, notAllRead, sinceOf, withoutOwn } from './merged-changes.ts';
import { namesText } from './pull-request-merged.ts';
import { type TextFileClient, textFile } from './text-file.ts';

export interface ChangelogEntryClient extends TextFileClient, MergedChangesClient {}

type Work = StepWork<Extract<CheckStep, { check: 'changelog-entry' }>>;

/** A title, and the same without `fix(scope):`, where more than one word is left: one word alone stands in many texts. */
function waysToSay(title: string): readonly string[] {
  const [, bare = ''] = /^[a-z]+(?:\([^()]*\))?!?:\s+(\S.*)$/i.exec(title.trim()) ?? [];
  return [title, bare].filter((way) => /\S\s+\S/.test(way));
}

/** Whether a section of a changelog names a pull request: by its number, its address or its title. */
export function names(section: string, { number, title }: MergedPullRequest, repository: string): boolean {
  if (new RegExp(`${literally(repository)}/pull/${number}(?!\\d)`, 'i').test(section)) return true;
  return [`#${number}`, `${repository}#${number}`, ...waysToSay(title)].some((way) => namesText(section, way));
}

const folded = (label: string): string => label.trim().toLowerCase();

/** Those that a reader of the changelog must find: not what a label takes out. */
function toBeNamed({ step }: Work, { pullRequests }: Changes): readonly MergedPullRequest[] {
  const except = new Set(step['except-labels'].map(folded));
  return pullRequests.filter((p) => !p.labels.some((label) => except.has(folded(label))));
}

function judge(work: Work, section: string, changes: Changes, url: string): StepOutcome {
  const { release, repository, step } = work;
  const [file, ref] = [work.fill(step.file), work.fill(step.ref)];
  const wanted = toBeNamed(work, changes);
  const missing = wanted.filter((pull) => !names(section, pull, repository));
  if (missing.length > 0) {
    const labels = listed(step['except-labels'], 'or');
    const label = labels === '' ? '' : `, or label it ${labels} if it needs no line`;
    const said = few(missing.map(({ number, title }) => `#${number} "${shortened(title, 60)}"`));
    return failing(
      `${missing.length} of ${counted(wanted.length, 'merged pull request')} not named under ${release.semver} in ${file} on ${ref}: ${said}. Name each there by its number or title${label}.`,
      url,
    );
  }
  const part = notAllRead(work, changes, `whether ${file} names every pull request`, url);
  if (part !== undefined) return part;
  const all = wanted.length === 0 ? 'no pull request to name' : `every merged pull request (${wanted.length})`;
  return completed(
    'made',
    `${file} on ${ref} has an entry for ${release.semver}, with ${all}${sinceOf(release)}.`,
    url,
  );
}

/** Whether a changelog has an entry for the version that leaves out no pull request of it. */
export async function changelogEntry(client: ChangelogEntryClient, work: Work): Promise<StepOutcome> {
  const { release, repository, step } = work;
  const [file, ref] = [work.fill(step.file), work.fill(step.ref)];
  const read = await textFile(client, { repository, file, ref });
  if (read.kind === 'told') return read.outcome;
  const { url } = read;
  const section = changelogSection(read.text, release.semver);
  if (section === undefined)
    return failing(
      `${file} on ${ref} has no heading for ${release.semver}. Add one, such as "## ${release.semver}", and below it what changed.`,
      url,
    );
  if (section === '')
    return failing(`The entry for ${release.semver} in ${file} on ${ref} is empty. Write what changed.`, url);
  try {
    const changes = await client.changesForNotes(repository, release.previousTag, ref);
    const pullRequests = await withoutOwn(client, work, changes.pullRequests);
    return judge(work, section, { ...changes, pullRequests }, url);
  } catch (error) {
    if (!(error instanceof RefusedOutside) || !['403', '404'].includes(error.code)) throw error;
    return unavailable(
      `Slipway cannot read what was merged into ${ref} since ${release.previousTag ?? 'the beginning'}: ${error.message}. The tag must still be there, and Slipway needs the permissions contents: read and pull requests: read on ${repository}.`,
    );
  }
}
