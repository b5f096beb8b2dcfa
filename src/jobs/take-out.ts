import type { Execute } from '../execute.ts';
import { plainMarkdown } from '../release/markdown.ts';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import type { Release } from '../release/release.ts';
import { revertedBy } from '../release/reverted.ts';
import { openTakeOuts, type TakeOut, takenOutOf } from '../release/take-out.ts';
import { isMarked, markOf } from './actions/release-mark.ts';
import { sentenceOf } from './step-outcome.ts';

interface Listed {
  readonly number: number;
  readonly url: string;
  readonly body: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly base: string;
}

export interface TakeOutClient {
  /** The 300 pull requests that changed last. */
  recentPullRequests(repository: string): Promise<readonly Listed[]>;
  pullRequest(
    repository: string,
    number: number,
  ): Promise<{ readonly state: 'open' | 'merged' | 'closed'; readonly url: string; readonly base: string }>;
  revertPullRequest(
    repository: string,
    number: number,
    wanted: { readonly title: string; readonly body: string },
  ): Promise<
    | { readonly kind: 'made'; readonly number: number; readonly url: string }
    | { readonly kind: 'not-revertable'; readonly message: string }
  >;
  mergeOfPullRequest(
    repository: string,
    number: number,
  ): Promise<{ readonly sha: string; readonly joins: boolean } | undefined>;
  /** True for one caller and once, in whatever process. */
  firstTime(key: string): Promise<boolean>;
}

interface Ports {
  readonly execute: Execute;
  readonly client: TakeOutClient;
  now(): Date;
}

interface Asked {
  readonly asked: number;
  readonly takeOut: TakeOut;
  readonly branch: string;
}

const lostFor = 2 * 60_000; // ms in which a pull request whose request may have got lost can still appear

/** What an earlier try opened, in whatever state it is by now; else what a person opened by hand, and is open. */
async function find({ client }: Ports, { component }: Release, { takeOut, branch }: Asked, key: string) {
  const recent = (await client.recentPullRequests(component.repository)).filter(({ base }) => base === branch);
  const ours = recent.find(({ body }) => isMarked(body, key));
  if (ours !== undefined) return { how: 'made' as const, ...ours };
  const theirs = recent.find((one) => one.state === 'open' && revertedBy(one) === takeOut.change);
  return theirs === undefined ? undefined : { how: 'adopted' as const, ...theirs };
}

function bodyOf(release: Release, { change, reason, by }: TakeOut, key: string): string {
  const { component, semver, id } = release;
  const login = component.github[by];
  const who = login === undefined ? 'those who run the release' : plainMarkdown(login);
  return [
    `Reverts ${component.repository}#${change}`,
    '',
    `Takes the change out of ${plainMarkdown(`${component.name} ${semver}`)}, asked for by ${who}: ${plainMarkdown(reason)}`,
    '',
    'Merge it as usual: the release waits for it, and goes on without the change. Close it, and the release goes on with the change.',
    '',
    `<!-- ${markOf(id)} -->`,
    `<!-- ${markOf(key)} -->`,
  ].join('\n');
}

/** The commands that do it by hand, for whoever solves the conflict. */
async function byHand({ client }: Ports, { component }: Release, { takeOut, branch }: Asked): Promise<string> {
  const { change } = takeOut;
  const merge = await client.mergeOfPullRequest(component.repository, change);
  const commit = merge === undefined ? '<the merge of the pull request>' : merge.sha;
  return [
    'git fetch origin',
    `git switch --create take-out-${change} origin/${branch}`,
    `git revert ${merge?.joins === true ? '-m 1 ' : ''}${commit}`,
    '# solve the conflicts, git add them, then: git revert --continue',
    `git push --set-upstream origin take-out-${change}`,
  ].join('\n');
}

async function cannot(ports: Ports, release: Release, asked: Asked, message: string): Promise<void> {
  const { change } = asked.takeOut;
  const { repository } = release.component;
  await ports.execute(release.id, {
    type: 'RecordTakeOutEnded',
    asked: asked.asked,
    how: 'refused',
    sentence: `GitHub cannot revert #${change} by itself: ${sentenceOf(message)} Revert it by hand, and open a pull request into ${asked.branch} whose text has the line “Reverts ${repository}#${change}”; then ask again, and Slipway waits for that one.`,
    byHand: await byHand(ports, release, asked),
  });
}

async function open(ports: Ports, release: Release, one: Asked): Promise<void> {
  const { client, execute, now } = ports;
  const { asked, takeOut } = one;
  const key = `${release.id}.take-out.${asked}`;
  const found = await find(ports, release, one, key);
  const opened = (how: 'made' | 'adopted', { number, url }: { readonly number: number; readonly url: string }) =>
    execute(release.id, { type: 'RecordTakeOutOpened', asked, how, number, url });
  if (found !== undefined) return void (await opened(found.how, found));
  const time = Math.floor((now().getTime() - takeOut.at.getTime()) / lostFor);
  if (!(await client.firstTime(`revert:${key}:${time}`)))
    throw new Outage(`GitHub's answer about reverting #${takeOut.change} got lost; the pull request is looked for.`);
  const answer = await client.revertPullRequest(release.component.repository, takeOut.change, {
    title: `Revert "${takeOut.title}"`,
    body: bodyOf(release, takeOut, key),
  });
  if (answer.kind === 'made') await opened('made', answer);
  else await cannot(ports, release, one, answer.message);
}

async function watch({ client, execute }: Ports, release: Release, { asked, takeOut, branch }: Asked): Promise<void> {
  const { opened, change } = takeOut;
  if (opened === undefined) return;
  const { state, base } = await client.pullRequest(release.component.repository, opened.number);
  if (state === 'open') return;
  const out = state === 'merged' && base === branch;
  const sentence = out
    ? `#${change} is out of ${branch} again, by pull request #${opened.number}.`
    : `Pull request #${opened.number} was ${state === 'merged' ? `merged into ${base}` : 'closed without being merged'}, so #${change} stays in this release.`;
  await execute(release.id, { type: 'RecordTakeOutEnded', asked, how: out ? 'merged' : 'closed', sentence });
}

/**
 * Takes a change out of a release: opens the pull request that reverts it, once, or finds the one that is there, and waits
 * until a person has merged or closed it. What GitHub refuses for good is told with what to do by hand.
 */
export async function takeOut(ports: Ports, release: Release, asked: number): Promise<void> {
  const found = openTakeOuts(release).find((one) => one.asked === asked);
  const branch = takenOutOf(release);
  if (found === undefined || branch === undefined) return;
  const one = { ...found, branch };
  if (one.takeOut.opened !== undefined) return await watch(ports, release, one);
  try {
    await open(ports, release, one);
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error;
    await cannot(
      ports,
      release,
      one,
      `${sentenceOf(error.message)} It needs contents: write and pull requests: write.`,
    );
  }
}
