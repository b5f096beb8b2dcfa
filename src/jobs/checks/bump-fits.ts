import { askedBump, isLarger } from '../../release/asked-bump.ts';
import type { Note } from '../../release/notes.ts';
import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { nextVersion, versionIn } from '../../release/version.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork } from '../step-outcome.ts';
import { type MergedChangesClient, mergedChanges, notAllRead, sinceOf } from './merged-changes.ts';

export type BumpFitsClient = MergedChangesClient;

type Work = StepWork<Extract<CheckStep, { check: 'bump-fits' }>>;

const reasons: Readonly<Record<Note['kind'], string>> = {
  'Breaking changes': 'breaks something',
  Features: 'is a feature',
  Deprecations: 'deprecates something',
  Fixes: 'is a fix',
  Other: 'is a change',
};

function said({ source, text, kind }: Note): string {
  return `${source} "${shortened(text, 40)}" ${reasons[kind]}`;
}

/** Whether the version is raised by at least what the merged changes since the previous tag ask for. */
export async function bumpFits(client: BumpFitsClient, work: Work): Promise<StepOutcome> {
  const { release } = work;
  const { bump, previousTag, playbook } = release;
  const previous = previousTag === undefined ? undefined : versionIn(playbook.tag, previousTag);
  if (previous === undefined)
    return completed('made', `No version was released before ${release.semver}, so nothing asks for more.`);
  const read = await mergedChanges(client, work);
  if (read.kind === 'told') return read.outcome;
  const asked = askedBump(read.changes, previous);
  const since = sinceOf(release);
  const [first] = asked.because;
  if (isLarger(asked.bump, bump))
    return failing(
      `This is a ${bump} release, and the changes${since} ask for a ${asked.bump} one: ${few(asked.because.map(said), 2)}. Cancel it and start ${nextVersion(previous, asked.bump)}, or correct titles and labels on GitHub that say too much.`,
      first?.url,
    );
  const part = notAllRead(work, read.changes, `whether they ask for more than a ${bump} release`);
  if (part !== undefined && bump !== 'major') return part;
  if (isLarger(bump, asked.bump))
    return completed(
      'made',
      `This is a ${bump} release. The changes${since} ask for a ${asked.bump} one only, so it is larger than needed, which is fine.`,
    );
  return completed('made', `This is a ${bump} release, as the changes${since} ask for.`);
}
