import { type Freeze, freezesOf } from '../release/freeze.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import type { Release } from '../release/release.ts';
import { shortened } from '../release/shortened.ts';
import { listed } from '../release/wording.ts';
import { isMarked } from './actions/release-mark.ts';

/** The context that a team requires on a branch that releases freeze: then nothing is merged into it meanwhile. */
export const freezeContext = 'slipway/freeze';

interface OpenPullRequest {
  readonly number: number;
  readonly head: string;
  readonly body: string;
  readonly author: string | undefined;
  readonly labels: readonly string[];
}

interface Said {
  readonly state: 'pending' | 'success';
  readonly description: string;
  readonly targetUrl?: string | undefined;
}

export interface FreezeClient {
  openPullRequestsInto(repository: string, branch: string): Promise<readonly OpenPullRequest[]>;
  statusOf(
    repository: string,
    sha: string,
    context: string,
  ): Promise<
    { readonly state: string; readonly description: string; readonly targetUrl: string | undefined } | undefined
  >;
  setStatus(repository: string, sha: string, context: string, status: Said): Promise<void>;
  /** The login under which Slipway acts on GitHub. */
  ownLogin(): Promise<string>;
}

export interface FreezePorts {
  readonly client: FreezeClient;
  /** All releases that run, as they are now. */
  running(): Promise<readonly Release[]>;
  /** Where a release's card is; undefined before there is one. */
  cardUrl(release: Release): string | undefined;
}

/** A branch of a repository, which releases may freeze. */
export interface GuardedBranch {
  readonly repository: string;
  readonly branch: string;
}

interface Freezing {
  readonly release: Release;
  readonly freeze: Freeze;
}

const longest = 140; // characters that GitHub takes as a description

const sameRepository = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The releases that keep the branch frozen at this moment, oldest first. */
async function freezing({ running }: FreezePorts, { repository, branch }: GuardedBranch): Promise<readonly Freezing[]> {
  return (await running()).flatMap((release) =>
    sameRepository(release.component.repository, repository)
      ? freezesOf(release).flatMap((freeze) => (freeze.branch === branch ? [{ release, freeze }] : []))
      : [],
  );
}

/** What Slipway itself opened for a release belongs to it; a label lets anything through. */
function letsThrough({ release, freeze }: Freezing, pull: OpenPullRequest, own: string): boolean {
  if (release.takeOuts.some(({ opened }) => opened?.number === pull.number)) return true;
  if (pull.author?.toLowerCase() === own.toLowerCase() && isMarked(pull.body, release.id)) return true;
  const labels = freeze.exceptLabels.map((label) => label.toLowerCase());
  return pull.labels.some((label) => labels.includes(label.toLowerCase()));
}

const nameOf = ({ component, semver }: Release): string => `${component.name} ${semver}`;

/** What stands on one commit. The same commit in two pull requests is the same change: what lets one through lets it through. */
function saidOn(
  { cardUrl }: FreezePorts,
  branch: string,
  frozenBy: readonly Freezing[],
  pulls: readonly OpenPullRequest[],
  own: string,
): Said {
  const [first] = frozenBy;
  if (first === undefined) return { state: 'success', description: shortened(`${branch} is not frozen`, longest) };
  const releases = frozenBy.map(({ release }) => nameOf(release));
  const why = `${branch} is frozen while ${listed(releases)} ${releases.length === 1 ? 'is' : 'are'} signed`;
  const targetUrl = cardUrl(first.release);
  const free = pulls.some((pull) => frozenBy.every((one) => letsThrough(one, pull, own)));
  if (!free)
    return {
      state: 'pending',
      description: shortened(why, longest),
      targetUrl,
    };
  return { state: 'success', description: shortened(`Goes through, though ${why}`, longest), targetUrl };
}

function says(now: Awaited<ReturnType<FreezeClient['statusOf']>>, said: Said): boolean {
  return now?.state === said.state && now.description === said.description && now.targetUrl === said.targetUrl;
}

/**
 * Makes the status `slipway/freeze` of every open pull request into the branch say whether it is frozen. What it says
 * already is not said again. Who freezes it is asked again before each write, so that of two processes the later one is right.
 * @returns how many wait.
 */
export async function keepFreeze(ports: FreezePorts, guarded: GuardedBranch): Promise<{ readonly held: number }> {
  const { client } = ports;
  const { repository, branch } = guarded;
  const open = await client.openPullRequestsInto(repository, branch);
  if (open.length === 0) return { held: 0 };
  const own = await client.ownLogin();
  let frozenBy = await freezing(ports, guarded);
  let held = 0;
  let refused: RefusedOutside | undefined;
  for (const [sha, pulls] of Map.groupBy(open, ({ head }) => head)) {
    const now = await client.statusOf(repository, sha, freezeContext);
    let said = saidOn(ports, branch, frozenBy, pulls, own);
    if (!says(now, said)) {
      frozenBy = await freezing(ports, guarded);
      said = saidOn(ports, branch, frozenBy, pulls, own);
    }
    if (said.state === 'pending') held += pulls.length;
    if (says(now, said)) continue;
    try {
      await client.setStatus(repository, sha, freezeContext, said);
    } catch (error) {
      if (!(error instanceof RefusedOutside)) throw error;
      refused ??= error; // of one commit: the others are told
    }
  }
  if (refused !== undefined) throw refused;
  return { held };
}

/** The other releases that keep the branch frozen which this one no longer does. */
export async function frozenStill(ports: FreezePorts, release: Release, branch: string): Promise<readonly string[]> {
  const all = await freezing(ports, { repository: release.component.repository, branch });
  return all.filter((one) => one.release.id !== release.id).map((one) => nameOf(one.release));
}
