import { shortened } from '../../release/shortened.ts';
import { counted, listed as inWords } from '../../release/wording.ts';
import { few } from '../few.ts';
import { completed, type StepOutcome, waiting } from '../step-outcome.ts';

/** A pull request as lists show it. */
export interface ListedPull {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly base: string;
  /** The branch that it comes from. */
  readonly headBranch: string;
}

export interface MergedIntoClient {
  compareRefs(
    repository: string,
    base: string,
    head: string,
  ): Promise<{ readonly ahead: number; readonly url: string } | undefined>;
  filesBetween(
    repository: string,
    base: string,
    head: string,
  ): Promise<{ readonly paths: readonly string[]; readonly complete: boolean } | undefined>;
}

interface Wanted {
  readonly repository: string;
  readonly to: string;
  readonly naming: string;
  /** The release that the branch goes on from; undefined before the first. */
  readonly previousTag: string | undefined;
}

const mostPaths = 8; // more of them is no small fix

const words = ({ number, title }: ListedPull): string => `#${number} “${shortened(title, 60)}”`;

/** All that the branch has since the release before: whoever signs sees whether it is small. */
async function broughtBy(client: MergedIntoClient, { repository, to, previousTag }: Wanted) {
  if (previousTag === undefined) return undefined;
  const [compared, files] = await Promise.all([
    client.compareRefs(repository, previousTag, to),
    client.filesBetween(repository, previousTag, to),
  ]);
  if (compared === undefined || files === undefined) return undefined;
  const more = files.complete ? '' : ', and more that GitHub does not show';
  const sentence = ` Since ${previousTag}, ${to} brings ${counted(compared.ahead, 'commit')}, which ${compared.ahead === 1 ? 'changes' : 'change'} ${few(files.paths, mostPaths)}${more}.`;
  return { sentence, url: compared.url };
}

/** Whether all that was opened into the branch for this purpose is merged: one at least, and none left open. */
export async function mergedInto(
  client: MergedIntoClient,
  wanted: Wanted,
  pulls: readonly ListedPull[],
): Promise<StepOutcome> {
  const { repository, to, naming } = wanted;
  const open = pulls.filter(({ state }) => state === 'open');
  const merged = pulls.filter(({ state }) => state === 'merged');
  const [first] = open;
  if (first !== undefined && merged.length === 0)
    return waiting(`${words(first)} into ${to} is open. Get it reviewed and merged.`, first.url);
  if (first !== undefined)
    return waiting(
      `${inWords(merged.map(words))} ${merged.length === 1 ? 'is' : 'are'} merged into ${to}, and ${words(first)} is still open. Merge it as well, or close it.`,
      first.url,
    );
  if (merged.length === 0)
    return waiting(
      `No pull request yet. Open one into ${to} in ${repository} that names ${naming} in its title or body, and get it merged.`,
    );
  const brought = await broughtBy(client, wanted);
  return completed(
    'made',
    `${inWords(merged.map(words))} ${merged.length === 1 ? 'is' : 'are'} merged into ${to}.${brought?.sentence ?? ''}`,
    brought?.url ?? merged[0]?.url,
  );
}
